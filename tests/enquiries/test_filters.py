"""What lists can be narrowed by, kept for a minute: rows that hardly ever change."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enquiries.filters import Filters

pytestmark = pytest.mark.django_db
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "offers"}


def kinds_offered(user) -> str:
    return str(next(each for each in Filters({}, user).selects if each.name == "kind").options)


def test_what_is_on_offer_is_read_once_and_again_later(settings, kind, oscar):
    settings.CACHES = {**settings.CACHES, "filters": MEMORY}
    kinds_offered(oscar)
    type(kind).objects.update(name="Cars going too fast")
    with CaptureQueriesContext(connection) as queries:
        assert "Cars going too fast" not in kinds_offered(oscar)
    assert not queries.captured_queries
    caches["filters"].clear()
    assert "Cars going too fast" in kinds_offered(oscar)
