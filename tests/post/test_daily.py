"""One letter a day: at her hour in London, once, without what is no longer true."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from accounts.models import User
from post import hooks
from post.models import Address, Letter, Preference
from post.workflows import daily, drain, tell_kept
from post.workflows.preferences import choose

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status
AT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
EIGHT = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def ann(db) -> User:
    return User.objects.create_user("ann@people.example", name="Ann")


@pytest.fixture
def wish(ann) -> Preference:
    return Preference.objects.create(person=ann, is_daily=True, hour=8, changed_at=AT)


@pytest.fixture
def keep(write, ann, wish):
    """`keep("a")` keeps a letter for Ann."""

    def keep_one(name: str, **more) -> Letter:
        letter = write(name, to=ann.email, person=ann, **more)
        assert letter.status == Status.KEPT
        return letter

    return keep_one


def states() -> dict[str, str]:
    return {row.key.removeprefix("key:"): row.status for row in Letter.objects.order_by("pk")}


def test_nothing_before_the_hour_and_one_letter_at_it(keep, ann):
    keep("a"), keep("b")
    assert tell_kept(at=EIGHT - timedelta(seconds=1)) == 0
    assert tell_kept(at=EIGHT) == 1
    assert states() == {
        "a": Status.TOLD, "b": Status.TOLD, f"daily:{ann.pk}:2026-11-19": Status.WAITING,
    }  # fmt: skip
    told = Letter.objects.get(kind="post/daily")
    assert set(told.parts.values_list("key", flat=True)) == {"key:a", "key:b"}
    assert told.subject == "Your daily letter: 2 pieces of news"
    assert told.text.count("Ash < Oak & more") == 4 and "Ash &lt; Oak &amp; more" in told.html


def test_again_and_again_is_once(keep):
    keep("a")
    assert [tell_kept(at=EIGHT + timedelta(minutes=15 * n)) for n in range(8)] == [1] + [0] * 7
    assert Letter.objects.filter(kind="post/daily").count() == 1


def test_what_comes_after_the_hour_waits_for_the_next(keep):
    keep("a", at=EIGHT + timedelta(minutes=1))
    assert tell_kept(at=EIGHT + timedelta(hours=15)) == 0
    assert tell_kept(at=EIGHT + timedelta(days=1)) == 1


def test_what_a_night_without_a_worker_left_is_told_when_one_is_back(keep):
    keep("a")
    late = EIGHT + timedelta(hours=23)
    assert tell_kept(at=late) == 1
    assert Letter.objects.get(kind="post/daily").key.endswith("2026-11-19")
    keep("b", at=late - timedelta(hours=1))
    assert tell_kept(at=EIGHT + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("hour", "at", "struck"),
    [
        (8, "2026-07-01T07:00", "2026-07-01T07:00"),  # summer: eight in London is seven in UTC
        (8, "2026-07-01T06:59", "2026-06-30T07:00"),
        (8, "2026-12-01T08:00", "2026-12-01T08:00"),
        (0, "2026-06-30T23:00", "2026-06-30T23:00"),  # midnight of 1 July
        (1, "2027-03-28T01:00", "2027-03-28T01:00"),  # 1am does not exist: it strikes as 2am
        (1, "2027-03-28T00:59", "2027-03-27T01:00"),
        (1, "2026-10-25T00:00", "2026-10-25T00:00"),  # 1am comes twice: the first counts
        (1, "2026-10-25T01:30", "2026-10-25T00:00"),
        (23, "2026-10-25T22:59", "2026-10-24T22:00"),
    ],
)
def test_the_hour_is_londons_also_when_clocks_change(hour, at, struck):
    def utc(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert daily.last_hour(hour, utc(at)) == utc(struck)


@pytest.fixture
def check(monkeypatch):
    """`check["no"]` says why letters with only_if="no" are not worth sending."""
    said: dict[str, str] = {}
    for name in ("no", "yes"):
        monkeypatch.setitem(hooks.checks, name, lambda letter, at, name=name: said.get(name, ""))
    return said


def test_what_is_no_longer_true_is_dropped_and_says_why(keep, check):
    keep("a", only_if="no"), keep("b", only_if="yes"), keep("c", expires_at=EIGHT)
    check["no"] = "The enquiry was closed meanwhile."
    assert tell_kept(at=EIGHT) == 1
    found = dict(Letter.objects.exclude(error="").values_list("key", "error"))
    assert found["key:a"] == "The enquiry was closed meanwhile."
    assert found["key:c"] == "It came too late to be of use."
    assert Letter.objects.get(kind="post/daily").parts.get().key == "key:b"


def test_nothing_left_to_tell_is_no_letter(keep, check):
    keep("a", only_if="no")
    check["no"] = "Closed."
    assert tell_kept(at=EIGHT) == 0
    assert states() == {"a": Status.DROPPED}


def test_a_crash_leaves_all_as_it_was(keep, monkeypatch):
    keep("a")
    with monkeypatch.context() as broken:
        broken.setattr(daily, "mark_told", lambda *_: 1 / 0)
        with pytest.raises(ExceptionGroup):
            tell_kept(at=EIGHT)
    assert states() == {"a": Status.KEPT}
    assert tell_kept(at=EIGHT) == 1


def test_one_that_fails_does_not_hold_up_the_others(keep, write, check, monkeypatch):
    keep("a", only_if="no")
    ben = User.objects.create_user("ben@people.example", name="Ben")
    Preference.objects.create(person=ben, is_daily=True, changed_at=AT)
    write("b", to=ben.email, person=ben)
    monkeypatch.setitem(hooks.checks, "no", lambda letter, at: 1 / 0)
    with pytest.raises(ExceptionGroup):
        tell_kept(at=EIGHT)
    assert (states()["a"], states()["b"]) == (Status.KEPT, Status.TOLD)


def test_two_at_once_write_one_letter(keep):
    for name in "abcde":
        keep(name)
    start, done = Barrier(4), []

    def go():
        start.wait()
        done.append(tell_kept(at=EIGHT))
        connection.close()

    threads = [Thread(target=go) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    assert sorted(done) == [0, 0, 0, 1]
    assert Letter.objects.get(kind="post/daily").parts.count() == 5


def test_back_to_each_event_lets_the_kept_leave_at_once(keep, ann, no_nudge):
    keep("a")
    no_nudge.clear()
    choose(is_daily=False, at=AT + timedelta(hours=1), by=ann)
    letter = Letter.objects.get()
    assert (letter.status, letter.not_before) == (Status.WAITING, AT + timedelta(hours=1))
    assert no_nudge


def test_one_kept_while_she_changed_her_mind_leaves_with_the_next_round(keep, wish):
    keep("a")
    Preference.objects.update(is_daily=False)
    assert tell_kept(at=AT + timedelta(minutes=15)) == 0
    assert states() == {"a": Status.WAITING}


def test_the_daily_letter_itself_is_not_kept_and_questions_never_are(keep, write, ann):
    first = write("q", to=ann.email, person=ann, priority=Letter.Priority.FIRST)
    assert first.status == Status.WAITING
    keep("a")
    tell_kept(at=EIGHT)
    assert Letter.objects.get(kind="post/daily").status == Status.WAITING


def test_a_daily_letter_that_cannot_leave_told_nothing(keep, ann):
    keep("a")
    Address.objects.create(address=ann.email, last="hard", last_at=AT, rests_since=AT)
    tell_kept(at=EIGHT)
    part = Letter.objects.get(key="key:a")
    assert part.status == Status.DROPPED
    assert part.error.startswith("The daily letter that told it did not leave: Letters to this")


def test_a_daily_letter_that_failed_gives_its_news_to_the_next(keep, ann, clock, bad_post):
    keep("a")
    tell_kept(at=EIGHT)
    bad_post.recipients[ann.email] = "550 No such user"
    clock.now = EIGHT
    assert drain(clock=clock) == {"never": 1}
    tell_kept(at=EIGHT + timedelta(minutes=1))
    part = Letter.objects.get(key="key:a")
    assert (part.status, part.daily) == (Status.KEPT, None), "no second letter on one day"
    assert tell_kept(at=EIGHT + timedelta(days=1)) == 1
    part.refresh_from_db()
    assert part.status == Status.TOLD and part.daily.key.endswith("2026-11-20")


def test_a_daily_letter_that_is_not_to_be_sent_says_so_of_its_news(keep, ann):
    keep("a")
    tell_kept(at=EIGHT)
    Letter.objects.filter(kind="post/daily").update(status=Status.DROPPED, error="By a person")
    tell_kept(at=EIGHT + timedelta(minutes=1))
    part = Letter.objects.get(key="key:a")
    assert part.status == Status.DROPPED and part.error.endswith("did not leave: By a person")


def test_each_piece_leads_to_its_own_page(keep, settings):
    letter = keep("a")
    page = f"{settings.SITE_URL}/enquiries/PE-10-417/"
    typed = f"{settings.SITE_URL}/elsewhere/"
    choices = f"{settings.SITE_URL}/letters/"
    letter.text = (
        f"News.\n\nThey wrote:\n{typed}\n\nSee this enquiry:\n{page}\n\nChange:\n{choices}\n"
    )
    assert daily.page_of(letter) == page
    with transaction.atomic():
        assert daily.page_of(Letter(text="none")) == f"{settings.SITE_URL}/"
