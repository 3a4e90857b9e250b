"""The same figures for a spreadsheet, and the cases behind them."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk import sheets

from .. import exports, sentences
from ..cases import touched
from ..panels import MEASURES
from .common import chosen_or_404, for_managers

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@for_managers
@require_safe
def consistency_csv(request: Request, measure: str) -> HttpResponse:
    if measure not in MEASURES:
        raise Http404
    chosen = chosen_or_404(request)
    panel = MEASURES[measure](chosen)
    name = exports.file_name(panel, chosen)
    return HttpResponse(exports.to_csv(panel, chosen), content_type=CSV, headers=attached(name))


@for_managers
@require_safe
def consistency_cases_csv(request: Request) -> StreamingHttpResponse:
    """Stream one line a round: with these anybody can count every figure again."""
    chosen = chosen_or_404(request)
    name = f"cases-{chosen.since:%Y-%m}-to-{chosen.until:%Y-%m}.csv"
    return StreamingHttpResponse(streamed(chosen), content_type=CSV, headers=attached(name))


def streamed(chosen) -> Iterator[str]:
    yield sheets.BOM
    for line in exports.case_lines(touched(chosen)):
        yield sheets.to_csv([line]).removeprefix(sheets.BOM)


@for_managers
@require_safe
def consistency_workbook(request: Request) -> HttpResponse:
    chosen = chosen_or_404(request)
    panels = [measure(chosen) for measure in MEASURES.values()]
    about = [
        f"Figures of {sentences.period(chosen)}{sentences.scope(chosen)}",
        f"Read at {chosen.now.isoformat(timespec='minutes')}",
        *(said for panel in panels for said in panel.sentences),
    ]
    name = f"figures-{chosen.since:%Y-%m}-to-{chosen.until:%Y-%m}.xlsx"
    return HttpResponse(
        exports.workbook(panels, chosen, about), content_type=XLSX, headers=attached(name)
    )
