"""What the portal does by itself, day by day: exactly which letters go out on exactly which day."""

from datetime import date, datetime, time, timedelta

import pytest

from enquiries import workflows
from enquiries.deadlines.calendars import service_calendar
from enquiries.deadlines.clock import LONDON, BeyondCalendar
from enquiries.deadlines.models import BankHoliday, ClosureDay, JobRun, Setting
from enquiries.models import Deadline, Event
from enquiries.workflows import sweeps
from post.models import Letter

pytestmark = pytest.mark.django_db
Stage = Deadline.Stage
HOURS = (time(0, 2), time(7, 59), time(8, 0), time(12, 0), time(16, 59), time(17, 1), time(23, 50))


def instant(day: date, hour: time = time(12)) -> datetime:
    return datetime.combine(day, hour, tzinfo=LONDON)


def rounds(first: date, last: date):
    """Yield the instants at which the beat comes round, here seven times a day."""
    day = first
    while day <= last:
        yield from (instant(day, hour) for hour in HOURS)
        day += timedelta(days=1)


def let_pass(first: date, last: date) -> None:
    """Let the days pass, with two beats; the second finds the round done, and does it again."""
    for at in rounds(first, last):
        for beat in (sweeps.sweep, sweeps.act):
            beat(now=at)
            sweeps.daily(now=at)


def sent(**which) -> list[tuple[str, str, str]]:
    """Return (day and hour in London, letter, mailbox) of the letters, oldest first.

    All but the letter of the month, which comes whatever happens to an enquiry.
    """
    letters = Letter.objects.filter(**which).exclude(kind="enquiries/monthly")
    return [
        (
            f"{row.created_at.astimezone(LONDON):%a %-d %b %H:%M}",
            row.kind[10:],
            row.to.split("@")[0],
        )
        for row in letters.order_by("created_at", "id")
    ]


@pytest.fixture
def lena(team, django_user_model):
    """Leads the team and does nothing else."""
    lena = django_user_model.objects.create_user("lena@people.example", name="Lena Leader")
    team.leader = lena
    team.save()
    return lena


@pytest.fixture
def quiet(enquiry, oscar, lena, maya, now):
    """An enquiry that oscar takes on and then forgets. No letter has gone out about it yet."""
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    Letter.objects.all().delete()
    enquiry.refresh_from_db()
    return enquiry


def test_the_life_of_a_forgotten_enquiry(quiet, today):
    let_pass(today, date(2026, 12, 17))
    not_oscars = [row for row in sent() if row[2] != "oscar"]
    assert not_oscars == [
        ("Mon 23 Nov 08:00", "digest", "lena"),  # the first reply is one working day late
        ("Fri 27 Nov 08:00", "digest", "maya"),  # and now five
        ("Tue 1 Dec 08:00", "delay", "alice"),  # one working day before the promise
        ("Thu 3 Dec 08:00", "digest", "lena"),  # the answer is late
        ("Wed 9 Dec 08:00", "digest", "maya"),
        ("Wed 16 Dec 08:00", "digest", "lena"),  # ten working days without a word
    ]
    days = [row[0] for row in sent(person__name="Oscar Officer")]
    assert days[:4] == [
        "Wed 18 Nov 08:00", "Thu 19 Nov 08:00", "Fri 20 Nov 08:00", "Mon 23 Nov 08:00"
    ]  # fmt: skip
    assert len(days) == len(set(days)) == 22
    assert not [day for day in days if day.startswith("S")]


def test_each_event_of_that_life_is_written_once(quiet, today):
    let_pass(today, date(2026, 12, 17))
    found = quiet.events.exclude(what__in=["logged", "claimed"]).order_by("at", "id")
    assert [(f"{row.at.astimezone(LONDON):%-d %b}", row.what, row.is_public) for row in found] == [
        ("20 Nov", "missed", False),
        ("1 Dec", "delayed", True),
        ("2 Dec", "missed", False),
        ("15 Dec", "missed", False),
    ]
    assert {row.by for row in found} == {None}
    assert [row.text for row in found if row.what == "missed"] == [
        "First reply was due on 20 November 2026.",
        "Full answer was due on 2 December 2026.",
        "Word from us was due on 15 December 2026.",
    ]


def test_what_oscar_reads(quiet, today):
    let_pass(today, date(2026, 12, 3))
    letters = {row.key[-10:]: row for row in Letter.objects.filter(person__name="Oscar Officer")}
    place = f"{quiet.reference} Main Street, Billesdon: "
    assert letters["2026-11-18"].subject == "1 due soon – Wednesday 18 November 2026"
    assert letters["2026-11-20"].subject == "1 due today – Friday 20 November 2026"
    assert letters["2026-11-23"].subject == "1 passed – Monday 23 November 2026"
    assert letters["2026-11-24"].subject == "1 overdue – Tuesday 24 November 2026"
    assert f"Overdue: 1\n{place}first reply due 20 Nov 2026" in letters["2026-11-24"].text
    assert letters["2026-11-30"].subject == "1 due soon, 1 overdue – Monday 30 November 2026"
    assert "word from us: 1\n" not in letters["2026-12-01"].text
    assert f"{place}full answer due 2 Dec 2026" in letters["2026-12-03"].text


def test_an_answered_enquiry_is_left_in_peace(quiet, today, now, oscar, outcomes):
    workflows.answer(
        enquiry=quiet, outcome=outcomes["advice"], reason=None, planned_for=None, at=now, by=oscar,
        explanation="We counted.", next_step="Nothing more.",
    )  # fmt: skip
    Letter.objects.all().delete()
    let_pass(today, date(2026, 12, 17))
    assert sent() == []


def test_promised_work_that_may_be_late_is_told_too(quiet, now, oscar, outcomes):
    workflows.answer(
        enquiry=quiet, outcome=outcomes["will-do"], reason=None, planned_for=date(2026, 12, 14),
        at=now, by=oscar, explanation="We agree.", next_step="We come.",
    )  # fmt: skip
    Letter.objects.all().delete()
    let_pass(date(2026, 12, 8), date(2026, 12, 14))
    assert sent(kind="enquiries/delay") == [("Fri 11 Dec 08:00", "delay", "alice")]
    text = Letter.objects.get(kind="enquiries/delay").text
    assert "We said the work would be done by Monday 14 December 2026. We may be late." in text


def test_a_question_is_reminded_of_and_then_we_go_on(quiet, now, today, oscar, alice):
    workflows.ask(enquiry=quiet, text="Which side floods?", at=now, by=oscar)
    Letter.objects.all().delete()
    let_pass(today, date(2026, 12, 2))
    assert [row for row in sent() if row[2] == "alice"] == [("Wed 25 Nov 08:00", "nudge", "alice")]
    assert quiet.open_question, "she has the whole of the day that she was told"
    let_pass(date(2026, 12, 3), date(2026, 12, 3))
    quiet.refresh_from_db()
    question = quiet.questions.get()
    assert (quiet.status, quiet.open_question) == ("looking", None)
    assert question.returned_at == instant(date(2026, 12, 3), time(8)) and not question.replied_at
    # Ten working days were paused, and the promise is as it was.
    assert (quiet.due_on, quiet.promised_on) == (date(2026, 12, 16), date(2026, 12, 2))
    assert quiet.deadlines.get(stage=Stage.SILENCE, met_at=None).due_on == date(2026, 12, 17)
    assert [e.what for e in quiet.events.filter(by=None).order_by("id")] == ["nudged", "returned"]

    later = instant(date(2026, 12, 4))
    workflows.add_information(enquiry=quiet, text="The church side.", at=later, by=alice)
    workflows.ask(enquiry=quiet, text="All of it?", at=later, by=oscar)
    assert quiet.open_question.text == "All of it?"


def test_a_reminder_that_falls_on_a_sunday_waits_for_monday(quiet, oscar):
    asked = instant(date(2026, 11, 22), time(23, 30))
    workflows.ask(enquiry=quiet, text="Which side?", at=asked, by=oscar)
    Letter.objects.all().delete()
    let_pass(date(2026, 11, 23), date(2026, 12, 1))
    assert sent(kind="enquiries/nudge") == [("Mon 30 Nov 08:00", "nudge", "alice")]


def test_a_reply_ends_the_reminding(quiet, now, today, oscar, alice):
    workflows.ask(enquiry=quiet, text="Which side?", at=now, by=oscar)
    workflows.reply(enquiry=quiet, text="The left.", at=now + timedelta(days=1), by=alice)
    let_pass(today, date(2026, 12, 3))
    assert sent(kind="enquiries/nudge") == []
    assert not Event.objects.filter(what__in=["nudged", "returned"])


@pytest.fixture
def urgent(quiet):
    quiet.priority = "P1"
    quiet.save()
    return quiet


def test_a_missed_urgent_date_is_told_at_once_at_any_hour(urgent, today):
    let_pass(today, date(2026, 11, 20))
    assert sent(kind="enquiries/missed") == [
        ("Fri 20 Nov 17:01", "missed", "oscar"),
        ("Fri 20 Nov 17:01", "missed", "lena"),
    ]
    let_pass(date(2026, 11, 21), date(2026, 11, 27))
    assert sent(kind="enquiries/escalated") == [("Fri 27 Nov 08:00", "escalated", "maya")]
    assert "lena" not in [row[2] for row in sent(kind="enquiries/digest")]


def test_of_two_urgent_dates_a_manager_hears_of_each(urgent, today):
    """The first reply reaches the managers when the answer is missed already."""
    Setting.objects.create(pk=1, delay_notice_days=3, leader_days=2, manager_days=10)
    let_pass(today, date(2026, 12, 18))
    told = Letter.objects.filter(kind="enquiries/escalated").order_by("created_at")
    missed = [Event.objects.get(pk=letter.key.partition(":")[0]).deadline for letter in told]
    assert [deadline.stage for deadline in missed] == ["first_reply", "answer"]


def test_a_missed_urgent_date_that_nobody_owns_goes_to_the_mailbox(log, kind, team, now):
    kind.priority = "P1"
    kind.save()
    log()
    sweeps.sweep(now=now + timedelta(days=3))
    assert sent(kind="enquiries/missed") == [("Sat 21 Nov 10:00", "missed", "traffic")]
    assert not Deadline.objects.filter(leader_told_at__isnull=False)


def test_nothing_is_sent_at_night_on_a_weekend_or_on_a_closed_day(quiet, oscar, adam):
    workflows.ask(enquiry=quiet, text="Which?", at=instant(date(2026, 11, 19)), by=oscar)
    Letter.objects.all().delete()
    ClosureDay.objects.create(date=date(2026, 12, 24), why="Staff day", added_by=adam)
    for at in (
        instant(date(2026, 11, 28)), instant(date(2026, 11, 29)), instant(date(2026, 12, 24)),
        instant(date(2026, 12, 25)), instant(date(2026, 12, 28)),
        instant(date(2026, 12, 3), time(7, 59, 59)), instant(date(2026, 12, 3), time(17)),
        instant(date(2026, 12, 4), time(0)),
    ):  # fmt: skip
        sweeps.sweep(now=at)
        sweeps.daily(now=at)
        assert sent() == []


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-03-27T07:59:59+00:00", False), ("2026-03-27T08:00:00+00:00", True),
        ("2026-03-30T06:59:59+00:00", False), ("2026-03-30T07:00:00+00:00", True),
        ("2026-03-30T15:59:59+00:00", True), ("2026-03-30T16:00:00+00:00", False),
        ("2026-10-26T07:59:59+00:00", False), ("2026-10-26T08:00:00+00:00", True),
        ("2026-10-26T16:59:59+00:00", True), ("2026-10-26T17:00:00+00:00", False),
        ("2026-03-29T11:00:00+00:00", False), ("2026-12-28T12:00:00+00:00", False),
    ],
)  # fmt: skip
def test_office_hours_are_londons_on_both_sides_of_a_clock_change(holidays, at, is_open):
    calendar = service_calendar(since=date(2026, 1, 1))
    assert sweeps.is_office_time(datetime.fromisoformat(at), calendar) is is_open


@pytest.mark.parametrize(
    ("first", "last"), [((2026, 3, 27), (2026, 3, 31)), ((2027, 10, 29), (2027, 11, 2))]
)
def test_a_digest_each_working_day_while_the_clocks_change(log, oscar, team, first, last):
    log(at=instant(date(*first) - timedelta(days=1)))
    Letter.objects.all().delete()
    let_pass(date(*first), date(*last))
    assert [row[0][-5:] for row in sent()] == ["08:00"] * 3
    assert JobRun.objects.filter(job=f"digest {oscar.pk}").count() == 3


def test_a_clock_that_goes_backwards_does_no_harm(quiet, today):
    let_pass(today, date(2026, 12, 3))
    letters, events = Letter.objects.count(), Event.objects.count()
    let_pass(today, date(2026, 12, 3))
    assert (Letter.objects.count(), Event.objects.count()) == (letters, events)


def test_an_extension_moves_the_notice_with_it(quiet, today, now, oscar):
    """The officer has told the clerk of the new day, so of the old one nothing is said."""
    extend = {"reason": "We count traffic first.", "by": oscar}
    workflows.extend(enquiry=quiet, new_due_on=date(2026, 12, 9), at=now, **extend)
    let_pass(today, date(2026, 12, 8))
    assert sent(kind="enquiries/delay") == [("Tue 8 Dec 08:00", "delay", "alice")]
    at = instant(date(2026, 12, 8), time(13))
    workflows.extend(enquiry=quiet, new_due_on=date(2026, 12, 16), at=at, **extend)
    let_pass(date(2026, 12, 8), date(2026, 12, 16))
    assert [row[0] for row in sent(kind="enquiries/delay")] == [
        "Tue 8 Dec 08:00", "Tue 15 Dec 08:00"
    ]  # fmt: skip
    assert "by Wednesday 16 December 2026" in Letter.objects.filter(kind="enquiries/delay")[0].text


def test_the_council_settles_how_early_and_how_late(quiet, today):
    Setting.objects.create(pk=1, delay_notice_days=3, leader_days=2, manager_days=3)
    let_pass(today, date(2026, 11, 27))
    assert [row for row in sent() if row[2] != "oscar"] == [
        ("Mon 23 Nov 08:00", "digest", "lena"),  # passed
        ("Tue 24 Nov 08:00", "digest", "lena"),  # late
        ("Wed 25 Nov 08:00", "digest", "maya"),
        ("Fri 27 Nov 08:00", "delay", "alice"),
    ]


def test_the_day_a_clock_starts_is_too_soon_to_be_sorry(log, standard, now):
    standard.answer_days = standard.first_reply_days = 1
    standard.save()
    log()
    sweeps.sweep(now=now + timedelta(minutes=5))
    assert sent(kind="enquiries/delay") == []
    sweeps.sweep(now=now + timedelta(days=1))
    assert len(sent(kind="enquiries/delay")) == 1


def test_long_sections_are_cut_and_counted(log, oscar, now):
    for _ in range(12):
        log()
    Letter.objects.all().delete()
    sweeps.daily(now=now)
    [letter] = Letter.objects.all()
    assert letter.subject == "12 not taken on – Wednesday 18 November 2026"
    assert letter.text.count("Main Street") == 10 and "and 2 more" in letter.text


def test_one_that_cannot_be_done_holds_up_no_other(log, now, monkeypatch):
    first, second = log(), log()
    real = sweeps.delays.emails.delay

    def fails(*, enquiry, **rest):
        if enquiry == first:
            raise RuntimeError("This one always fails")
        real(enquiry=enquiry, **rest)

    monkeypatch.setattr(sweeps.delays.emails, "delay", fails)
    with pytest.raises(ExceptionGroup):
        sweeps.sweep(now=instant(date(2026, 12, 1)))
    assert not first.events.filter(what="delayed").exists()
    assert not first.deadlines.filter(delay_told_at__isnull=False).exists()
    assert second.events.filter(what="delayed").count() == 1
    assert Letter.objects.filter(kind="enquiries/delay").count() == 1


def test_without_a_calendar_dates_are_noted_and_the_trouble_is_raised(quiet, now):
    BankHoliday.objects.all().delete()
    with pytest.raises(ExceptionGroup) as raised:
        sweeps.sweep(now=now + timedelta(days=5))
    assert raised.group_contains(BeyondCalendar)
    assert quiet.events.filter(what="missed").count() == 1


@pytest.mark.parametrize(("hour", "letters"), [(time(7, 59), 0), (time(8), 1), (time(17), 0)])
def test_administrators_hear_when_the_calendar_has_run_out(quiet, adam, hour, letters):
    """Even then not at night, and the digests that cannot be written do not stop it."""
    BankHoliday.objects.filter(date__gte=date(2027, 1, 1)).delete()
    at = instant(date(2027, 1, 4), hour)
    with pytest.raises(ExceptionGroup):
        sweeps.daily(now=at)
    assert len(sent(person=adam)) == letters


def test_who_had_nothing_to_do_at_eight_is_left_in_peace_until_tomorrow(oscar, log, now):
    sweeps.daily(now=now.replace(hour=8))
    log()
    Letter.objects.all().delete()
    sweeps.daily(now=now.replace(hour=12))
    assert sent() == []
    sweeps.daily(now=now.replace(day=19, hour=8))
    assert sent() == [("Thu 19 Nov 08:00", "digest", "oscar")]
