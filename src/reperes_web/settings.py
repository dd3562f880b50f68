"""Settings, all from the environment: `docs/en/administration.md` tells each of them."""

import os
from importlib.resources import files
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from reperes.people.store import home
from reperes_web.accounts import provider
from reperes_web.environment import flag, secret_key, whole, words

HOME = home()
FOLDER = HOME / "web"
FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
FOLDER.chmod(0o700)

ALONE = flag("REPERES_WEB_ALONE")
"""One person on the loopback interface: no sign-in, and paths of this machine may be observed."""

SECRET_KEY = os.environ.get("REPERES_WEB_SECRET_KEY") or secret_key(FOLDER)
DEBUG = False
ALLOWED_HOSTS = words("REPERES_WEB_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
if ALONE:
    # A page of the web could else name this machine and speak to it from the browser of its user.
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("REPERES_WEB_DATABASE") or f"sqlite:///{FOLDER / 'reperes.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "mozilla_django_oidc",
    "reperes_web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Outside what may break: errors are not to be framed either.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reperes_web.accounts.alone.AloneMiddleware",
    "reperes_web.middleware.PrivateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "reperes_web.middleware.ErrorsMiddleware",
]
ROOT_URLCONF = "reperes_web.urls"
WSGI_APPLICATION = "reperes_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "reperes_web.templating.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "reperes_web.templating.around",
            ],
        },
    }
]

AUTH_USER_MODEL = "reperes_web.Account"
OPENID = provider.of(os.environ)
"""The OpenID provider where people sign in, if there is one."""
PASSWORDS = flag("REPERES_WEB_PASSWORDS", default=True) or OPENID is None
"""Whether one may sign in with a password kept here."""
AUTHENTICATION_BACKENDS = [
    *(["reperes_web.accounts.openid.Backend"] if OPENID else []),
    *(["django.contrib.auth.backends.ModelBackend"] if PASSWORDS else []),
]
if OPENID:
    globals().update(provider.settings(OPENID))
_CHECKS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_CHECKS}UserAttributeSimilarityValidator"},
    {"NAME": f"{_CHECKS}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_CHECKS}CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
"""How long a one-time link to choose a password lives, in seconds."""
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("REPERES_WEB_TIME_ZONE") or "Europe/Paris"
"""Where « today » is."""

STATIC_URL = "static/"
STATICFILES_DIRS = [("report", str(files("reperes.report") / "static"))]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 30 * 24 * 3600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        # Browsers hold the redirection that follows a form to it too: signing out goes on to the provider.
        "form-action": [SELF, *(provider.origins(OPENID) if OPENID else [])],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
HTTPS = flag("REPERES_WEB_HTTPS", default=not ALONE and bool(words("REPERES_WEB_HOSTS")))
"""Whether browsers come through https: then cookies go by it alone."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "reperes_web.pages.errors.form_refused"
BEHIND_PROXY = flag("REPERES_WEB_BEHIND_PROXY")
"""Whether a proxy of ours stands before the application: then what it says of who comes is believed."""
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS:
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in words("REPERES_WEB_HOSTS")]

RUNS_AT_ONCE = whole("REPERES_WEB_RUNS_AT_ONCE", 3)
RUNS_A_DAY = whole("REPERES_WEB_RUNS_A_DAY", 100)
"""Bounds of one account: observations waiting or under way, and asked for in a day."""
LEASE_SECONDS = max(2, whole("REPERES_WEB_LEASE_SECONDS", 30))
"""How long a worker that says nothing keeps its run; it says something each second."""
WORKER_MIB = whole("REPERES_WEB_WORKER_MIB", 1024)
"""How much memory a worker may still hold after a run; beyond it, it begins anew."""
RUN_MINUTES = whole("REPERES_WEB_RUN_MINUTES", 60)
"""How long a run may last before it is stopped."""
CONTACT = os.environ.get("REPERES_WEB_CONTACT", "").strip()
"""Whom to write to about the service and personal data: an address, told on public pages."""
KEEP_FACTS_DAYS = whole("REPERES_WEB_KEEP_FACTS_DAYS", 90)
KEEP_RUNS_DAYS = whole("REPERES_WEB_KEEP_RUNS_DAYS", 365)
KEEP_ACCOUNTS_MONTHS = whole("REPERES_WEB_KEEP_ACCOUNTS_MONTHS", 0)
"""How long runs are kept, and accounts that nobody uses; 0 month is for ever."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"brief": {"()": "reperes_web.journal.Brief"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["brief"]}},
    "loggers": {
        "reperes_web": {"handlers": ["console"], "level": "INFO"},
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"handlers": ["console"], "level": "WARNING"},
    },
}
