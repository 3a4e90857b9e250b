"""The figures in plain sentences, one for each question, made from the same numbers."""

from datetime import date

from .figures import Figures, Row, Share
from .selection import By, Selection


def day(of: date) -> str:
    return f"{of.day} {of:%B %Y}"


def period(chosen: Selection) -> str:
    return f"{day(chosen.since)} to {day(chosen.until)}"


def scope(chosen: Selection) -> str:
    """Say which enquiries the figures are about."""
    kind = f" about “{chosen.kind.name}”" if chosen.kind else ""
    return f"{kind} from {chosen.district.name}" if chosen.district else kind


def plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def with_percent(share: Share, what: str) -> str:
    """Write “790 of 880 answers (90%)”, without the percentage where cases are few."""
    percent = f" ({share.percent}%)" if share.percent is not None else ""
    return f"{share.part:,} of {share.whole:,} {what}{percent}"


def of_figures(figures: Figures) -> list[str]:
    total, chosen = figures.total, figures.chosen
    said = [
        demand(total, chosen),
        on_time(total),
        time_taken(total),
        backlog(total),
        satisfaction(total),
    ]
    return [sentence for sentence in said if sentence]


def demand(total: Row, chosen: Selection) -> str:
    count = plural(total.received, "enquiry", "enquiries")
    answers = plural(total.answered, "answer", "answers")
    return f"From {period(chosen)} we received {count}{scope(chosen)} and gave {answers}."


def on_time(total: Row) -> str:
    if not total.answered:
        return "There are no answers to measure."
    return f"{with_percent(total.on_time_share, 'answers')} were given on time."


def time_taken(total: Row) -> str:
    if total.median is None:
        return ""
    half = plural(total.median, "working day", "working days")
    return f"Half of the answers took {half} or fewer, and nine in ten took {total.ninth} or fewer."


def difference(figures: Figures) -> str:
    """Say how far apart the groups are, naming none; few cases prove no difference."""
    medians = sorted(
        {row.median for row in figures.rows if row.median is not None and not row.is_few}
    )
    every = "district" if figures.chosen.by == By.DISTRICT else "kind of enquiry"
    if not medians:
        return f"There are too few answers to compare one {every} with another."
    low, high = medians[0], plural(medians[-1], "working day", "working days")
    if len(medians) == 1:
        return f"In every {every}, half of the answers took {high} or fewer."
    return f"Depending on the {every}, half of the answers took between {low} and {high}."


def backlog(total: Row) -> str:
    if not total.late:
        return "No open enquiry is late now."
    return f"{plural(total.late, 'open enquiry is', 'open enquiries are')} late now."


def satisfaction(total: Row) -> str:
    if not total.asked:
        return "Nobody has been asked yet how satisfied they are."
    replies = with_percent(total.response, "people asked")
    if not total.scored:
        return f"{replies} replied to the survey, and nobody gave a score."
    scores = with_percent(total.satisfaction, "who gave a score")
    return f"{replies} replied to the survey, and {scores} were satisfied or very satisfied."
