"""What holds for every test: properties are judged on what they find, never on the time of a busy machine."""

from hypothesis import settings

settings.register_profile("repères", deadline=None)
settings.load_profile("repères")
