"""Django's settings, all from the environment; `samtycke up` sets what is needed on one machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def trial(written: str) -> tuple[int, int]:
    """How many a day and in all, of ``10/100``; none of ``off``.

    Raises:
        ValueError: it is neither.
    """
    if written == "off":
        return 0, 0
    a_day, in_all = written.split("/")
    return int(a_day), int(in_all)


PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SAMTYCKE_DATA", "samtycke-data"))

DEBUG = False
# Without a key of its own each process would sign with another: `up` makes one and hands it to all.
SECRET_KEY = os.environ.get("SAMTYCKE_SECRET_KEY") or secrets.token_urlsafe(50)
URL = os.environ.get("SAMTYCKE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [URL]
SHORT_URL = os.environ.get("SAMTYCKE_SHORT_URL", "") or URL
"""Where the link of a way out leads: the same program under a short domain, since every letter of it is paid for."""
ALLOWED_HOSTS = [
    *("localhost", "127.0.0.1", "[::1]", "testserver"),
    *(urlsplit(url).hostname or "" for url in (URL, SHORT_URL)),
    *(name for name in os.environ.get("SAMTYCKE_HOSTS", "").split(",") if name),
]
"""This machine's names, by which `up` and whatever watches the program ask; those people use; and further ones."""

PROXIES = int(os.environ.get("SAMTYCKE_PROXIES", "0"))
"""How many proxies of ours stand before the program: so many of the last addresses in X-Forwarded-For are theirs to
say. Without any, the header is anybody's to write and is not read."""
HOUSE = os.environ.get("SAMTYCKE_HOUSE", "")
"""The slug of the organisation that runs this installation and answers the public's questions; empty: the oldest."""

SIGNUP_OPEN = os.environ.get("SAMTYCKE_SIGNUP", "open") == "open"
"""Whether anybody may make a test account at /signup: ``open``, or ``closed``. Its texts never leave the simulator, but
for those to their own confirmed phone (TRIAL)."""

PHONE_URL = os.environ.get("SAMTYCKE_PHONE_URL", "")
"""Where the simulator's handsets answer; empty where it does not run."""
WITNESS_URL = os.environ.get("SAMTYCKE_WITNESS_URL", "")
"""Where the heads of the ledgers are sent, so that somebody else has noted them; empty: nowhere."""
JOURNAL = Path(os.environ.get("SAMTYCKE_JOURNAL", "") or DATA / "journal")
"""The folder in which every no, block and erasure is written once more, outside the database; best on another disk."""
CARRIERS = dict(pair.split("=", 1) for pair in os.environ.get("SAMTYCKE_CARRIERS", "").split() if pair)
"""name=URL pairs: ``phone=smpp://system:secret@127.0.0.1:2775?window=200``."""
TRIAL = trial(os.environ.get("SAMTYCKE_TRIAL", "10/100"))
"""How many texts a test account may really send to its people's own confirmed phones, a day and in all; or ``off``."""
TRIAL_SENDER = os.environ.get("SAMTYCKE_TRIAL_SENDER", "Samtycke")
"""Who those are from: a name that the carrier has let through for this installation, since a test account has none."""
TRIAL_CARRIER = os.environ.get("SAMTYCKE_TRIAL_CARRIER", "") or next(
    (one for one in CARRIERS if one != "phone"), "phone"
)
"""By whom they leave: the first carrier that is not the simulator."""

ROOMS = ["organisations", "ledger", "gate", "intake", "campaigns", "dispatch", "rights"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
    *(f"samtycke.{room}" for room in ROOMS),
]
AUTH_USER_MODEL = "organisations.Staff"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "samtycke.web.frame.headers.StrictHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "samtycke.web.frame.session.EndsByItself",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "samtycke.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samtycke.web.frame.context.frame",
            ],
            "builtins": ["samtycke.web.parts.tags"],
            "libraries": {"guide": "samtycke.web.public.guide.claims"},
        },
    }
]


def database(url: str, *, role: str) -> dict[str, Any]:
    """Django's description of a postgresql:// URL, acting as one of the two roles.

    The user of the URL is that role itself or a member of it.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if parts.username != role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASE_ROLE = os.environ.get("SAMTYCKE_DATABASE_ROLE", "samtycke_app")
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", "postgresql://samtycke_app@127.0.0.1/samtycke"), role=DATABASE_ROLE
    )
}

SMTP_URL = os.environ.get("SAMTYCKE_SMTP_URL", "")
"""``smtp://user:password@host:587?from=samtycke@example.se`` (``smtps://`` for TLS from the first byte); without it no
e-mail is sent, and none is promised."""
_SMTP = urlsplit(SMTP_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP_URL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "", _SMTP.port or (465 if _SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_SSL = _SMTP.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and _SMTP.hostname not in ("localhost", "127.0.0.1")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = dict(parse_qsl(_SMTP.query)).get("from", "samtycke@localhost")

USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from where they lie: nothing is collected
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (f"{_VALIDATION}.UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        (f"{_VALIDATION}.MinimumLengthValidator", {"min_length": 12}),
        ("samtycke.organisations.passwords.AtMost128", {}),
        ("samtycke.organisations.passwords.NotGuessed", {}),
    )
]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")]
"""Argon2id. A password that was kept by the second is kept by the first when its owner next signs in."""
SESSION_COOKIE_AGE = 12 * 60 * 60
"""A day's work. Nobody is signed in for weeks on a machine that others use."""
IDLE_SECONDS = max(1, int(os.environ.get("SAMTYCKE_IDLE_MINUTES", "30"))) * 60
"""Who has given no sign of life for so long is signed out; somebody who writes gives one."""
_HOST = "__Host-" if URL.startswith("https://") else ""
"""Before a cookie's name it binds the cookie to this very host, over https (RFC 6265bis § 4.1.3.2)."""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
CSRF_FAILURE_VIEW = "samtycke.web.frame.held.csrf_failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "samtycke.web.staff.login.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # invitations and sign-up confirm the address before there is an account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays; every other is signed out by the changed password
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Its own limits count in the cache of one process; ours count in the database, for all of them: login/limits.py.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "samtycke.web.staff.login.adapters.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_FORMS = {
    "authenticate": "samtycke.web.staff.login.codes.SecondStepForm",
    "reauthenticate": "samtycke.web.staff.login.codes.AgainForm",
}
MFA_TOTP_ISSUER = "Samtycke"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = URL.startswith("http://")  # a machine of one's own: http://localhost

OIDC_URL = os.environ.get("SAMTYCKE_OIDC_URL", "")
"""Where the organisation's identity provider says who it is (its issuer): then staff may sign in there. Whoever signs
in must have an account here with the same, confirmed address; none is made."""
SOCIALACCOUNT_ADAPTER = "samtycke.web.staff.login.adapters.Elsewhere"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that is answered by another site is stopped by our content security policy
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("SAMTYCKE_OIDC_NAME", "SSO"),
                "client_id": os.environ.get("SAMTYCKE_OIDC_CLIENT", ""),
                "secret": os.environ.get("SAMTYCKE_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ],
    }
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = URL.startswith("https://")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = URL.startswith("https://")
SECURE_SSL_REDIRECT = PROXIES > 0 and URL.startswith("https://") and SHORT_URL.startswith("https://")
"""Whom our own proxy says was asked for without TLS is sent to https, but for those on the machine who watch it."""
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
"""What our own proxy says of how it was asked; without one the header is anybody's to write."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 200 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "samtycke.ops.log_lines.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SAMTYCKE_LOG", "WARNING")},
    "loggers": {"samtycke.sign_in": {"level": "INFO"}},
}
