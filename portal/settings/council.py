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
# So long after an officer last looked at a case we no longer say that she has it open.
OPENING_MINUTES = env.int("OPENING_MINUTES", 15)

# The map on “Where is it?” shows outlines only, until there are tiles the council may use:
# https://tiles.example.org/{z}/{x}/{y}.png, and what their owner wants to be said on the map.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
# Where an officer may look a spot up, with {lat} and {lon}. Nothing is linked while this is blank.
MAP_LINK_URL = env.str("MAP_LINK_URL", "")

# Under which licence anybody may use the catalogue of schemes, and where its text is.
CATALOGUE_LICENCE = env.str("CATALOGUE_LICENCE", "Open Government Licence v3.0")
CATALOGUE_LICENCE_URL = env.str(
    "CATALOGUE_LICENCE_URL",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
