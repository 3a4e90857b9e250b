"""Settings, all from environment variables.

PORTAL_MODE is production (the default), demo or test. Production refuses to start without
SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL.
"""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .council import *  # noqa: F403
from .ground import *  # noqa: F403
from .ground import BASE_DIR, MODE, PRODUCTION, env
from .letters import *  # noqa: F403
from .workers import *  # noqa: F403

VERSION = "0.1.0"

# What stands here as a default is never reached in production.
SECRET_KEY = env.str("SECRET_KEY", "only-for-demo-and-test-never-in-production-0123456789")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])
DATABASE_URL = env.str("DATABASE_URL", "postgres:///portal")
DEBUG = False

INSTALLED_APPS = [
    "portal",
    "consistency",
    "briefings",
    "enquiries.surveys",
    "enquiries",
    "enquiries.deadlines",
    "schemes",
    "parishes",
    "accounts",
    "post",
    "govuk",
    "axes",
    "crispy_forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.health.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.Shared",
    "portal.middleware.Now",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.NoStore",
    "portal.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["govuk.templatetags.govuk"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.brand",
            ],
        },
    }
]

# PostgreSQL is the database. Time-outs: reliability before patience.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", DATABASE_URL)}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", 8000)
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    # The post asks the server to keep a few statements ready. None: a pooler that cannot.
    "prepare_threshold": 5 if env.bool("PREPARED_STATEMENTS", True) else None,
    "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=3000"
    " -c idle_in_transaction_session_timeout=15000",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing a person needs may depend on the broker: sessions live in the database.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCMEM},
    # Public pages, made once a minute; each test sees its own.
    "pages": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if MODE == "test" else LOCMEM,
        "LOCATION": "pages",
    },
    # Teams, kinds and parishes that lists can be narrowed by, read once a minute; the same.
    "filters": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if MODE == "test" else LOCMEM,
        "LOCATION": "filters",
    },
}

# How many proxies of ours a request passes; each adds to X-Forwarded-For what it saw.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Lock the pair of name and address, so that nobody can lock another person out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# What a person was writing when her session ended passes through the sign-in form.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "carried"]

# Time: stored in UTC, counted in Europe/London.
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_STORAGE_PRODUCTION = "govuk.static_storage.Storage"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": STATICFILES_STORAGE_PRODUCTION
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "var" / "media")
# Room for a megabyte in each field, so that far too much text comes back beside its field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "enquiries.uploads.PatientUploadHandler",
]
# unix:/path or tcp://host:port of a clamd that looks at every file first. Blank: none does.
CLAMD_URL = env.str("CLAMD_URL", "")
if CLAMD_URL and not CLAMD_URL.startswith(("unix:/", "tcp://")):
    raise ImproperlyConfigured("CLAMD_URL must begin with unix:/ or tcp://.")

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Headers
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TEMPLATE_SCRIPT_HASH = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, TEMPLATE_SCRIPT_HASH],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = dict.fromkeys(("camera", "geolocation", "microphone", "payment", "usb"), ())
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if env.bool("BEHIND_TLS_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

WARNINGS = {"level": "WARNING"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.logs.Line", "fmt": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # What goes well every few seconds would hide the rest; the web server logs each request.
    "loggers": {
        **dict.fromkeys(("celery.app.trace", "celery.worker.strategy", "axes"), WARNINGS),
        "django.request": {"level": "ERROR"},
    },
}
