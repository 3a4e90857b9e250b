"""Settings of the post: how letters leave, and where what comes back is read."""

import re
from ipaddress import ip_address
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from .council import SERVICE_NAME
from .ground import BASE_DIR, PRODUCTION, env

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "file:" if not PRODUCTION else "smtp://localhost:25")
if "EMAIL_BACKEND" not in EMAIL_CONFIG:
    raise ImproperlyConfigured("EMAIL_URL must begin with submission:, smtp:, console: or file:.")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
# Seconds. Without it a silent server holds a worker for ever.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", f"{SERVICE_NAME} <parish-enquiries@example.org>")
MESSAGE_ID_DOMAIN = env.str("MESSAGE_ID_DOMAIN", "parish-enquiries.example.org")


# GOV.UK Notify instead of SMTP: a key chooses it. The template holds ((subject)) and ((body)).
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env.str("NOTIFY_TEMPLATE_ID", "")
# Replies go to the default of Notify's own settings unless this names another of its addresses.
NOTIFY_REPLY_TO_ID = env.str("NOTIFY_REPLY_TO_ID", "")
NOTIFY_CALLBACK_TOKEN = env.str("NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_URL = env.str("NOTIFY_URL", "https://api.notifications.service.gov.uk")

# What comes back. Blank means that no mailbox is read. An address such as post@example.org is
# written as post+token@example.org: the token says which letter, or which case and person.
INBOX_URL = env.str("INBOX_URL", "")
REPLY_ADDRESS = env.str("REPLY_ADDRESS", "")
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", "")
# The name by which the server that takes our mail in signs its Authentication-Results. Blank: it
# is not asked, and the token in the address and the sender's own address must do.
AUTHENTICATION_RESULTS = env.str("AUTHENTICATION_RESULTS", "")

# A worker tries links of briefings to other websites. Off, so that nothing leaves but letters.
CHECK_LINKS = env.bool("CHECK_LINKS", False)


def on_this_machine(host: str) -> bool:
    """Say whether letters to this host never pass a network."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def trouble_with_smtp() -> str:
    """Letters are personal: between machines they travel encrypted or not at all."""
    safe = EMAIL_USE_TLS or EMAIL_USE_SSL or on_this_machine(EMAIL_HOST or "localhost")
    if safe or not EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return ""
    return (
        f"Production sends no letters in the clear. Write EMAIL_URL as "
        f"submission://{EMAIL_HOST} or smtp://{EMAIL_HOST}?ssl=True and start again."
    )


def trouble_with_notify() -> str:
    if not re.search(r"[0-9a-f-]{36}-[0-9a-f-]{36}$", NOTIFY_API_KEY):
        return "NOTIFY_API_KEY is not a key of GOV.UK Notify. Copy it whole and start again."
    if not is_uuid(NOTIFY_TEMPLATE_ID):
        return "NOTIFY_TEMPLATE_ID is not the number of a template. Set it and start again."
    if not NOTIFY_URL.startswith("https://"):
        return "NOTIFY_URL must begin with https://. Set it and start again."
    return ""


def trouble_with_sender() -> str:
    """With a sender that is none every letter would be refused for good."""
    fits = re.search(r"(^|<)[^\s<>@,]+@[^\s<>@,]+>?$", DEFAULT_FROM_EMAIL)
    return (
        "" if fits else "FROM_EMAIL holds no address. Write it as Name <address>, or the address."
    )


def trouble_with_line() -> str:
    return trouble_with_notify() if NOTIFY_API_KEY else trouble_with_smtp()


if PRODUCTION and (trouble := trouble_with_line() or trouble_with_sender()):
    raise ImproperlyConfigured(trouble)
