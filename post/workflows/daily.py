"""The daily letter: what was kept for a person, told in one letter at the hour she chose."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from post import hooks, wordings
from post.models import Letter, Preference
from post.outbox import put

from .preferences import release_kept

LONDON = ZoneInfo("Europe/London")
Status = Letter.Status
DAILY = "post/daily"
FIRST_WORDS = 30
# A daily letter ends within days; what a person decides about it later is hers to tell.
LOOKED_BACK = timedelta(days=30)
NEVER_LEFT = "The daily letter that told it did not leave: "


def tell_kept(*, at: datetime) -> int:
    """Write the daily letters whose hour has come at an aware UTC instant; return how many.

    Safe to call as often as one likes, twice at once, and again after a crash. Raises
    ExceptionGroup after everybody has had her turn.
    """
    take_parts_back(at=at)
    written, errors = 0, []
    for person in people_with_kept():
        try:
            written += tell(person=person, at=at)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("Some daily letters failed and are left for the next round", errors)
    return written


@transaction.atomic
def take_parts_back(*, at: datetime) -> None:
    """Keep anew what a daily letter told that failed; where it was not to be sent, drop it."""
    told = Letter.objects.filter(status=Status.TOLD)
    daily = Letter.objects.filter(kind=DAILY)
    failed = daily.filter(status=Status.FAILED).values("pk")
    told.filter(daily__in=failed).update(status=Status.KEPT, daily=None)
    lately = daily.filter(status=Status.DROPPED, created_at__gt=at - LOOKED_BACK)
    for letter in lately.filter(parts__isnull=False).distinct():
        words = f"{NEVER_LEFT}{letter.error}"[:500]
        told.filter(daily=letter).update(status=Status.DROPPED, error=words, daily=None)


def people_with_kept() -> list[int]:
    kept = Letter.objects.filter(status=Status.KEPT, person__isnull=False)
    return list(kept.order_by("person").values_list("person", flat=True).distinct())


@transaction.atomic
def tell(*, person: int, at: datetime) -> bool:
    """Write one person's letter of the day, if its hour has come and there is news.

    The row of her preference is held meanwhile, so that a rival, or she herself, waits.
    """
    wish = Preference.objects.select_for_update().filter(person=person).first()
    if wish is None or not wish.is_daily:
        release_kept(person, at=at)
        return False
    until = last_hour(wish.hour, at)
    key = key_of(person, until.astimezone(LONDON).date())
    if Letter.objects.filter(key=key).exists():
        return False
    news = still_true(kept_until(person, until), at=at)
    if news:
        mark_told(news, write(wish, news, key=key, at=at))
    return bool(news)


def key_of(person: int, day: date) -> str:
    return f"daily:{person}:{day.isoformat()}"


def last_hour(hour: int, at: datetime) -> datetime:
    """Return when that hour last struck in Europe/London, in UTC.

    In spring, an hour that the clocks leave out strikes with the next; in autumn the first of the
    two counts.
    """
    today = at.astimezone(LONDON).date()
    struck = datetime.combine(today, time(hour), LONDON).astimezone(UTC)
    if struck <= at:
        return struck
    return datetime.combine(today - timedelta(days=1), time(hour), LONDON).astimezone(UTC)


def kept_until(person: int, until: datetime) -> QuerySet[Letter]:
    """Lock what was kept before an instant, the oldest first."""
    kept = Letter.objects.filter(person=person, status=Status.KEPT, created_at__lt=until)
    return kept.order_by("id").select_for_update()


def still_true(kept: QuerySet[Letter], *, at: datetime) -> list[Letter]:
    """Drop what is no longer worth reading, saying why, and return the rest."""
    news = []
    for letter in kept:
        if why := hooks.why_not(letter, at=at):
            Letter.objects.filter(pk=letter.pk).update(status=Status.DROPPED, error=why[:500])
        else:
            news.append(letter)
    return news


def write(wish: Preference, news: list[Letter], *, key: str, at: datetime) -> Letter:
    return put(
        letter=DAILY,
        to=wish.person.email,
        key=key,
        at=at,
        person=wish.person,
        at_once=True,
        context={
            "news": [in_brief(letter) for letter in news],
            "count": len(news),
            "url": settings.SITE_URL + "/",
        },
    )


def in_brief(letter: Letter) -> dict[str, str]:
    """Return the subject, the first words and the page of a letter."""
    opening = letter.text.partition("\n\n")[0]
    words = Truncator(" ".join(opening.split())).words(FIRST_WORDS, truncate=" …")
    return {"subject": letter.subject, "opening": words, "url": page_of(letter)}


def page_of(letter: Letter) -> str:
    """Return the address that stands alone on the line under the letter's own link."""
    choices = settings.SITE_URL + reverse("your_letters")
    lines = [line for line in letter.text.splitlines() if line.startswith(settings.SITE_URL + "/")]
    return next((line for line in reversed(lines) if line != choices), settings.SITE_URL + "/")


def mark_told(news: list[Letter], daily: Letter) -> None:
    """Note in which letter these were told; where it cannot leave, they were not."""
    rows = Letter.objects.filter(pk__in=[letter.pk for letter in news])
    if daily.status == Status.DROPPED:
        rows.update(status=Status.DROPPED, error=f"{NEVER_LEFT}{daily.error}"[:500])
    else:
        rows.update(status=Status.TOLD, daily=daily)


def made_daily() -> dict:
    """Return what a made-up daily letter is written from."""
    page = settings.SITE_URL + "/"
    opening = "We have your enquiry. You do not need to do anything."
    item = {"subject": "We have your enquiry – Main Street", "opening": opening, "url": page}
    return {"news": [item], "count": 1, "url": page}


def make_known() -> None:
    """Let administrators add words to the daily letter. Called when the product starts."""
    wordings.letter(DAILY, wordings.Known("To all: the daily letter", made_daily))
