"""Every address of the application."""

from django.urls import include, path
from django.views.i18n import set_language

from reperes_web.pages import administration, advice, files, home, observation, reading, run, tokens
from reperes_web.pages.projects import export, page

urlpatterns = [
    path("", home.home, name="home"),
    path("suggestions/", home.suggestions, name="suggestions"),
    path("en-cours/<uuid:run_id>/", run.show, name="run"),
    path("en-cours/<uuid:run_id>/etat/", run.state, name="run-state"),
    path("en-cours/<uuid:run_id>/arreter/", run.stop, name="run-stop"),
    path("observations/<int:pk>/", observation.show, name="observation"),
    path("", include("reperes_web.pages.knowledge_urls")),
    path("projets/", page.show, name="projects"),
    path("projets/projets.csv", export.as_csv, name="projects-csv"),
    path("projets/projets.ods", export.as_ods, name="projects-ods"),
    path("compte/jetons/", tokens.show, name="tokens"),
    path("compte/jetons/<int:number>/revoquer/", tokens.revoke, name="token-revoke"),
    path("", include("reperes_web.api.urls")),
    path("observations/<int:pk>/fichier.<slug:extension>", files.file, name="observation-file"),
    path("observations/<int:pk>/lectures/<slug:reading>/", reading.show, name="reading"),
    path("observations/<int:pk>/lectures/<slug:reading>/corriger/", reading.correct, name="correct"),
    path("observations/<int:pk>/lectures/<slug:reading>/ajouter/", reading.add, name="add-evidence"),
    path(
        "observations/<int:pk>/lectures/<slug:reading>/retirer/<slug:kind>/<int:which>/",
        reading.withdraw,
        name="withdraw",
    ),
    path("administration/", administration.edit, name="profile"),
    path("observations/<int:pk>/conseil/", advice.ask, name="advise"),
    path("conseils/<int:pk>/", advice.show, name="advice"),
    path("conseils/<int:pk>/modifier/", advice.change, name="advice-change"),
    path("conseils/<int:pk>/date/", advice.set_day, name="advice-day"),
    path("conseils/<int:pk>/reponses/", advice.answer, name="advice-answer"),
    path("conseils/<int:pk>/comparer/", advice.compare, name="advice-compare"),
    path("conseils/<int:pk>/supprimer/", advice.delete, name="advice-delete"),
    path("conseils/<int:pk>/fichier.<slug:extension>", advice.file, name="advice-file"),
    path("", include("reperes_web.accounts.urls")),
    path("langue/", set_language, name="language"),
]

handler400 = "reperes_web.pages.errors.bad_request"
handler403 = "reperes_web.pages.errors.forbidden"
handler404 = "reperes_web.pages.errors.not_found"
handler500 = "reperes_web.pages.errors.broken"
