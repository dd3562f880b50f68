"""One module a format, found by being here: each has `FORMATS`, a tuple of `formats.Format`.

`Structured.fields` keeps the names of the standard. Where it lists persons, `<field>_count` is how many; a
field that may hold persons or organisations keeps the names of the organisations, and counts the persons.
"""
