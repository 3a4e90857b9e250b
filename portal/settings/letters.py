"""Settings of the post: how letters leave, and where what comes back is read."""

from .council import SERVICE_NAME
from .ground import BASE_DIR, PRODUCTION, env

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


# GOV.UK Notify instead of SMTP: a key chooses it. The template holds ((subject)) and ((body)).
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env.str("NOTIFY_TEMPLATE_ID", "")
NOTIFY_CALLBACK_TOKEN = env.str("NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_URL = env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk")

# What comes back. Blank means that no mailbox is read. An address such as post@example.org is
# written as post+token@example.org: the token says which letter, or which case and person.
INBOX_URL = env.str("INBOX_URL", "")
REPLY_ADDRESS = env.str("REPLY_ADDRESS", "")
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")
