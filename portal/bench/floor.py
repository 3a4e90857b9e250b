"""The floor: the least a Django view can do for the same job, under the same middleware.

One indexed query, fifty rows or one case, a bare template without our look. No choice of filter,
no counts, no letters: what any page of ours costs above these is what its features cost.
"""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.utils import timezone

from enquiries.models import Draft, Enquiry, Event
from enquiries.search import Said
from enquiries.states import OPEN
from portal.middleware import PUBLIC
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = 50
OPEN_VALUES = [status.value for status in OPEN]
LIST = """<!doctype html><title>Enquiries</title><table>{% for row in rows %}
<tr><td><a href="{% url 'case' row.number %}">{{ row.reference }}</a><td>{{ row.parish.name }}
<td>{{ row.road }}<td>{{ row.kind.name }}<td>{{ row.get_status_display }}<td>{{ row.owner.name }}
<td>{{ row.due_on|date:"j M Y" }}{% endfor %}</table>"""
CASE = """<!doctype html><title>{{ case.reference }}</title><h1>{{ case.road }}</h1>
<p>{{ case.description }}<p>{{ case.parish.name }}, {{ case.kind.name }}, {{ case.owner.name }},
{{ case.get_status_display }}, {{ case.due_on|date:"j M Y" }}<ol>{% for event in events %}
<li>{{ event.at|date:"j M Y H:i" }} {{ event.get_what_display }} {{ event.by.name }}
{{ event.text }}{% endfor %}</ol>"""
ROLLUP = """<!doctype html><title>Figures</title><table>{% for name, cells in rows %}
<tr><th>{{ name }}{% for cell in cells %}<td>{{ cell }}{% endfor %}{% endfor %}</table>"""
MAKE_ROLLUP = """
DROP TABLE IF EXISTS bench_rollup;
CREATE TABLE bench_rollup AS
SELECT council_id, date_trunc('month', closed_at)::date AS month, count(*) AS answered
FROM enquiries_enquiry
WHERE closed_at > now() - interval '12 months' GROUP BY 1, 2;
CREATE INDEX ON bench_rollup (council_id, month); ANALYZE bench_rollup
"""
READ_ROLLUP = """
SELECT council.name, array_agg(rollup.answered ORDER BY rollup.month)
FROM bench_rollup rollup JOIN parishes_council council ON council.id = rollup.council_id
GROUP BY council.id ORDER BY council.name
"""


def show(text: str, context: dict) -> HttpResponse:
    """Render a template, compiled once, without context processors."""
    if text not in COMPILED:
        COMPILED[text] = engines["django"].from_string(text)
    return HttpResponse(COMPILED[text].render(context))


COMPILED: dict = {}
PUBLIC.add("floor_hello")


def rows_of(**narrowed) -> dict:
    rows = Enquiry.objects.filter(status__in=OPEN_VALUES, **narrowed).order_by("due_at", "id")
    return {"rows": rows.select_related("parish", "kind", "owner")[:PAGE]}


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a stranger can be shown."""
    return HttpResponse("<!doctype html><title>Hello</title><p>Hello.")


def queue(request: HttpRequest) -> HttpResponse:
    return show(LIST, rows_of())


def queue_of_kind(request: HttpRequest, kind: int) -> HttpResponse:
    return show(LIST, rows_of(kind=kind))


def queue_of_owner(request: HttpRequest) -> HttpResponse:
    return show(LIST, rows_of(owner=request.user))


def queue_of_council(request: HttpRequest, council: int) -> HttpResponse:
    rows = Enquiry.objects.filter(council=council).order_by("-number")
    return show(LIST, {"rows": rows.select_related("parish", "kind", "owner")[:PAGE]})


def search(request: HttpRequest) -> HttpResponse:
    """Rank a thousand of what matches and show fifty, by one index and nothing misspelt."""
    query = SearchQuery(request.GET["q"], config="english")
    found = Enquiry.objects.alias(said=Said()).filter(said=query).order_by()
    few = found.annotate(rank=SearchRank(F("said"), query)).values_list("rank", "pk")[:1000]
    best = [key for _, key in sorted(few, reverse=True)[:PAGE]]
    rows = Enquiry.objects.filter(pk__in=best)
    return show(LIST, {"rows": rows.select_related("parish", "kind", "owner")})


def case(request: HttpRequest, number: int) -> HttpResponse:
    found = Enquiry.objects.select_related("parish", "kind", "owner").get(number=number)
    events = Event.objects.filter(enquiry=found).select_related("by")
    return show(CASE, {"case": found, "events": events})


def insert(request: HttpRequest) -> HttpResponse:
    """Insert one row of a clerk's words and redirect."""
    Draft.objects.create(
        author_id=request.session["_auth_user_id"],
        asked_by_id=request.session["_auth_user_id"],
        council_id=request.POST["council"],
        parish_id=request.POST["parish"],
        road=request.POST["road"],
        description=request.POST["description"],
        saved_at=timezone.now(),
    )
    return redirect("/")


def rollup(request: HttpRequest) -> HttpResponse:
    """Show every body by twelve months from a table made beforehand."""
    with connection.cursor() as cursor:
        cursor.execute(READ_ROLLUP)
        return show(ROLLUP, {"rows": cursor.fetchall()})


def make_rollup() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(MAKE_ROLLUP)
        cursor.execute("RESET statement_timeout")


urlpatterns = [
    *ours,
    path("floor/hello/", hello, name="floor_hello"),
    path("floor/queue/", queue, name="floor_queue"),
    path("floor/queue/kind/<int:kind>/", queue_of_kind, name="floor_kind"),
    path("floor/queue/mine/", queue_of_owner, name="floor_mine"),
    path("floor/queue/council/<int:council>/", queue_of_council, name="floor_council"),
    path("floor/search/", search, name="floor_search"),
    path("floor/case/<int:number>/", case, name="floor_case"),
    path("floor/insert/", insert, name="floor_insert"),
    path("floor/rollup/", rollup, name="floor_rollup"),
]
