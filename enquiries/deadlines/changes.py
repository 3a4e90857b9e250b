"""What a file of holidays would change in the calendar, and the writing of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .models import BankHoliday
from .published import BadFile, Published

Nation = BankHoliday.Nation
# Each nation of the United Kingdom has at least so many; fewer means that a year is incomplete.
FEWEST_A_YEAR = 8
AGAIN = "Dates already kept or missed rest on it, so nothing was changed."


@dataclass
class Changes:
    """Holidays to add, to name anew (with the old title) and to remove."""

    added: list[Published] = field(default_factory=list)
    renamed: list[tuple[BankHoliday, Published]] = field(default_factory=list)
    removed: list[BankHoliday] = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.renamed or self.removed)

    def lines(self) -> list[str]:
        """Return a sentence for each change."""
        return [
            *(f"Added: {row}" for row in self.added),
            *(f"Renamed: {old} is now “{new.title}”" for old, new in self.renamed),
            *(f"Removed: {named(row)}" for row in self.removed),
        ]

    def days_off(self) -> set[date]:
        """Return the days that would no longer count as working days of service promises."""
        return weekdays(row.date for row in self.added if is_ours(row))

    def days_on(self) -> set[date]:
        """Return the days that would count again."""
        return weekdays(row.date for row in self.removed if is_ours(row))


def changes(rows: Iterable[Published], *, today: date) -> Changes:
    """Compare a file with what is loaded. `today` is the day in Europe/London.

    The file speaks for the whole years from its first to its last, nation by nation; what is
    loaded outside them stays. Raises BadFile if it would remove or rename a holiday before today,
    or has too few holidays in a year from today's on.
    """
    rows = list(rows)
    found = Changes()
    for nation in Nation:
        compare([row for row in rows if row.nation == nation], nation, found)
    for old, new in found.renamed:
        if old.date < today:
            raise BadFile(f"{new.where}: renames a past holiday, {named(old)}. {AGAIN}")
    for row in found.removed:
        if row.date < today:
            raise BadFile(f"The file leaves out a past holiday, {named(row)}. {AGAIN}")
    refuse_incomplete(rows, today)
    return found


def compare(rows: list[Published], nation: Nation, found: Changes) -> None:
    if not rows:
        return
    years = [row.date.year for row in rows]
    span = (date(min(years), 1, 1), date(max(years), 12, 31))
    loaded = BankHoliday.objects.filter(nation=nation, date__range=span).order_by("date")
    left = {row.date: row for row in loaded}
    for row in rows:
        old = left.pop(row.date, None)
        if old is None:
            found.added.append(row)
        elif old.title.casefold() != row.title.casefold():
            found.renamed.append((old, row))
        else:
            found.unchanged += 1
    found.removed += left.values()


def refuse_incomplete(rows: list[Published], today: date) -> None:
    years = Counter((row.nation, row.date.year) for row in rows if row.date.year >= today.year)
    for (nation, year), number in years.items():
        if number < FEWEST_A_YEAR:
            raise BadFile(
                f"{nation.label}, {year}: only {number} in the file. A whole year has at least "
                f"{FEWEST_A_YEAR} bank holidays, so the file is not complete."
            )


def write(found: Changes) -> None:
    """Write the changes. Call it in a transaction."""
    for old, new in found.renamed:
        BankHoliday.objects.filter(pk=old.pk).update(title=new.title)
    BankHoliday.objects.filter(pk__in=[row.pk for row in found.removed]).delete()
    BankHoliday.objects.bulk_create(
        BankHoliday(date=row.date, nation=row.nation, title=row.title) for row in found.added
    )


def is_ours(row: Published | BankHoliday) -> bool:
    return row.nation == Nation.ENGLAND_AND_WALES


def weekdays(days: Iterable[date]) -> set[date]:
    return {day for day in days if day.weekday() < 5}


def named(row: BankHoliday) -> str:
    return f"{row} ({Nation(row.nation).label})"
