"""The application, as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Accounts, teams, projects, runs and what people say of them."""

    name = "reperes_web"
    label = "reperes_web"
    default_auto_field = "django.db.models.BigAutoField"
