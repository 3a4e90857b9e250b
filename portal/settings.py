"""Settings, all from environment variables.

PORTAL_MODE is production (the default), demo or test. Production refuses to start without
SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

MODE = env.str("PORTAL_MODE", "production")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
VERSION = "0.1.0"

if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is “{MODE}”. It must be production, demo or test.")
NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
if PRODUCTION and (missing := [name for name in NEEDED if not env.str(name, "").strip()]):
    raise ImproperlyConfigured(f"Production needs {', '.join(missing)}. Set them and start again.")

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
    "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=3000"
    " -c idle_in_transaction_session_timeout=15000",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing a person needs may depend on the broker: sessions live in the database.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

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
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# The council's own: another county changes these, never the code.
COUNCIL_NAME = env.str("COUNCIL_NAME", "Leicestershire County Council")
SERVICE_NAME = env.str("SERVICE_NAME", "Parish Enquiries")
COUNCIL_LOGO = env.str("COUNCIL_LOGO", "")
COUNCIL_COLOUR = env.str("COUNCIL_COLOUR", "#00594f")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
CONTACT_PHONE = env.str("CONTACT_PHONE", "0116 305 0001")
EMERGENCY_PHONE = env.str("EMERGENCY_PHONE", "0116 305 0001")
PHASE = env.str("PHASE", "Pilot")
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
CLOSE_OF_BUSINESS = env.str("CLOSE_OF_BUSINESS", "17:00")

# Letters
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "file:" if not PRODUCTION else "smtp://localhost:25")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", f"{SERVICE_NAME} <parish-enquiries@example.org>")
MESSAGE_ID_DOMAIN = env.str("MESSAGE_ID_DOMAIN", "parish-enquiries.example.org")

# Workers. The outbox row is the truth; the broker only wakes a worker up.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "redis://localhost:6379/0")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_BEAT_CRON_STARTING_DEADLINE = 300
# A turn that no worker took in time lapses: a night of them would hold up the next.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 60)}}
    for name, task, seconds in (
        ("drain the outbox", "post.tasks.drain", 15),
        ("invite to surveys", "enquiries.surveys.tasks.invite", 20),
        ("sweep deadlines", "enquiries.tasks.sweep_deadlines", 60),
        ("daily digests", "enquiries.tasks.daily", 900),
        ("beat is alive", "portal.tasks.beat_heartbeat", 30),
    )
}

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
