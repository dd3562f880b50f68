"""The addresses of the API and of its page."""

from django.urls import path

from reperes_web.api import page
from reperes_web.api.problems import nothing_here
from reperes_web.api.service import api

urlpatterns = [
    path("api/", page.show, name="api"),
    path("api/v1/", nothing_here),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", nothing_here),
]
