"""The nearest peer on the same stack, as it was measured: what users would pick instead of us.

django-helpdesk 2.6.1, tickets with three follow-ups each, in November 2026 on a machine of two
cores: PostgreSQL 15 on loopback, gunicorn with two sync workers, a signed-in session, one client,
medians over HTTP. Ours are without the web server and the network: read the order of magnitude.
"""

PEER = "django-helpdesk 2.6.1, measured in November 2026 on another two-core machine over HTTP"
SIZES = (10_000, 100_000, 1_000_000)
# Milliseconds at those sizes, by the bench of ours that does the same job.
MEDIANS = {
    "queue_page": (216, 1_619, 14_759),
    "queue_filtered": (67, 74, 336),
    "case_page": (65, 57, 62),
    "search_page": (231, 1_560, 8_513),
    "search_rare": (202, 1_343, 6_994),
    "dashboard": (376, 2_558, 24_927),
    "log_enquiry": (12, 11, 11),
}


def peer(bench: str, rows: int) -> dict[str, float]:
    """Return the peer's median at a size it was measured at, to be printed beside ours."""
    if bench not in MEDIANS or rows not in SIZES:
        return {}
    return {"peer_p50_ms": MEDIANS[bench][SIZES.index(rows)]}
