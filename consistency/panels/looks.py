"""Do two officers sort the same enquiry the same way? Cohen's kappa of the second looks."""

from .. import sentences
from ..figures import FEW, Cell, Line, Panel, Share, plain, share
from ..models import SecondLook
from ..selection import Selection
from ..stats.agreement import Agreement, agreement


def second_looks(chosen: Selection) -> Panel:
    """Compare what was judged in the period. The filters do not narrow it: there are few."""
    since, until = chosen.period
    rows = SecondLook.objects.filter(judged_at__gte=since, judged_at__lt=until)
    pairs = list(
        rows.values_list(
            "first_kind__code", "second_kind__code", "first_priority", "second_priority"
        )
    )
    kinds = agreement([(first, second) for first, second, _, _ in pairs])
    priorities = agreement([(first, second) for _, _, first, second in pairs])
    named = [("Kind of enquiry", kinds), ("Priority", priorities)]
    return Panel(
        "second-looks", "Would a colleague have sorted it the same way?", sentences_of(named),
        ["Looked at twice", "Sorted alike", "Kappa", "Likely between"],
        ["cases", "agreed", "agreed_percent", "kappa", "kappa_low", "kappa_high"],
        [line_of(chosen, name, found) for name, found in named] if pairs else [],
        "What was sorted",
        says="One enquiry in twenty is sorted again by an officer who sees nothing of the first.",
        notes=["Cohen’s kappa: 1 is full agreement, 0 what chance alone would give."],
    )  # fmt: skip


def line_of(chosen: Selection, name: str, found: Agreement) -> Line:
    is_known = found.kappa is not None
    between = f"{found.low:.2f} to {found.high:.2f}" if is_known else "–"
    return Line(
        name,
        [
            plain(found.cases, counts=(found.cases,)),
            share(chosen, "", found.agreed, found.cases, None),
            plain(round(found.kappa, 3) if found.kappa is not None else None),
            Cell((found.low, found.high), between, counts=()),
        ],
        is_few=found.cases < FEW,
    )


def sentences_of(named: list[tuple[str, Agreement]]) -> list[str]:
    if not named[0][1].cases:
        return ["Nothing has been sorted a second time in this period."]
    return [
        f"{sentences.with_percent(Share(found.agreed, found.cases), 'second looks')} gave the same"
        f" {name.lower()}."
        for name, found in named
    ]
