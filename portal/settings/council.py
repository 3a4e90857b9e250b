"""The council's own: another county changes these, never the code."""

from .ground import env

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
