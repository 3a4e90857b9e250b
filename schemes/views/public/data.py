"""The catalogue as data: for other councils, for spreadsheets, for anybody."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.requests import Request
from govuk.sheets import to_csv

from ...models import Version
from ...published import as_json, as_lines
from .shared import nearly_free

SCHEMA = settings.BASE_DIR / "static" / "schemas" / "catalogue-1.json"


@nearly_free
def catalogue_json(request: Request) -> HttpResponse:
    """Hand out every published scheme, as the schema describes it."""
    whole = as_json(Version.objects.live(), about=about(), site=settings.SITE_URL)
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return open_to_all(HttpResponse(text, content_type="application/json"))


def about() -> dict[str, str]:
    return {
        "$schema": settings.SITE_URL + reverse("schemes_schema"),
        "publisher": settings.COUNCIL_NAME,
        "licence": settings.CATALOGUE_LICENCE,
        "licence_url": settings.CATALOGUE_LICENCE_URL,
    }


@nearly_free
def catalogue_csv(request: Request) -> HttpResponse:
    """Hand out every price there is, a line each, for a spreadsheet."""
    text = to_csv(as_lines(Version.objects.live(), site=settings.SITE_URL))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="a-roads-to-zebras.csv"'
    return open_to_all(response)


@nearly_free
def catalogue_schema(request: Request) -> HttpResponse:
    text = SCHEMA.read_text(encoding="utf-8")
    return open_to_all(HttpResponse(text, content_type="application/schema+json"))


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read it: it is public, and says nothing about who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = f'<{settings.CATALOGUE_LICENCE_URL}>; rel="license"'
    return response


@nearly_free
def about_data(request: Request) -> HttpResponse:
    """Describe the data, its columns and its licence."""
    context = {
        "licence": settings.CATALOGUE_LICENCE,
        "licence_url": settings.CATALOGUE_LICENCE_URL,
    }
    return render(request, "schemes/public/data.html", context)
