import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient.tree import RefusedError
from reperes.sources.documents.lenient.xml_text import parse

DOCTYPE = "This file declares a document type (DOCTYPE), which may hide traps; it was not read."
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def test_parse_leaves_namespaces_out() -> None:
    root = parse(
        '\ufeff<?xml version="1.0" encoding="utf-16"?><p:a xmlns:p="u"><!--<!DOCTYPE b>--><p:b>é</p:b></p:a>'
    )
    assert (root.tag, root.findtext("b")) == ("a", "é")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LAUGHS, DOCTYPE),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', DOCTYPE),
        ("<!DOCTYPE html><a/>", DOCTYPE),
        ("", "This file is not well-formed XML, line 1; it was not read."),
        ("<a>\n&b;</a>", "This file is not well-formed XML, line 2; it was not read."),
        ("<a>\0</a>", "This file is not well-formed XML, line 1; it was not read."),
        ("<a>" * 80_000, "This file nests its fields more than 40 levels deep; it was not read."),
        ("<a>" + "<b/>" * 60_000, "This file holds more than 50000 values; it was not read."),
    ],
)
def test_refusals(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    assert caught.value.message.text(Language.EN) == sentence
