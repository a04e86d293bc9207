"""The one settings file, driven by the environment. The table of variables is in README.md; whatever is wrong stops the start."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from cabinet_rgpd.history.anchors.configuration import authority
from cabinet_rgpd.lib.secret import secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# -- Secrets and addresses ---------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/")
if PUBLIC_URL and urlsplit(PUBLIC_URL).scheme not in ("http", "https"):
    raise ImproperlyConfigured("PUBLIC_URL must start with http:// or https://")
SECURE_ADDRESS = PUBLIC_URL.startswith("https://")

SECRET_KEY = secret_key(given=env.str("SECRET_KEY", default=""), file=VAR_DIR / "secret_key")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname)
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
#: How many proxies of ours stand in front: decides whether X-Forwarded-For and X-Forwarded-Proto are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# -- Applications ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "bootstrap",
    "simple_history",
    "cabinet_rgpd.history",
    "cabinet_rgpd.mail",
    "cabinet_rgpd.structures",
    "cabinet_rgpd.psc",
    "cabinet_rgpd.documents",
    "cabinet_rgpd.evidence",
    "cabinet_rgpd.jobs",
    "registry",
    "registry.inspection",
    "registry.desk",
    "patients_info",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cabinet_rgpd.structures.middleware.SignedInByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cabinet_rgpd.structures.middleware.PrivatePagesMiddleware",
]

ROOT_URLCONF = "cabinet_rgpd.urls"
WSGI_APPLICATION = "cabinet_rgpd.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cabinet_rgpd.structures.navigation.context",
            ],
            "builtins": ["cabinet_rgpd.structures.templatetags.words"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- Database ----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cabinet.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that reads then writes takes the write lock at once, instead of failing half-way.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each thread keeps a connection of its own: a small cache in each, since the system caches the file for all.
        "cached_statements": 24,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-512;"
        ),
    }
    _database["CONN_MAX_AGE"] = None
else:
    _database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}}
    if SECURE_ADDRESS and _database.get("PASSWORD", "") in ("", "postgres", "password", "changeme", "cabinet"):
        raise ImproperlyConfigured("DATABASE_URL holds a default password: choose one of your own.")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_table"}}

# -- Accounts and sessions (security.md: sign-in) ------------------------------------------------------------------------

AUTH_USER_MODEL = "structures.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cabinet_rgpd.structures.passwords.DressedUpPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "cabinet_rgpd.structures.adapters.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds during which a sign-in counts as fresh
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey is two proofs when the device asks who holds it
MFA_TOTP_ISSUER = "Cabinet RGPD"
MFA_TOTP_TOLERANCE = 1  # one period of thirty seconds: telephones are rarely on time
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

#: Pro Santé Connect, by configuration: the issuer exactly as its own configuration names it. Empty: no trace of it.
PSC_ISSUER = env.str("PSC_ISSUER", default="").rstrip("/")
#: Where the browser is sent, when that is not where the issuer is: our pages let forms lead there.
PSC_AUTHORIZATION_ORIGIN = env.str("PSC_AUTHORIZATION_ORIGIN", default="").rstrip("/") or PSC_ISSUER
SOCIALACCOUNT_ADAPTER = "cabinet_rgpd.psc.adapters.PscSocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {}
if PSC_ISSUER:
    if urlsplit(PSC_ISSUER).scheme != "https" and urlsplit(PSC_ISSUER).hostname != "localhost":
        raise ImproperlyConfigured("PSC_ISSUER must start with https://")
    SOCIALACCOUNT_PROVIDERS["psc"] = {
        "APP": {
            "client_id": env.str("PSC_CLIENT_ID"),
            "secret": env.str("PSC_CLIENT_SECRET"),
            "settings": {
                "server_url": PSC_ISSUER,
                "scope": ["openid", "scope_all"],
                "auth_params": {"acr_values": "eidas1"},
            },
        }
    }

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cabinet_rgpd.structures.errors.csrf_failure"

# -- Time stamps (proof.md §1, level 2: the only outgoing call, off unless an address is given) ---------------------------

TIMESTAMP_AUTHORITY = authority(env)

# -- Pages -------------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SECURE_ADDRESS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_ADDRESS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_ADDRESS
SECURE_HSTS_PRELOAD = SECURE_ADDRESS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _origin(address):
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A form of ours may lead to the provider of identities, when there is one.
        "form-action": ["'self'", *([_origin(PSC_AUTHORIZATION_ORIGIN)] if PSC_ISSUER else [])],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
#: Evidence files: the largest one kept, and all those of a structure together.
EVIDENCE_MAX_BYTES = env.int("EVIDENCE_MAX_MB", default=10) * 1_000_000
EVIDENCE_QUOTA_BYTES = env.int("EVIDENCE_QUOTA_MB", default=500) * 1_000_000
FILE_UPLOAD_HANDLERS = ["cabinet_rgpd.evidence.uploads.BoundedUploadHandler"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
ASSETS_DIR = VAR_DIR / "assets"
ASSETS_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", ASSETS_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# -- Language and time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# -- Mail and logs -------------------------------------------------------------------------------------------------------

EMAIL_CONFIGURED = bool(env.str("EMAIL_URL", default=""))
if EMAIL_CONFIGURED:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
#: Seconds that the mail server has to answer each step.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="cabinet-rgpd@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"utc": {"()": "cabinet_rgpd.lib.logs.UtcOneLineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "utc"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "fontTools": {"level": "WARNING"},
    },
}
