"""The one settings file. Everything that differs between machines is read from the environment by the three readers below.

Without DATABASE_URL this is a laptop: a private PostgreSQL starts by itself, and nothing else need be set.
With DATABASE_URL this is a site: SECRET_KEY and SITE_URL must be set, and https is required.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pgtrigger
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name).strip().lower()
    if value not in ("", "0", "1", "false", "true", "no", "yes", "off", "on"):
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to 1 or 0.")
    return value in ("1", "true", "yes", "on") if value else default


def env_list(name: str, default: list[str]) -> list[str]:
    return [part.strip() for part in env_str(name).split(",") if part.strip()] or default


DATABASE_URL = env_str("DATABASE_URL")
LAPTOP = not DATABASE_URL


def _database() -> dict:
    if LAPTOP:
        try:
            from newsroom import localpg
        except ImportError as error:  # no fcntl on Windows
            raise ImproperlyConfigured("On Windows use WSL, or set DATABASE_URL to a PostgreSQL 15 or newer.") from error
        try:
            return localpg.LocalPostgres(env_str("LOCALPG_PROFILE", "dev")).ensure()
        except localpg.LocalPostgresError as error:
            raise ImproperlyConfigured(str(error)) from error
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        info = conninfo_to_dict(DATABASE_URL)  # libpq's own parser: sockets, sslmode and options all work
    except ProgrammingError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read: write postgres://user:password@host:5432/name.") from error
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: info.pop(key, "") for key, name in names.items()},
        # The time-out turns an exhausted pool into a quick error instead of a hang.
        "OPTIONS": {**info, "pool": {"min_size": 1, "max_size": 8, "timeout": 5}},
    }


DEBUG = env_bool("DEBUG", default=LAPTOP)
SECRET_KEY = env_str("SECRET_KEY", "for this laptop only: the database takes no connection from outside" if LAPTOP else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("DATABASE_URL is set but SECRET_KEY is not: set SECRET_KEY to 50 or more random characters.")
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000" if LAPTOP else "https://localhost").rstrip("/")
SITE_NAME = env_str("SITE_NAME", "Hustings")
PUBLISHER = env_str("PUBLISHER", SITE_NAME)
PUBLISHER_ADDRESS = env_str("PUBLISHER_ADDRESS")
CONTACT_EMAIL = env_str("CONTACT_EMAIL")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if LAPTOP else [urlsplit(SITE_URL).hostname or ""])
HTTPS = env_bool("HTTPS", default=not LAPTOP)

DATABASES = {"default": _database()}

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "elections.apps.ElectionsConfig",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "axes",
    "elections.apps.DeskConfig",  # django.contrib.admin with our own first page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # who, and at which address, beside every audited row
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [  # none of them asks the database on a public page
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Sign-in. Five failures for one name from one address close the door for a quarter of an hour.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "admin:index"  # where an address to go on to is not ours
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)  # asked for the user on a GET, a public page would vary by cookie
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True

# What a browser may do with our pages. No nonce: a page with one could not be cached for everybody.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS and env_bool("BEHIND_PROXY", default=False):  # only where a proxy sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
