"""Every page and state of accounts and teams is well made, in both languages."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.urls import reverse

from reperes_web.accounts import links
from reperes_web.models import Account
from support.page import Page
from support.people import World

pytestmark = pytest.mark.django_db


def of_team(name: str) -> Callable[[World], str]:
    return lambda asked: reverse(name, args=(asked.team.pk,))


PAGES: dict[str, tuple[str, Callable[[World], str]]] = {
    "sign-in": ("anonymous", lambda _: "/connexion/"),
    "privacy": ("anonymous", lambda _: "/donnees-personnelles/"),
    "choose-password": (
        "anonymous",
        lambda asked: links.path_to_password(Account.objects.get(pk=asked.accounts["reader"].pk)),
    ),
    "dead link": ("anonymous", lambda _: "/mot-de-passe/MQ/a-b/"),
    "account": ("reader", lambda _: "/compte/"),
    "password": ("reader", lambda _: "/compte/mot-de-passe/"),
    "erase": ("reader", lambda _: "/compte/effacer/"),
    "erase, alone in a team": ("stranger", lambda _: "/compte/effacer/"),
    "teams": ("manager", lambda _: "/equipes/"),
    "team-new": ("manager", lambda _: "/equipes/nouvelle/"),
    "team": ("manager", of_team("team")),
    "team, read": ("reader", of_team("team")),
    "team-rename": ("manager", of_team("team-rename")),
    "team-leave": ("reader", of_team("team-leave")),
    "team-delete": ("manager", of_team("team-delete")),
    "team-invite": ("manager", of_team("team-invite")),
    "member": (
        "manager",
        lambda asked: reverse("member", args=(asked.team.pk, asked.membership("reader").pk)),
    ),
}
FORMS: dict[str, tuple[str, Callable[[World], str], dict[str, str]]] = {
    "sign-in": ("anonymous", lambda _: "/connexion/", {}),
    "account": ("reader", lambda _: "/compte/", {"first_name": "x" * 151}),
    "password": ("reader", lambda _: "/compte/mot-de-passe/", {"old_password": "x"}),
    "erase": ("reader", lambda _: "/compte/effacer/", {}),
    "team-delete": ("manager", of_team("team-delete"), {}),
    "team-invite": ("manager", of_team("team-invite"), {"role": "king"}),
    "link": ("manager", of_team("team-invite"), {"email": "lea@exemple.fr", "role": "reader"}),
    "confirm": ("manager", of_team("team-invite"), {"email": "stranger@exemple.fr", "role": "reader"}),
}
GOOD = {"link", "confirm"}


class Form(Page):
    """A page that tells which fields are within a label."""

    def __init__(self, text: str) -> None:
        self.within: set[str] = set()
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input" and "label" in self.open:
            self.within.add(dict(attrs)["id"] or "")
        super().handle_starttag(tag, attrs)


def well_made(text: str, language: str) -> None:
    page = Form(text)
    assert page.all("html") == [{"lang": language}]
    headings = [int(name[1]) for name, _ in page.elements if name in {"h1", "h2", "h3", "h4"}]
    assert headings[0] == headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    ids = [fields["id"] for _, fields in page.elements if "id" in fields]
    assert len(ids) == len(set(ids))
    for name, fields in page.elements:
        assert "style" not in fields
        assert "title" not in fields
        assert not [one for one in fields if one.startswith("on")]
        assert name != "script" or "src" in fields
        for tie in ("for", "aria-describedby", "aria-labelledby"):
            assert tie not in fields or set(fields[tie].split()) <= set(ids), (name, fields)
    labelled = {fields.get("for") for fields in page.all("label")} | page.within
    shown = [one for one in page.all("input") if one.get("type") != "hidden"]
    assert [one for one in shown if one["id"] not in labelled] == []
    tokens = [one for one in page.all("input") if one.get("name") == "csrfmiddlewaretoken"]
    assert len(tokens) == len([one for one in page.all("form") if one.get("method") == "post"])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page(name: str, language: str, asked: World) -> None:
    who, where = PAGES[name]
    headers = {"accept-language": language}
    answer = asked.browser(who).get(where(asked), headers=headers, follow=True)
    assert answer.status_code == 200
    well_made(answer.content.decode(), language)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_sent_wrong_and_what_it_leads_to(name: str, language: str, asked: World) -> None:
    who, where, fields = FORMS[name]
    Account.objects.filter(username="stranger").update(email="stranger@exemple.fr")
    headers = {"accept-language": language}
    answer = asked.browser(who).post(where(asked), fields, headers=headers)
    assert answer.status_code == (200 if name in GOOD else 400)
    well_made(answer.content.decode(), language)
    assert ('role="alert"' in answer.content.decode()) == (name not in GOOD)


def test_a_name_is_text_and_nothing_else(asked: World) -> None:
    hostile = '<script>alert(1)</script>"onload="x'
    asked.team.name = hostile
    asked.team.save()
    asked.team.memberships.update(function=hostile[:80])
    Account.objects.filter(pk=asked.accounts["reader"].pk).update(last_name=hostile)
    for name, (who, where) in PAGES.items():
        text = asked.browser(who).get(where(asked), follow=True).content.decode()
        assert "<script>alert" not in text, name
        Page(text)
