"""Settings, read from the environment.

=====================  =========================================================================
``DATABASE_URL``       the application's own role on a PostgreSQL server; absent: the embedded one
``DATABASE_OWNER_URL`` the role that owns the tables; only ``sightline migrate`` uses it
``SIGHTLINE_SECRET``   the secret key, at least 40 characters (embedded: made once and kept)
``SIGHTLINE_HOSTS``    host names that this server answers to, with commas
``SIGHTLINE_AUTHORITY`` the council's name, as it stands on every page
``SIGHTLINE_AUTHORITY_CODE`` its three-digit code, as it stands in the returns
``SIGHTLINE_OIDC_*``   ``URL``, ``CLIENT_ID``, ``SECRET``, ``NAME``: single sign-on
``SIGHTLINE_DEMO``     ``1``: the invented council with its open sign-in page. Embedded database only.
=====================  =========================================================================
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pghistory
import pgtrigger
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from sightline.config import embedded

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DEMO = os.environ.get("SIGHTLINE_DEMO") == "1"
AS_OWNER = os.environ.get("SIGHTLINE_DB_ROLE") == "owner"
AUTHORITY = os.environ.get("SIGHTLINE_AUTHORITY", "Wexcombe Council" if DEMO else "Your council")
AUTHORITY_CODE = os.environ.get("SIGHTLINE_AUTHORITY_CODE", "999" if DEMO else "")
DEBUG = os.environ.get("SIGHTLINE_DEBUG") == "1"
SERVING = os.environ.get("SIGHTLINE_SERVING") == "1"

if DATABASE_URL and DEMO:
    raise ImproperlyConfigured(
        "SIGHTLINE_DEMO=1 opens a sign-in page without passwords, so it never runs on a named DATABASE_URL. "
        "Unset one of the two."
    )
if DATABASE_URL and DEBUG and SERVING:
    raise ImproperlyConfigured("SIGHTLINE_DEBUG=1 shows records in error pages. Unset it to serve DATABASE_URL.")


ONE_PROCESS = "-c max_parallel_workers_per_gather=0"
"""A page's questions are short: starting helpers for them costs PostgreSQL more than they save."""


def _database() -> dict[str, Any]:
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
    if not DATABASE_URL:
        name = os.environ.get("SIGHTLINE_DATABASE", "sightline")
        place = embedded.start(database=name)
        user = embedded.OWNER if AS_OWNER else embedded.APPLICATION
        return common | {"NAME": name, "USER": user, "HOST": str(place.socket), "OPTIONS": {"options": ONE_PROCESS}}
    url = os.environ.get("DATABASE_OWNER_URL", "") if AS_OWNER else DATABASE_URL
    if not url:
        raise ImproperlyConfigured(
            "Migrations run as the role that owns the tables. Set DATABASE_OWNER_URL to that role's address."
        )
    parts = conninfo_to_dict(url)
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database = common | {setting: parts.pop(part) for part, setting in named.items() if part in parts}
    return database | {"OPTIONS": {"options": ONE_PROCESS} | parts}


def _secret() -> str:
    secret = os.environ.get("SIGHTLINE_SECRET", "")
    if not DATABASE_URL:
        return secret or embedded.secret_key(embedded.default_place())
    if SERVING and len(secret) < 40:
        raise ImproperlyConfigured(
            "Set SIGHTLINE_SECRET to a secret of this server's own, at least 40 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret or "only-for-commands-that-serve-nothing"


DATABASES = {"default": _database()}
SECRET_KEY = _secret()
ALLOWED_HOSTS = [h for h in os.environ.get("SIGHTLINE_HOSTS", "127.0.0.1,localhost").split(",") if h]
LOCAL = not DATABASE_URL  # served on this machine, over plain HTTP

INSTALLED_APPS = [
    "sightline.design",
    "sightline.record",
    "sightline.access",
    "sightline.clocks",
    "sightline.forms",
    "sightline.stages.front_door",
    "sightline.stages.assessment",
    "sightline.stages.child_in_need",
    "sightline.stages.protection",
    "sightline.stages.court",
    "sightline.stages.casework",
    "sightline.oversight",
    "sightline.returns",
    "sightline.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sightline.access.middleware.SignedIn",
]

ROOT_URLCONF = "sightline.config.urls"
WSGI_APPLICATION = "sightline.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sightline.desk.furniture.furniture",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# History (record/history.py): statement-level triggers, four times as fast in bulk as row-level ones.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False, related_name="+")

STATIC_URL = "/static/"
STATICFILES_DIRS = [CHECKOUT / "build/static"] if (CHECKOUT / "build/static").exists() else []
WHITENOISE_USE_FINDERS = True
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Who is who
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sightline.access.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sightline.access.sign_in.SingleSignOnAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "sightline.access.forms.SignIn",
    "reauthenticate": "sightline.access.forms.Again",
    "change_password": "sightline.access.forms.ChangePassword",
    "reset_password_from_key": "sightline.access.forms.ChoosePassword",
}
# A whole council may come from one address at nine o'clock: what is limited tightly is each account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("SIGHTLINE_BEHIND_PROXY") == "1" else 0
MFA_ADAPTER = "sightline.access.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sightline.access.forms.SecondFactor",
    "reauthenticate": "sightline.access.forms.SecondFactorAgain",
    "activate_totp": "sightline.access.forms.SetUpApp",
    "add_webauthn": "sightline.access.forms.AddPasskey",
    "edit_webauthn": "sightline.access.forms.NamePasskey",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sightline"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
OIDC = {name: os.environ.get(f"SIGHTLINE_OIDC_{name}", "") for name in ("URL", "CLIENT_ID", "SECRET", "NAME")}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC["NAME"] or "your council account",
                "client_id": OIDC["CLIENT_ID"],
                "secret": OIDC["SECRET"],
                "settings": {"server_url": OIDC["URL"]},
            }
        ]
        if OIDC["URL"]
        else [],
    }
}
CACHES = {  # sign-in limits must count across all web workers
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# The session, and the browser's orders
IDLE_SECONDS = int(os.environ.get("SIGHTLINE_IDLE_SECONDS", "1200"))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
CSRF_USE_SESSIONS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SIGHTLINE_BEHIND_PROXY") == "1" else None
)
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("127.0.0.1", "localhost")]
_single_sign_on = f"https://{urlsplit(OIDC['URL']).netloc}" if OIDC["URL"] else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF] + ([_single_sign_on] if _single_sign_on else []),
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sightline": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
