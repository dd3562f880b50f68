"""What is kept, of whom, why, how long, and who may be asked: a public page, true to the models."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reperes.sources.http.archive import KEPT_DAYS
from reperes_web.accounts import attempts
from reperes_web.accounts.expiry import TASK_DAYS


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept."""
    shown = {
        "contact": settings.CONTACT,
        "provider": settings.OPENID is not None,
        "passwords": settings.PASSWORDS,
        "run_days": settings.KEEP_RUNS_DAYS,
        "account_months": settings.KEEP_ACCOUNTS_MONTHS,
        "task_days": TASK_DAYS,
        "answer_days": KEPT_DAYS,
        "facts_days": settings.KEEP_FACTS_DAYS,
        "attempt_minutes": attempts.MINUTES,
        "session_days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, "accounts/privacy.html", shown)
