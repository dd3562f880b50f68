import pytest

from reperes.errors import Message, UsageError
from reperes.i18n import Language, choose, translate, translate_plural


@pytest.mark.parametrize(
    ("wanted", "locale", "spoken"),
    [
        (None, None, Language.FR),
        (None, "C.UTF-8", Language.FR),
        (None, "POSIX", Language.FR),
        (None, "en_US.UTF-8", Language.EN),
        (None, "EN", Language.EN),
        (None, "fr-CA", Language.FR),
        (None, "de_DE", Language.FR),
        ("en", "fr_FR", Language.EN),
        ("FR", "en_GB", Language.FR),
        ("de", "en_GB", Language.EN),
    ],
)
def test_the_language_asked_for_then_the_locale_then_french(
    wanted: str | None, locale: str | None, spoken: Language
) -> None:
    assert choose(wanted, locale) is spoken


def test_english_is_the_identity() -> None:
    assert translate(Language.EN, "Any {n} sentence", n=3) == "Any 3 sentence"
    assert (
        translate(Language.EN, "Braces {} stay when nothing is given")
        == "Braces {} stay when nothing is given"
    )


def test_french_comes_from_the_catalogue() -> None:
    assert translate(Language.FR, "In short") == "En bref"


def test_plurals_follow_the_language() -> None:
    assert translate_plural(Language.EN, "{n} thing", "{n} things", 1) == "1 thing"
    assert translate_plural(Language.EN, "{n} thing", "{n} things", 0) == "0 things"


def test_a_message_inside_a_message_is_said_in_the_same_language() -> None:
    inner = Message("In short")
    assert Message("{what}!", {"what": inner}).text(Language.FR) == "En bref!"


def test_an_error_says_what_why_and_what_to_do() -> None:
    error = UsageError(what=Message("It broke."), why=Message("Of {x}.", {"x": 3}), do=Message("Mend it."))
    assert (str(error), error.exit_code) == ("It broke. Of 3. Mend it.", 2)
