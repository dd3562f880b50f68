"""Where to go once a form is answered: a page of ours that the address or the form asks for."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_wanted(request: HttpRequest) -> str:
    """Return the path, from the root, that `next` asks for; empty when it asks for none, or for elsewhere.

    A bare word is no path: Django would take it for the name of a view.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else ""
