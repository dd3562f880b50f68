"""The addresses of the knowledge, of comparisons, of questions and of the health page."""

from django.urls import path

from reperes_web.pages import compare, health, knowledge, questions

_OWN = {"droit", "catalogues", "glossaire"}

urlpatterns = [
    path("savoir/", knowledge.index, name="knowledge"),
    path("savoir/droit/", knowledge.law_at, name="knowledge-droit"),
    path("savoir/catalogues/", knowledge.catalogues, name="knowledge-catalogues"),
    path("savoir/glossaire/", knowledge.glossary, name="knowledge-glossaire"),
    *(
        path(f"savoir/{slug}/", knowledge.section, {"slug": slug}, name=f"knowledge-{slug}")
        for slug in knowledge.SECTIONS
        if slug not in _OWN
    ),
    path("savoir/<path:identifier>/", knowledge.item, name="knowledge-item"),
    path("observations/<int:pk>/comparer/", compare.choose, name="compare-choose"),
    path("observations/<int:pk>/comparer/<int:other>/", compare.compare, name="compare"),
    path("observations/<int:pk>/questions/", questions.questions, name="questions"),
    path("sante/", health.health, name="health"),
    path("sante/details/", health.details, name="health-details"),
]
