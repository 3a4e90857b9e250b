"""What every page shows: the council's name and look, and where this person can go."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.requests import Request, at_council
from accounts.sessions import sure_seconds
from post.workflows.addresses import rests


@dataclass(frozen=True)
class NavItem:
    text: str
    url: str
    active: bool


PUBLIC_NAV = [("A roads to Zebras", "schemes")]
OFFICER_NAV = [("My work", "my_work"), ("All enquiries", "all_enquiries")]
CLERK_NAV = [
    ("Home", "home"),
    ("All our enquiries", "our_enquiries"),
    ("Meeting report", "meeting_report"),
    ("Our council", "our_council"),
    ("Briefings", "briefings"),
    ("Meetings", "meetings"),
]
EDITOR_NAV = [("Schemes", "scheme_desk")]
COUNTY_NAV = [("Briefings", "briefing_desk"), ("Meetings", "meetings")]
MANAGER_NAV = [("Consistency", "consistency")]
ADMIN_NAV = [
    ("Post", "post_today"),
    ("Status", "status"),
    ("Calendar", "calendar"),
    ("Administration", "admin:index"),
]


def nav_for(user) -> list[tuple[str, str]]:
    """Return the pages a person has business with."""
    if not user.is_authenticated:
        return [*PUBLIC_NAV, ("Briefings", "briefings")]
    items = [] if user.works_for_county or user.is_editor else list(CLERK_NAV)
    items += EDITOR_NAV if user.is_editor or user.is_engineer else []
    items += OFFICER_NAV if user.is_officer else []
    items += PUBLIC_NAV
    items += MANAGER_NAV if user.is_manager else []
    items += COUNTY_NAV if user.works_for_county or user.is_editor else []
    items += ADMIN_NAV if user.is_staff else []
    return items


def addressed(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(text, reverse(name)) for text, name in items]


def address_at_rest(user):
    """Return what is known of a signed-in person's address if letters to it come back."""
    return rests(user.email) if user and user.is_authenticated else None


def brand(request: Request) -> dict:
    """Add branding, navigation and mode to every template."""
    user = getattr(request, "user", None)
    items = nav_for(user) if user else []
    return {
        "council_name": settings.COUNCIL_NAME,
        "service_name": settings.SERVICE_NAME,
        "council_logo": settings.COUNCIL_LOGO,
        "council_colour": settings.COUNCIL_COLOUR,
        "own_colour": settings.COUNCIL_COLOUR.lower() != "#00594f",
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
        "emergency_phone": settings.EMERGENCY_PHONE,
        "phase": settings.PHASE,
        "version": settings.VERSION,
        "demo": settings.DEMO,
        "at_council": at_council(request) if user and user.is_authenticated else {},
        # Asked for only by whole pages, and once.
        "session_seconds": sure_seconds() if user and user.is_authenticated else 0,
        "resting_address": SimpleLazyObject(lambda: address_at_rest(user)),
        "searches": bool(user and user.is_authenticated and user.works_for_county),
        "shortcuts": bool(user and user.is_authenticated and user.shortcuts),
        "searched": request.GET.get("q", "")[:200] if request.path == reverse("search") else "",
        "nav": [NavItem(text, url, request.path == url) for text, url in addressed(items)],
    }
