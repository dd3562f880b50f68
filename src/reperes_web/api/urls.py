"""The addresses of the API, of its page, and of the keys to it."""

from django.urls import path

from reperes_web.api import page
from reperes_web.api.problems import nothing_here
from reperes_web.api.service import api
from reperes_web.pages import tokens

urlpatterns = [
    path("api/", page.show, name="api"),
    path("api/v1/", nothing_here),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", nothing_here),
    path("compte/jetons/", tokens.show, name="tokens"),
    path("compte/jetons/<int:number>/revoquer/", tokens.revoke, name="token-revoke"),
]
