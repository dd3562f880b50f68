"""What a team says of a reading: it stands beside the answer, and the advice uses it."""

from pathlib import Path

import pytest
from django.test import Client

from reperes.i18n import Language
from reperes.modalities.added import Added
from reperes_web import kept
from reperes_web.amended import amended
from reperes_web.models import Addition, Advice, Correction, Membership, Observation, Role, Team
from support.application import account, kept_observation, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def observation(tmp_path: Path) -> Observation:
    return kept_observation(tmp_path)


@pytest.fixture
def editor() -> Client:
    return signed_in(account("editor", Role.EDITOR))


def reading(observation: Observation, name: str, *, then: str = "") -> str:
    return f"/observations/{observation.pk}/lectures/{name}/{then}"


def corrected(client: Client, observation: Observation, name: str, **told: object) -> int:
    return client.post(reading(observation, name, then="corriger/"), told).status_code


def test_a_correction_stands_beside_the_answer(editor: Client, observation: Observation) -> None:
    before = editor.get(reading(observation, "governance")).content.decode()
    assert "led by an association" in before
    assert "Corrected on" not in before
    told = {"value": "association-led", "reason": "Said at the <general> assembly."}
    assert corrected(editor, observation, "governance", **told) == 302
    page = editor.get(f"/observations/{observation.pk}/").content.decode()
    today = Correction.objects.get().on
    assert "by Ville d’Exemple: led by an association. Reason: Said at the &lt;general&gt; assembly." in page
    assert f"Corrected on {today.day} " in page
    machine = kept.data(observation, Language.EN)["readings"]["governance"]
    assert "correction" not in machine or machine["correction"] is None


def test_a_second_correction_takes_the_place_of_the_first(editor: Client, observation: Observation) -> None:
    corrected(editor, observation, "governance", value="association-led", reason="One.")
    corrected(editor, observation, "governance", value="unknown", reason="Two.")
    newest, first = Correction.objects.order_by("-pk")
    assert (first.withdrawn_on, newest.withdrawn_on) == (newest.on, None)
    said = amended(newest.team, observation.project)
    assert said.corrected()["governance"].value is None
    assert "unknown</strong> — Two." in editor.get(reading(observation, "governance")).content.decode()


def test_withdrawing_gives_the_answer_back(editor: Client, observation: Observation) -> None:
    corrected(editor, observation, "governance", value="association-led", reason="One.")
    made = Correction.objects.get()
    url = reading(observation, "governance", then=f"retirer/correction/{made.pk}/")
    assert editor.post(url).status_code == 302
    made.refresh_from_db()
    assert (made.withdrawn_on, made.withdrawn_by) == (made.on, "Ville d’Exemple")
    page = editor.get(reading(observation, "governance")).content.decode()
    assert "<s>led by an association — One.</s>" in page
    assert amended(made.team, observation.project).corrected() == {}


@pytest.mark.parametrize(
    ("name", "told", "kept_value"),
    [
        ("licence", {"value": "EUPL-1.2"}, "EUPL-1.2"),
        ("licence", {"value": "unknown"}, None),
        ("economic_model", {"value": ["donations", "open-core"]}, ["donations", "open-core"]),
        ("economic_model", {}, None),
        ("needs", {"value": ["translation"]}, {"translation": "stated"}),
        ("lifecycle", {"value": "archived"}, "archived"),
    ],
)
def test_what_may_be_said(
    editor: Client, observation: Observation, name: str, told: dict[str, object], kept_value: object
) -> None:
    assert corrected(editor, observation, name, reason="Known.", **told) == 302
    assert Correction.objects.get().value == kept_value
    assert editor.get(reading(observation, name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "told", "why"),
    [
        ("governance", {"value": "kingdom", "reason": "x"}, "kingdom is not one of the available choices"),
        ("governance", {"value": "association-led", "reason": ""}, "This field is required"),
        ("licence", {"value": "\u202eMIT", "reason": "x"}, "Write one SPDX expression"),
    ],
)
def test_what_may_not(
    editor: Client, observation: Observation, name: str, told: dict[str, str], why: str
) -> None:
    answer = editor.post(reading(observation, name, then="corriger/"), told)
    assert (answer.status_code, Correction.objects.count()) == (400, 0)
    assert why in answer.content.decode()


def test_a_reading_without_a_value_takes_evidence_only(editor: Client, observation: Observation) -> None:
    assert corrected(editor, observation, "vitality", value="x", reason="x") == 404
    told = {"quote": "Quick answers.", "url": "", "seen_on": "2026-11-20"}
    assert editor.post(reading(observation, "vitality", then="ajouter/"), told).status_code == 302
    assert Addition.objects.get().value == ""
    assert amended(Team.objects.get(), observation.project).added() == []


def test_evidence_is_shown_signed_and_used(editor: Client, observation: Observation) -> None:
    told = {"value": "association-led", "quote": "Run by <b>an association</b>.", "seen_on": "2026-11-20"}
    url = reading(observation, "governance", then="ajouter/")
    assert editor.post(url, told | {"url": "https://example.org/a?b=<c>"}).status_code == 302
    page = editor.get(f"/observations/{observation.pk}/").content.decode()
    assert "Run by &lt;b&gt;an association&lt;/b&gt;." in page
    assert 'href="https://example.org/a?b=&lt;c&gt;"' in page
    assert amended(Team.objects.get(), observation.project).added() == [
        Added("governance", "association-led")
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x"])
def test_no_address_but_of_the_web(editor: Client, observation: Observation, url: str) -> None:
    told = {"value": "association-led", "quote": "x", "seen_on": "2026-11-20", "url": url}
    assert editor.post(reading(observation, "governance", then="ajouter/"), told).status_code == 400
    assert Addition.objects.count() == 0


def test_what_is_still_to_come_was_not_seen(editor: Client, observation: Observation) -> None:
    told = {"value": "association-led", "quote": "x", "seen_on": "2999-01-01", "url": ""}
    answer = editor.post(reading(observation, "governance", then="ajouter/"), told)
    assert "This day is still to come." in answer.content.decode()


def test_another_team_sees_nothing_of_it(editor: Client, observation: Observation) -> None:
    corrected(editor, observation, "governance", value="association-led", reason="Ours alone.")
    other = signed_in(account("other", Role.MANAGER, Team.objects.create(name="Another")))
    for url in (f"/observations/{observation.pk}/", reading(observation, "governance")):
        assert "Ours alone." not in other.get(url).content.decode()
    made = Correction.objects.get()
    url = reading(observation, "governance", then=f"retirer/correction/{made.pk}/")
    assert other.post(url).status_code == 404


def test_a_reader_reads(observation: Observation) -> None:
    reader = signed_in(account("reader", Role.READER))
    assert reader.get(reading(observation, "governance")).status_code == 200
    assert corrected(reader, observation, "governance", value="association-led", reason="x") == 403


def test_the_advice_says_that_it_used_them(editor: Client, observation: Observation) -> None:
    corrected(editor, observation, "legal_home", value="association", reason="Statutes.")
    editor.post(
        "/administration/", {"name": "Ville d’Exemple", "kind": "local-authority", "level": "commune"}
    )
    assert editor.post(f"/observations/{observation.pk}/conseil/", {}).status_code == 302
    page = editor.get(f"/conseils/{Advice.objects.get().pk}/").content.decode()
    assert "Reading corrected by hand, and used as corrected: Legal home." in page


def test_it_is_withdrawn_in_the_name_of_the_team_that_owns_it(
    editor: Client, observation: Observation
) -> None:
    corrected(editor, observation, "governance", value="association-led", reason="Ours.")
    made = Correction.objects.get()
    other = Team.objects.create(name="Another")
    assert made.author is not None
    Membership.objects.create(account=made.author, team=other, role=Role.EDITOR, function="Elsewhere")
    editor.post(f"/equipes/{other.pk}/choisir/")
    url = reading(observation, "governance", then=f"retirer/correction/{made.pk}/")
    assert editor.post(url).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_by == "Ville d’Exemple"


def test_needs_are_shown_again_as_they_were_said(editor: Client, observation: Observation) -> None:
    corrected(editor, observation, "needs", value=["translation", "funding"], reason="Said.")
    page = editor.get(reading(observation, "needs")).content.decode()
    assert page.count(" checked") == 3  # two needs, and « speaks for »


def test_a_refused_form_opened_again_is_the_reading(editor: Client, observation: Observation) -> None:
    for then in ("corriger/", "ajouter/"):
        assert editor.get(reading(observation, "needs", then=then))["Location"] == reading(
            observation, "needs"
        )


@pytest.mark.parametrize("value", ["unknown", "", "\u202eMIT"])
def test_evidence_speaks_of_a_value(editor: Client, observation: Observation, value: str) -> None:
    told = {"value": value, "quote": "x", "seen_on": "2026-11-20", "url": ""}
    assert editor.post(reading(observation, "licence", then="ajouter/"), told).status_code == 400
    assert Addition.objects.count() == 0
