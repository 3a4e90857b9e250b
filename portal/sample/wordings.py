"""Standard wording to look at: made up for the demo, marked as samples, reviewed by nobody."""

from enquiries.models import Kind, Outcome, Reason, StandardWording

# Title, kinds by code, outcome, reason, months, reasons in plain English, what happens next.
SAMPLES = (
    ("Speed survey: no case", ("SP1", "SP2"), "not-now", "evidence", (None, None),
     "We measured speeds on [road] from [first day of survey] to [last day of survey]. The average "
     "was [average speed] mph in a [speed limit] mph limit. That does not show a need for work.",
     "We take no further steps now. Please write again if something changes."),
    ("Thank you, and what we do first", (), None, None, (None, None),
     "Thank you for writing about [road]. An officer visited on [date of visit].", ""),
    ("Gritting: why not this road", ("WN1",), "advice", None, (10, 4),
     "[road] is not on the routes that we grit. [reason from the winter plan]",
     "We look at the routes again before next winter."),
    ("Work is ordered", (), "will-do", None, (None, None),
     "We inspected [road] on [date of inspection] and ordered the work.",
     "We will write to you when the work is done."),
)  # fmt: skip


def make_wordings() -> None:
    """Write the samples for the kinds, outcomes and reasons that there are."""
    kinds = Kind.objects.in_bulk(field_name="code")
    outcomes = Outcome.objects.in_bulk(field_name="code")
    reasons = Reason.objects.in_bulk(field_name="code")
    for title, codes, outcome, reason, (first, last), text, next_step in SAMPLES:
        row = StandardWording.objects.create(
            title=title, text=text, next_step=next_step, from_month=first, to_month=last,
            outcome=outcomes.get(outcome), reason=reasons.get(reason), is_sample=True,
            source="Made up for the demo",
        )  # fmt: skip
        row.kinds.set([kinds[code] for code in codes if code in kinds])
