"""From the second pair of eyes to the ledger: previews, approval, time, pause, who got what."""

import re
from collections import Counter
from collections.abc import Callable

import nh3
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from enquiries.wording import moment as in_words
from govuk.numbers import whole_number
from parishes.models import Council
from post.models import Letter
from post.outbox import parts

from .. import emails, markdown, rendering
from ..audiences import Reader
from ..forms.desk import ScheduleForm
from ..forms.fields import instant
from ..models import Edition
from ..personal import parts_for
from ..workflows import editions, sending
from .doors import attempt, editors_only, form_methods, posted, press, readers_of_editions
from .editions import fetch

PAGE = 100
READERS_SHOWN = 200
NOT_SENT = "none"
# The table that lays a letter out, and its second heading of the first order.
UNTABLED = re.compile(r"</?(table|tbody|tr|td|h1)>")


@readers_of_editions
@require_safe
def preview(request: Request, edition: int) -> HttpResponse:
    """Show an edition as one reader gets it: letter, plain text, short version; and who gets it."""
    row = fetch(edition)
    found = sending.reach_of(row, at=request.now)
    reader = next((one for one in found.sent if one.key == request.GET.get("as")), None)
    items = list(row.items.whole())
    chosen = [item for item in items if reader is None or item.pk in reader.items]
    shared = rendering.copies(row, chosen, today=request.today)
    ways, mine = emails.ways_out("p0"), figures(request, reader)
    context = emails.copy(shared, ways=ways, why="this is a preview", parts=mine)
    letter = parts(emails.EDITION, context)
    short = rendering.short_edition(row, chosen)
    shown = {
        "edition": row, "reader": reader, "letter": letter, "body": body_of(letter["html"]),
        "short": short, "short_length": len(short), "sent": found.sent[:READERS_SHOWN],
        "sent_count": len(found.sent), "not_sent": found.not_sent[:READERS_SHOWN],
        "not_sent_count": len(found.not_sent), "kilobytes": len(letter["html"]) // 1024 + 1,
        "may_see": request.user.works_for_county,
        "reasons": Counter(one.not_sent for one in found.not_sent).most_common(),
    }  # fmt: skip
    return render(request, "briefings/desk/preview.html", shown)


def figures(request: Request, reader: Reader | None):
    """Return a reader's own part, to people who may read every enquiry; to others nothing."""
    if reader is None or not request.user.works_for_county:
        return []
    councils = Council.objects.filter(pk__in=reader.councils).values_list("pk", flat=True)
    since = sending.previous(Edition(number=2**31 - 1, made_at=request.now))
    return parts_for(list(councils), since=since).values()


def body_of(html: str) -> SafeString:
    """Return what a letter says, in the look of our page: mail's own styles may not stand here."""
    inner = html.partition("<body")[2].partition(">")[2]
    tags, pictures = markdown.TAGS | {"h1", "img"}, {"src", "alt", "width", "height"}
    said = nh3.clean(
        inner, tags=tags, attributes={"a": {"href"}, "img": pictures}, link_rel=None,
        attribute_filter=by_path,
    )  # fmt: skip
    return mark_safe(markdown.with_classes(UNTABLED.sub("", said)))  # noqa: S308 - cleaned


def by_path(tag: str, name: str, value: str) -> str:
    """Ask for our pictures by path: a page may show none from elsewhere, whatever our address."""
    return value.removeprefix(settings.SITE_URL) if (tag, name) == ("img", "src") else value


@editors_only
@require_POST
def send_test(request: Request, edition: int) -> HttpResponse:
    done = f"A test is on its way to {request.user.email}."
    press(request, sending.send_test, done=done, edition=fetch(edition))
    return redirect("edition_desk", edition=edition)


# What each button of an edition's page does, and what is said when it is done.
BUTTONS: dict[str, tuple[Callable, str]] = {
    "back": (editions.send_back, "It can be written again."),
    "unschedule": (editions.unschedule, "It will not leave. It stays approved."),
    "pause": (sending.pause, "Paused: nothing more leaves."),
    "resume": (sending.resume, "The sending goes on."),
    "stop": (sending.stop, "The sending is ended. What has not left stays."),
}
# These hold only for what the person has seen.
SEEN: dict[str, tuple[Callable, str]] = {
    "submit": (editions.submit, "Somebody else can look at it now."),
    "approve": (editions.approve, "Approved."),
}


@readers_of_editions
@require_POST
def act(request: Request, edition: int) -> HttpResponse:
    """Do what the pressed button says; what was looked at is what is submitted or approved."""
    row, wanted = fetch(edition), request.POST.get("act", "")
    if wanted in SEEN:
        verb, done = SEEN[wanted]
        known = whole_number(request.POST.get("version", ""), most_digits=9) or 0
        press(request, verb, done=done, edition=row, version=known)
    elif wanted in BUTTONS:
        verb, done = BUTTONS[wanted]
        press(request, verb, done=done, edition=row)
    return redirect("edition_desk", edition=edition)


@editors_only
@form_methods
def schedule(request: Request, edition: int) -> HttpResponse:
    """Say when it leaves."""
    row = fetch(edition)
    form = ScheduleForm(posted(request), initial={"day": row.planned_on or request.today})
    form.cancel_url = reverse("edition_desk", args=[edition])
    if form.is_valid():
        moment = instant(form.cleaned_data["day"], form.cleaned_data["clock"])
        if attempt(
            form, editions.schedule, edition=row, moment=moment, at=request.now, by=request.user
        ):
            messages.success(request, f"It leaves on {in_words(moment)}.")
            return redirect(form.cancel_url)
    return render(request, "briefings/desk/schedule.html", {"form": form, "edition": row})


@readers_of_editions
@require_safe
def ledger(request: Request, edition: int) -> HttpResponse:
    """List every reader of a sent edition, why, and what became of her copy."""
    row, wanted = fetch(edition), request.GET.get("copy", "")
    wanted = wanted if wanted in (NOT_SENT, *Letter.Status.values) else ""
    rows = with_fate(row, wanted).select_related("edition")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keys = [one.letter_key for one in page]
    letters = {letter.key: letter for letter in Letter.objects.filter(key__in=keys)
               .only("key", "status", "error", "sent_at", "bounced_at")}  # fmt: skip
    lines = [(one, fate(one, letters.get(one.letter_key))) for one in page]
    context = {
        "edition": row, "lines": lines, "page": page, "counts": counts(row), "wanted": wanted,
        "previous": link(page.number - 1, wanted) if page.has_previous() else None,
        "next": link(page.number + 1, wanted) if page.has_next() else None,
    }  # fmt: skip
    return render(request, "briefings/desk/ledger.html", context)


def with_fate(edition: Edition, wanted: str):
    """Return the readers of whom a count of the page tells: all, those without, or in a state."""
    rows = edition.recipients.all()
    if wanted == NOT_SENT:
        return rows.exclude(not_sent="")
    if edition.mailing is None or not wanted:
        return rows
    letters = edition.mailing.letters.order_by().filter(status=wanted)
    keys = letters.values_list("key", flat=True)
    return rows.filter(key__in=[key.split(":", 2)[2] for key in keys])


def link(number: int, wanted: str) -> dict:
    chosen = f"copy={wanted}&" if wanted else ""
    return {"href": f"?{chosen}page={number}", "label_text": f"Page {number}"}


def fate(one, letter: Letter | None) -> str:
    """Say what became of a reader's copy, in the words of the post."""
    if one.not_sent:
        return f"Not sent: {one.not_sent}"
    if letter is None:
        return "To be written"
    if letter.bounced_at:
        return "Came back"
    why = f": {letter.error}" if letter.error and letter.status != Letter.Status.SENT else ""
    return f"{letter.get_status_display()}{why}"


def counts(edition: Edition) -> list[tuple[str, str, int]]:
    """Return how many readers there are, and how many copies stand where: key, words, number."""
    found = [("", "Readers", edition.recipients.count())]
    found.append((NOT_SENT, "No copy", edition.recipients.exclude(not_sent="").count()))
    if edition.mailing:
        tally = edition.mailing.letters.order_by().values_list("status")
        labels = dict(Letter.Status.choices)
        found += [(state, labels[state], n) for state, n in tally.annotate(n=Count("pk"))]
    return found
