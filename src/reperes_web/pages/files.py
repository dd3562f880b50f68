"""An observation as a file to keep or to send, as the command line writes it."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from reperes.i18n import Language
from reperes.report import html, markdown
from reperes_web import amended
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Observation, Team
from reperes_web.pages.observation import found


def _html(*seen: Any) -> str:
    return html.render(amended.report(*seen))


def _markdown(*seen: Any) -> str:
    return markdown.render(amended.report(*seen), details=True)


def _json(*seen: Any) -> str:
    return json.dumps(amended.data(*seen), ensure_ascii=False, indent=2) + "\n"


_Write = Callable[[Observation, Team | None, amended.Amended, Language], str]
_FORMATS: dict[str, tuple[str, _Write]] = {
    "html": ("text/html", _html),
    "md": ("text/markdown", _markdown),
    "json": ("application/json", _json),
}


@signed_in
@require_GET
def file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return the file, always as one to keep: it is never opened as a page of ours."""
    if extension not in _FORMATS:
        raise Http404
    observation = found(pk)
    member = rights.membership(request)
    team = None if member is None else member.team
    kind, write = _FORMATS[extension]
    text = write(observation, team, amended.amended(team, observation.project), language())
    name = f"observation-{observation.pk}-{observation.as_of.isoformat()}.{extension}"
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
