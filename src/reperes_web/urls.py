"""Every address of the application."""

from django.urls import include, path
from django.views.i18n import set_language

from reperes_web.pages import home, observation, run

urlpatterns = [
    path("", home.home, name="home"),
    path("suggestions/", home.suggestions, name="suggestions"),
    path("en-cours/<uuid:run_id>/", run.show, name="run"),
    path("en-cours/<uuid:run_id>/etat/", run.state, name="run-state"),
    path("en-cours/<uuid:run_id>/arreter/", run.stop, name="run-stop"),
    path("observations/<int:pk>/", observation.show, name="observation"),
    path("", include("reperes_web.accounts.urls")),
    path("langue/", set_language, name="language"),
]

handler400 = "reperes_web.pages.errors.bad_request"
handler403 = "reperes_web.pages.errors.forbidden"
handler404 = "reperes_web.pages.errors.not_found"
handler500 = "reperes_web.pages.errors.broken"
