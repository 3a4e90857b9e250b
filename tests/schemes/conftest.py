"""The catalogue as it ships, and the people who look after it beside edith."""

import pytest

from accounts.models import User
from portal.reference.load import DATA, catalogue
from portal.reference.save import Report
from schemes.models import Scheme


@pytest.fixture
def catalogue_loaded(db) -> None:
    """The 51 schemes and what belongs to them, without parishes and calendars."""
    report = Report()
    for write, rows in catalogue(DATA):
        write(rows, report)


@pytest.fixture
def zebra(catalogue_loaded) -> Scheme:
    return Scheme.objects.whole().get(ref="XZ")


@pytest.fixture
def edgar(db) -> User:
    return User.objects.create_user("edgar@people.example", name="Edgar Editor", is_editor=True)
