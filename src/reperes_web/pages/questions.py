"""The questions that an observation leaves, as a message ready to be sent."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from reperes.i18n import Language, choose
from reperes.report.letter import Asked, Letter, letter, mail_link
from reperes.report.letter import questions as left
from reperes_web import amended
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Observation, Profile

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One question of the list, and whether the message asks it."""

    rank: int
    text: str
    chosen: bool


@signed_in
@require_GET
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the message; with `format=txt`, download it.

    `langue`: its language. `choix`: questions were chosen, by their ranks `q`. `nom`: who writes.
    """
    observation = get_object_or_404(Observation.objects.select_related("project"), pk=pk)
    spoken = choose(request.GET.get("langue"), language().value)
    member = rights.membership(request)
    team = None if member is None else member.team
    report = amended.report(observation, team, amended.amended(team, observation.project), spoken)
    asked = left(report)
    chosen = _chosen(request.GET, asked)
    who = request.GET.get("nom", _ours(request))[:_LONGEST]
    made = letter(report, observation.project.name, administration=who, chosen=chosen)
    if request.GET.get("format") == "txt":
        return _download(made, observation)
    again = request.GET.copy()
    again["format"] = "txt"
    shown = {
        "observation": observation,
        "project": observation.project,
        "letter": made,
        "rows": made.text.count("\n") + len(chosen) + 8,
        "chapters": _by_chapter(asked, chosen),
        "none_chosen": not chosen,
        "spoken": spoken.value,
        "languages": [one.value for one in Language],
        "who": who,
        "mail": mail_link(made),
        "download": again.urlencode(),
    }
    return render(request, "questions/questions.html", shown)


def _chosen(fields: QueryDict, asked: tuple[Asked, ...]) -> frozenset[int]:
    """Return the ranks to ask: until the reader chose, the first question of each chapter."""
    if "choix" not in fields:
        return frozenset(rank for rank, one in enumerate(asked) if one.leads)
    return frozenset(rank for rank in range(len(asked)) if str(rank) in fields.getlist("q"))


def _by_chapter(asked: tuple[Asked, ...], chosen: frozenset[int]) -> list[tuple[str, list[Choice]]]:
    grouped = groupby(enumerate(asked), key=lambda pair: pair[1].chapter)
    return [
        (chapter, [Choice(rank, one.text, rank in chosen) for rank, one in members])
        for chapter, members in grouped
    ]


def _ours(request: HttpRequest) -> str:
    """Return the name of the reader's administration, when their team keeps a profile."""
    membership = rights.membership(request)
    if membership is None:
        return ""
    profile = Profile.objects.filter(team_id=membership.team_id).order_by("-changed_at").first()
    return "" if profile is None else profile.name


def _download(made: Letter, observation: Observation) -> HttpResponse:
    name = slugify(observation.project.name)[:60] or "projet"
    text = f"{made.subject}\n\n{made.text}"
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="questions-{name}.txt"'
    return answer
