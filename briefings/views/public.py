"""What anybody may read: the archive, each edition, the feed, dates, text to paste."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from accounts.requests import Request
from enquiries.deadlines.clock import LONDON
from govuk.files import HEADERS, JPEG, content
from govuk.forms import scrub
from parishes.permissions import councils_of

from .. import calendars, feeds, rendering
from ..forms.public import QuestionForm
from ..models import Edition, Image, Item, Topic
from ..permissions import may_edit, may_gather
from ..workflows import questions
from ..workflows.questions import NotAllowed
from .doors import form_methods, posted

MOST_FOUND = 50
NEWS_SHOWN = 30
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def archive(request: Request) -> HttpResponse:
    """List editions by year; or the items that hold the words or are of the topic asked for."""
    words = " ".join(scrub(request.GET.get("q", "")[:100]).split())
    topic = Topic.objects.filter(slug=scrub(request.GET.get("topic", "")[:60])).first()
    year = request.GET.get("year", "")
    rows = Edition.objects.sent()
    years = [day.year for day in rows.datetimes("sent_at", "year", order="DESC", tzinfo=LONDON)]
    chosen = int(year) if year in map(str, years) else None
    found = search(words, topic, chosen) if words or topic else None
    context = {
        "words": words, "topic": topic, "topics": Topic.objects.filter(is_active=True),
        "year": chosen, "years": years, "found": found and found[:MOST_FOUND],
        "searched": found is not None, "is_cut": bool(found and len(found) > MOST_FOUND),
        "by_year": by_year(rows.filter(sent_at__year=chosen) if chosen else rows),
    }  # fmt: skip
    return render(request, "briefings/archive.html", context)


def search(words: str, topic: Topic | None, year: int | None) -> list[Item]:
    """Return items of sent editions, the newest first, one more than are shown."""
    rows = Item.objects.published().select_related("edition", "topic")
    rows = rows.found_by(words) if words else rows
    rows = rows.filter(topic=topic) if topic else rows
    rows = rows.filter(edition__sent_at__year=year) if year else rows
    return list(rows.order_by("-edition__sent_at", "order", "pk")[: MOST_FOUND + 1])


def by_year(editions: Iterable[Edition]) -> list[tuple[int, list[Edition]]]:
    found: dict[int, list[Edition]] = {}
    for edition in editions:
        if edition.sent_at:
            found.setdefault(edition.sent_at.astimezone(LONDON).year, []).append(edition)
    return sorted(found.items(), reverse=True)


@require_safe
def edition(request: Request, edition: int) -> HttpResponse:
    """Show an edition whole, each item under its own heading."""
    row = get_object_or_404(Edition.objects.sent(), number=edition)
    items = list(row.items.whole())
    context = {
        "edition": row, "url": rendering.edition_url(row),
        "intro": rendering.markdown.to_html(row.intro),
        "shown": [rendering.shown(item, today=request.today) for item in items],
        "dates": rendering.dates_of(items, today=request.today),
        "asks": may_ask(request), "description": row.summary or row.title,
        "edits": request.user.is_authenticated and may_edit(request.user),
    }  # fmt: skip
    return render(request, "briefings/edition.html", context)


def may_ask(request: Request) -> bool:
    """Offer a question to clerks, and to strangers, who may be clerks once they have signed in."""
    user = request.user
    return user.is_anonymous or councils_of(user, request.today).exists()


def published(number: int, anchor: str) -> Item:
    rows = Item.objects.published().whole()
    return get_object_or_404(rows, edition__number=number, anchor=anchor)


@require_safe
def item_text(request: Request, edition: int, anchor: str) -> HttpResponse:
    """Offer an item as text for a parish's own website, with a line that says whose it is."""
    item = published(edition, anchor)
    html, words = rendering.text_to_paste(item, today=request.today)
    short = f"{rendering.short_of(item)}\n{settings.SITE_URL}{rendering.address(item)}"
    context = {
        "item": item, "html": html, "words": words, "short": short, "short_length": len(short),
        "url": settings.SITE_URL + rendering.address(item), "back": rendering.address(item),
    }  # fmt: skip
    return render(request, "briefings/item_text.html", context)


@require_safe
def edition_text(request: Request, edition: int) -> HttpResponse:
    """Offer a whole edition to paste into a parish's own website at once."""
    row = get_object_or_404(Edition.objects.sent(), number=edition)
    items = list(row.items.whole())
    html, words = rendering.whole_to_paste(row, items, today=request.today)
    short = rendering.short_edition(row, items)
    context = {
        "item": row, "html": html, "words": words, "short": short, "short_length": len(short),
        "url": rendering.edition_url(row), "back": reverse("briefing", args=[row.number]),
    }  # fmt: skip
    return render(request, "briefings/item_text.html", context)


@form_methods
def ask(request: Request, edition: int, anchor: str) -> HttpResponse:
    """Let a clerk ask about an item: it becomes an enquiry that knows what it is about."""
    item = published(edition, anchor)
    councils = list(councils_of(request.user, request.today))
    if not councils:
        raise Http404
    form = QuestionForm(posted(request), councils=councils)
    form.cancel_url = rendering.address(item)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            draft = questions.ask_about(
                item=item, council=form.council, text=text, at=request.now, by=request.user
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("draft_where", token=draft.token)
    return render(request, "briefings/ask.html", {"form": form, "item": item})


@require_safe
def image(request: Request, shown) -> HttpResponse:
    """Show a picture of an edition that is sent; before that, to the county's people only."""
    row = get_object_or_404(Image.objects.select_related("item__edition"), token=shown)
    is_public = row.item.edition is not None and row.item.edition.is_sent
    if not is_public and not (request.user.is_authenticated and may_gather(request.user)):
        raise Http404
    kept = "public, max-age=86400" if is_public else "private, no-store"
    return HttpResponse(
        content(row.file), content_type=JPEG, headers=HEADERS | {"Cache-Control": kept}
    )


@require_safe
@conditional_page
def feed(request: Request) -> HttpResponse:
    """Give every recent item with its full text, as Atom."""
    rows = Item.objects.published().whole().order_by("-edition__sent_at", "order", "pk")
    text = feeds.feed_of(rows[: feeds.MOST_ITEMS], today=request.today)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_safe
def dates(request: Request, edition: int | None = None) -> HttpResponse:
    """Give the dates of an edition as a calendar file; without a number, all that come."""
    items = Item.objects.published().whole()
    if edition is not None:
        items = items.filter(edition=get_object_or_404(Edition.objects.sent(), number=edition))
        events = calendars.of_items(items, now=request.now)
        return calendar_file(events, f"briefing-{edition}.ics", f"Briefing {edition}")
    items = items.filter(dates__on__gte=request.today).distinct()
    events = calendars.of_items(items, now=request.now, since=request.today)
    return calendar_file(events, "briefing-dates.ics", "Dates from briefings")


def calendar_file(events, name: str, title: str) -> HttpResponse:
    said = f"{title} – {settings.COUNCIL_NAME}"
    response = HttpResponse(calendars.calendar_of(events, name=said), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def news(request: Request) -> HttpResponse:
    """Show what is news still, from the same items: nothing is written twice."""
    rows = list(Item.objects.news_on(request.today).whole()[:NEWS_SHOWN])
    shown = [rendering.shown(item, today=request.today) for item in rows]
    return render(request, "briefings/news.html", {"shown": shown})
