"""How like enquiries were answered, in figures: counts by outcome, and what stands out from them.

Small numbers stay numbers: below ten like answers there is no percentage and nothing departs.
"""

from collections import Counter

# The last so many answers of a kind, county-wide: enough for a share, few enough to read each time.
MOST_COMPARED = 200
FEWEST = 10
RARE = 0.1
# The outcome of joining to another enquiry, and its reason: nothing was decided there.
JOINED, DUPLICATE = "merged", "duplicate"
NO_REASON_GIVEN = "No reason was given."


def share(count: int, total: int) -> str:
    """Write a share: 12 of 40 (30%), but 3 of 4."""
    said = f"{count} of {total}"
    return said if total < FEWEST else f"{said} ({100 * count / total:.0f}%)"


def departs(counts: Counter, outcome: int) -> bool:
    """Whether fewer than one in ten of at least ten like answers had this outcome, by its key."""
    total = counts.total()
    return total >= FEWEST and counts[outcome] < RARE * total


def comparison(count: int, total: int) -> str:
    """Say how seldom an outcome was among like answers."""
    last = f"Of the last {total} answers to this kind of enquiry in the county"
    return f"{last}, {count or 'none'} had this outcome."
