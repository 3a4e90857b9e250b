"""What the other settings stand on: the environment, the mode, and what production needs."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

MODE = env.str("PORTAL_MODE", "production")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"

if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is “{MODE}”. It must be production, demo or test.")
NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
if PRODUCTION and (missing := [name for name in NEEDED if not env.str(name, "").strip()]):
    raise ImproperlyConfigured(f"Production needs {', '.join(missing)}. Set them and start again.")
