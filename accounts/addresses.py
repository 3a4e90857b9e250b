"""Whose address a request comes from: only what a proxy of ours wrote is believed."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address that the outermost of our proxies saw, else the connection's own.

    Each proxy adds the address it saw to the right of X-Forwarded-For, so with n proxies of
    ours the n-th from the right is true, and what stands left of it is anybody's invention.
    """
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(seen) >= proxies and is_address(seen[-proxies].strip()):
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR") or None


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
