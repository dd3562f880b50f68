"""Every address of the application."""

from django.contrib.auth.views import LoginView
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
    path("", include("reperes_web.pages.knowledge_urls")),
    path("connexion/", LoginView.as_view(template_name="sign-in.html"), name="sign-in"),
    path("langue/", set_language, name="language"),
]
