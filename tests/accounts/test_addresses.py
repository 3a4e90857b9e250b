"""A lock is on a name and an address; nobody may choose the address that is counted."""

import pytest
from django.test import RequestFactory

from accounts.addresses import client_address


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "'; DROP TABLE", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_our_proxies_wrote_is_believed(proxies, header, address, settings):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header})
    assert client_address(request) == address
