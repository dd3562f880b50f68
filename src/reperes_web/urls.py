"""Every address of the application."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from django.views.i18n import set_language

from reperes_web.pages import home, observation, run
from reperes_web.pages.projects import export, page

urlpatterns = [
    path("", home.home, name="home"),
    path("suggestions/", home.suggestions, name="suggestions"),
    path("en-cours/<uuid:run_id>/", run.show, name="run"),
    path("en-cours/<uuid:run_id>/etat/", run.state, name="run-state"),
    path("en-cours/<uuid:run_id>/arreter/", run.stop, name="run-stop"),
    path("observations/<int:pk>/", observation.show, name="observation"),
    path("projets/", page.show, name="projects"),
    path("projets/projets.csv", export.as_csv, name="projects-csv"),
    path("projets/projets.ods", export.as_ods, name="projects-ods"),
    path("", include("reperes_web.api.urls")),
    path("connexion/", LoginView.as_view(template_name="sign-in.html"), name="sign-in"),
    path("langue/", set_language, name="language"),
]
