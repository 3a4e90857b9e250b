"""Ways into the catalogue: A to Z, by problem, by words, side by side."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.requests import Request

from ...catalogue import MOST_COMPARED, by_letter
from ...models import Category, Problem, Result, Stage, Version
from ...search import find
from ...selection import HERE, PRICED, Selection, compared, read
from .shared import entries_of, nearly_free

LABELS = {
    name: {"text": text}
    for name, text in {
        "q": "Words", "problem": "Problem", "category": "Kind of scheme",
        "here": "Done here", "priced": "Guide cost",
    }.items()
}  # fmt: skip


@nearly_free
def index(request: Request) -> HttpResponse:
    """List every published scheme A to Z, or those that are asked for, the nearest first."""
    if request.GET.get("compare"):
        wanted = {"compare": ",".join(request.GET.getlist("compare"))}
        return redirect(f"{reverse('schemes_compare')}?{urlencode(wanted)}")
    problems = list(Problem.objects.filter(is_active=True))
    categories = list(Category.objects.values_list("name", flat=True))
    asked = read(request.GET, problems=[row.slug for row in problems], categories=categories)
    rows = find(Version.objects.live(), asked.words) if asked.words else Version.objects.live()
    found = [entry for entry in entries_of(request, rows) if asked.allows(entry)]
    problem = next((row for row in problems if row.slug == asked.problem), None)
    context = {
        "asked": asked,
        "found": cheapest_first(found) if problem and not asked.words else found,
        "letters": list(by_letter(found)),
        "problems": problems,
        "problem": problem,
        "tags": tags_of(request, asked, problem),
        "labels": LABELS,
        "path": reverse("schemes"),
        "problem_options": options_of("Any problem", asked.problem, choices_of(problems)),
        "category_options": options_of("Any kind", asked.category, [(c, c) for c in categories]),
        "here_options": options_of("Either", asked.here, HERE.items()),
        "priced_options": options_of("With or without", asked.priced, PRICED.items()),
    }
    return render(request, "schemes/public/index.html", context)


def choices_of(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(row.slug, row.name) for row in problems]


def cheapest_first(found: list) -> list:
    """Those without a price of this council's come last, in their order."""
    return sorted(found, key=lambda entry: (entry.lowest is None, entry.lowest or 0))


def options_of(nothing: str, chosen: str, choices) -> list[dict]:
    rows = [("", nothing), *choices]
    return [{"value": v, "text": text, "selected": v == chosen} for v, text in rows]


def tags_of(request: Request, asked: Selection, problem: Problem | None) -> list[dict]:
    """Each chosen filter, with the address of the page without it."""
    shown = {
        "q": asked.words and f"Words: {asked.words}",
        "problem": problem and problem.name,
        "category": asked.category,
        "here": HERE.get(asked.here),
        "priced": PRICED.get(asked.priced),
    }
    return [{"text": text, "href": without(request, name)} for name, text in shown.items() if text]


def without(request: Request, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return f"?{query.urlencode()}" if query else reverse("schemes")


@nearly_free
def compare(request: Request) -> HttpResponse:
    """Show up to three schemes side by side, in the order asked."""
    slugs = compared(request.GET.getlist("compare"))
    live = {entry.shot["slug"]: entry for entry in entries_of(request, Version.objects.live())}
    known = [live[slug] for slug in slugs if slug in live]
    chosen = [entry.shot["slug"] for entry in known[:MOST_COMPARED]]
    others = [(slug, entry.shot["name"]) for slug, entry in live.items() if slug not in chosen]
    context = {
        "entries": known[:MOST_COMPARED],
        "columns": [(live[slug], compare_url(each for each in chosen if each != slug))
                    for slug in chosen],
        "left_out": known[MOST_COMPARED:],
        "unknown": len(slugs) - len(known),
        "others": others and len(chosen) < MOST_COMPARED and options_of("Choose one", "", others),
        "add_label": {"text": "Compare with" if chosen else "Scheme"},
    }  # fmt: skip
    return render(request, "schemes/public/compare.html", context)


def compare_url(slugs: Iterable[str]) -> str:
    """Return the address of a comparison, which can be passed on."""
    asked = ",".join(slugs)
    return reverse("schemes_compare") + (f"?compare={asked}" if asked else "")


@nearly_free
def how_to_get_one(request: Request) -> HttpResponse:
    """Tell the council's stages and what they can end in, as its rows have them."""
    context = {
        "stages": Stage.objects.filter(is_active=True),
        "results": Result.objects.filter(is_active=True),
    }
    return render(request, "schemes/public/how.html", context)
