"""One unfairness, seeded on purpose, so that the managers' figures have something to find.

In Melton, requests for traffic calming (kind SP3) take about twice as long as elsewhere and are
refused about four times in five, where other districts refuse fewer than half. Melton also sends
more of them. Nothing else differs by place.
"""

DISTRICT, KIND = "Melton", "SP3"
PACE = 2.1
MORE = 4
DECISIONS = {"cannot-do": 45, "not-now": 36, "advice": 13, "will-do-part": 6}


def holds(district: str, code: str) -> bool:
    return district == DISTRICT and code == KIND


def weight(code: str, likely: dict[str, float]) -> float:
    """Return how often a kind is asked about in the seeded district."""
    return likely.get(code, 1) * (MORE if code == KIND else 1)
