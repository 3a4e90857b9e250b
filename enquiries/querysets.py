"""Chainable words for reading enquiries."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Lower

from post.models import Address

from .due import Due, Edges, edges
from .precedents import DUPLICATE, MOST_COMPARED
from .states import CLOSED, OPEN, Status

OPEN_VALUES = [status.value for status in OPEN]
CLOSED_VALUES = [status.value for status in CLOSED]
COUNTYS_TURN = [value for value in OPEN_VALUES if value != Status.WAITING.value]
MOST_COUNTED = 1000


def in_group(group: Due, edge: Edges) -> Q:
    """Whether an enquiry is open and in one group: at an instant each is in exactly one."""
    spoken, waiting = Q(clerk_replied=True), Q(status=Status.WAITING.value)
    if group == Due.WAITING:
        return waiting & ~spoken
    if group == Due.REPLIED:
        later = Q(due_at__gte=edge.next_week)
        return Q(status__in=OPEN_VALUES) & spoken & (waiting | later)
    span = {
        Due.OVERDUE: Q(due_at__lt=edge.now),
        Due.TODAY: Q(due_at__gte=edge.now, due_at__lt=edge.tomorrow),
        Due.WEEK: Q(due_at__gte=edge.tomorrow, due_at__lt=edge.next_week),
        Due.LATER: ~spoken & Q(due_at__gte=edge.next_week),
    }
    return Q(status__in=COUNTYS_TURN) & span[group]


class CappedCount(models.Subquery):
    """The number of rows, counted no further than one more than MOST_COUNTED.

    Rows keep their order, so that the count walks the index the list walks.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()

    def __init__(self, rows: models.QuerySet, **extra):
        super().__init__(rows.values("pk")[: MOST_COUNTED + 1], **extra)


class Along(models.Func):
    """(instant, key) > (instant, key): one condition, which an index answers at any depth."""

    template = "%(expressions)s"
    output_field = models.BooleanField()

    def __init__(self, field: str, instant: datetime, key: int, *, descending: bool = False):
        row = {"template": "(%(expressions)s)", "output_field": models.BooleanField()}
        super().__init__(
            models.Func(models.F(field), models.F("pk"), **row),
            models.Func(models.Value(instant, models.DateTimeField()), models.Value(key), **row),
            arg_joiner=" < " if descending else " > ",
        )


class OpeningQuerySet(models.QuerySet):
    @staticmethod
    def edge(now: datetime) -> datetime:
        """Return the instant since which a person must have been seen to be still there."""
        return now - timedelta(minutes=settings.OPENING_MINUTES)

    def live(self, now: datetime):
        return self.filter(seen_at__gte=self.edge(now))

    def of_others(self, user):
        """Of officers besides this person: those who could act on the case."""
        return self.filter(person__is_officer=True, person__is_active=True).exclude(person=user)


class OverrideQuerySet(models.QuerySet):
    def between(self, first: datetime, last: datetime):
        """From an instant to before another, both aware."""
        return self.filter(at__gte=first, at__lt=last)

    def tally(self, *fields: str):
        """How many of each sort by some fields, the most first."""
        return self.order_by().values(*fields, "what").annotate(count=models.Count("pk"))


class AnswerQuerySet(models.QuerySet):
    """Answers given before, for the officer who writes the next one."""

    def decided(self):
        """Without duplicates, which joining makes too: the other's answer says what was decided."""
        return self.exclude(reason__code=DUPLICATE)

    def like(self, enquiry, *, kind, parish, nearby: int, wide: int):
        """The last answers of a kind in a parish, and the last of it county-wide; none of its."""
        others = self.decided().filter(kind=kind).exclude(enquiry=enquiry)
        others = others.order_by("-answered_at")
        near = others.filter(parish=parish)[:nearby].values("pk")
        return self.filter(pk__in=near.union(others[:wide].values("pk"), all=True))

    def last_of(self, kind, *, most: int = MOST_COMPARED):
        """The last so many answers of a kind, county-wide."""
        return self.decided().filter(kind=kind).order_by("-answered_at")[:most]

    def outcomes_of(self, kind) -> Counter:
        """Count the outcomes, by key, of the last answers of a kind."""
        return Counter(self.last_of(kind).values_list("outcome_id", flat=True))


class StandardWordingQuerySet(models.QuerySet):
    def in_season(self, month: int):
        """What is offered in a month of the year, 1 to 12."""
        first, last = Q(from_month__lte=month), Q(to_month__gte=month)
        over_new_year = Q(from_month__gt=models.F("to_month")) & (first | last)
        return self.filter(Q(from_month=None) | (first & last) | over_new_year, is_active=True)

    def fit_for(self, kind, outcome):
        """For this kind and outcome, or for all; those that name the kind first."""
        fit = self.filter(Q(kinds=None) | Q(kinds=kind))
        if outcome:
            fit = fit.filter(Q(outcome=None) | Q(outcome=outcome))
        return fit.order_by(models.F("kinds").asc(nulls_last=True), "title", "pk")

    def search(self, words: str):
        """By words of its title, its text or its kinds, the likest first. A few hundred rows."""
        said = SearchVector("title", weight="A", config="english") + SearchVector(
            "text", weight="B", config="english"
        )
        query = SearchQuery(words, search_type="websearch", config="english")
        of_kind = models.Exists(
            self.model._default_manager.filter(pk=OuterRef("pk"), kinds__name__icontains=words)
        )
        found = self.annotate(said=said, rank=SearchRank(said, query))
        return found.filter(Q(said=query) | Q(title__icontains=words) | of_kind).order_by(
            "-rank", "title", "pk"
        )


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user, *, on: date):
        """Enquiries in a person's scope on a day: the county's people all, clerks their own."""
        if not user.is_authenticated:
            return self.none()
        if user.works_for_county:
            return self
        councils = apps.get_model("parishes.Council").objects.served_by(user, on=on)
        return self.filter(council__in=councils)

    def readable_by(self, user, *, on: date):
        """What a person may read: her scope, and what she follows while she acts for a council."""
        mine = self.visible_to(user, on=on)
        if not user.is_authenticated or user.works_for_county:
            return mine
        councils = apps.get_model("parishes.Council").objects.served_by(user, on=on)
        followings = apps.get_model("enquiries.Following").objects.filter(ended_at=None)
        followed = followings.filter(council__in=councils).values("enquiry")
        return self.filter(Q(council__in=councils) | Q(pk__in=followed))

    def followed_by(self, user, *, on: date):
        """Enquiries of other councils that this person's councils follow."""
        councils = apps.get_model("parishes.Council").objects.served_by(user, on=on)
        followings = apps.get_model("enquiries.Following").objects.filter(ended_at=None)
        followed = followings.filter(council__in=councils).values("enquiry")
        return self.filter(pk__in=followed).exclude(council__in=councils)

    def open(self):
        return self.filter(status__in=OPEN_VALUES)

    def closed(self):
        return self.filter(status__in=CLOSED_VALUES)

    def with_county(self):
        """Open, and the next act is the county's."""
        return self.filter(status__in=COUNTYS_TURN)

    def waiting(self):
        return self.filter(status=Status.WAITING.value)

    def overdue(self, now: datetime):
        return self.with_county().filter(due_at__lt=now)

    def in_due_group(self, group: Due, now: datetime):
        """Open enquiries of one group; at an instant every open enquiry is in exactly one."""
        return self.filter(in_group(group, edges(now)))

    def tally_by_due(self, now: datetime) -> dict[Due, int]:
        """Count the open enquiries of each group, in one query that reads all of them."""
        groups = {due.name: models.Count("pk", filter=in_group(due, edges(now))) for due in Due}
        counts = self.order_by().aggregate(**groups)
        return {due: counts[due.name] for due in Due}

    def reopened(self):
        return self.open().filter(round__gt=1)

    def along(self, field: str, *, after=None, descending: bool = False):
        """Walk along an instant, ties settled by the key, from behind an (instant, key)."""
        sign = "-" if descending else ""
        rows = self.order_by(f"{sign}{field}", f"{sign}id")
        return rows.filter(Along(field, *after, descending=descending)) if after else rows

    def first_rows(self, number: int):
        """The first rows, found in this one table before anything is joined to them.

        Joined first, many rows that a filter leaves have been read, joined and sorted to show few.
        """
        keys = self.values("pk")[:number]
        return self.model._default_manager.filter(pk__in=keys).order_by(*self.query.order_by)

    def count_up_to(self) -> int:
        """Count no further than one more than MOST_COUNTED, so that the cost does not grow."""
        return self.values("pk")[: MOST_COUNTED + 1].count()

    def owned_by(self, user):
        return self.filter(owner=user)

    def unassigned(self):
        return self.filter(owner__isnull=True)

    def in_teams_of(self, user):
        return self.filter(Q(team__in=user.teams.all()))

    def by_due(self):
        return self.order_by("due_at", "id")

    def with_names(self):
        """Join what every list row shows, so that rows cost no queries."""
        return self.select_related(
            "parish", "parish__district", "council", "kind", "team", "owner", "outcome"
        )

    def with_clerk_unreachable(self):
        """Add `clerk_unreachable`: the address of who asked rests, since letters came back."""
        address = Lower(models.OuterRef("asked_by__email"))
        resting = Address.objects.filter(rests_since__isnull=False, address=address)
        return self.annotate(clerk_unreachable=models.Exists(resting))

    def with_places(self):
        """Join what a clerk's list row shows, and no more: each table joined is planned for."""
        return self.select_related("parish", "council", "kind")

    def with_open_question(self):
        """Fetch the question that waits for the clerk as `open_questions`, for lists."""
        questions = apps.get_model("enquiries.Question").objects
        unanswered = questions.filter(replied_at=None, returned_at=None)
        return self.prefetch_related(
            models.Prefetch("questions", queryset=unanswered, to_attr="open_questions")
        )

    def with_extensions(self):
        """Fetch what `extension` reads, for lists that tell each enquiry's sentence."""
        answers = apps.get_model("enquiries.Deadline").objects.filter(stage="answer")
        longer = apps.get_model("enquiries.DateChange").objects.filter(cause="extension")
        changes = models.Prefetch("changes", queryset=longer.order_by("pk"), to_attr="extensions")
        return self.prefetch_related(
            models.Prefetch(
                "deadlines", queryset=answers.prefetch_related(changes), to_attr="answer_deadlines"
            )
        )

    def answered_since(self, instant: datetime):
        """Answered or passed on since an instant; a council's own withdrawals are no answer."""
        answers = [Status.ANSWERED.value, Status.PASSED_ON.value]
        return self.filter(status__in=answers, closed_at__gte=instant)

    def tally_by_council(self, *, answered_since: datetime):
        """For each council, how many wait for it, are with the county, or came back lately."""
        waiting = Q(status=Status.WAITING.value)
        lately = self.open() | self.answered_since(answered_since)
        return (
            lately.order_by()
            .values("council")
            .annotate(
                waiting=models.Count("pk", filter=waiting),
                with_us=models.Count("pk", filter=Q(status__in=OPEN_VALUES) & ~waiting),
                answered=models.Count("pk", filter=~Q(status__in=OPEN_VALUES)),
            )
        )
