"""The time of day as people say it, whatever zone the instant came in."""

from datetime import UTC, datetime

import pytest

from govuk.times import clock, moment


@pytest.mark.parametrize(
    ("instant", "said"),
    [(datetime(2026, 11, 18, 0, 5, tzinfo=UTC), "12:05am"),
     (datetime(2026, 11, 18, 12, 0, tzinfo=UTC), "12:00pm"),
     (datetime(2026, 7, 1, 11, 30, tzinfo=UTC), "12:30pm"),
     (datetime(2026, 11, 18, 18, 23, tzinfo=UTC), "6:23pm")],
)  # fmt: skip
def test_a_time_of_day_has_no_full_stops(instant, said):
    assert clock(instant) == said


def test_a_summer_night_is_the_next_day_here():
    assert moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026, 12:30am"
