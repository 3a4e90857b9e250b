"""How often things happen. The numbers are believable, not measured."""

LIKELY_KINDS = {
    "RC1": 9, "RC2": 5, "RC4": 3, "DR1": 7, "DR2": 3, "LT1": 4, "LT2": 2, "LT3": 2, "SL1": 4,
    "SL2": 4, "SL3": 2, "SP1": 8, "SP2": 4, "SP3": 7, "SP4": 3, "SP5": 3, "SP7": 2, "HG1": 3,
    "CR1": 3, "CR2": 2, "PK1": 4, "PK3": 3, "SC1": 3, "GR1": 5, "GR2": 5, "RW1": 3, "WN1": 2,
    "WK1": 3, "WK2": 3, "WK4": 2, "PT1": 3, "PT2": 2, "EW2": 2, "OA1": 2, "RC5": 0.5, "PW4": 0.5,
}  # fmt: skip
CHANNELS = {"web": 78, "phone": 9, "email": 9, "meeting": 4}
WEEKDAYS = (22, 20, 19, 18, 15, 3, 3)
HOURS = {
    7: 2,
    8: 5,
    9: 12,
    10: 15,
    11: 13,
    12: 8,
    13: 9,
    14: 11,
    15: 10,
    16: 7,
    17: 3,
    19: 3,
    20: 2,
}

# What is decided, by the type of the kind of enquiry: outcome codes with their weights.
DECISIONS = {
    "request": {"will-do": 10, "will-do-part": 7, "not-now": 28, "cannot-do": 17, "already": 12,
                "advice": 24, "passed-on": 2},
    "report": {"will-do": 16, "will-do-part": 3, "not-now": 5, "cannot-do": 3, "already": 43,
               "advice": 25, "passed-on": 5},
    "question": {"advice": 74, "already": 14, "not-now": 4, "cannot-do": 4, "passed-on": 4},
    "complaint": {"advice": 80, "already": 20},
    "signpost": {"passed-on": 86, "advice": 14},
}  # fmt: skip
# Which reasons go with which refusal.
REFUSALS = {
    "not-now": {"no-budget": 45, "other-scheme": 25, "evidence": 20, "duplicate": 10},
    "cannot-do": {"criteria": 50, "evidence": 20, "national-rules": 18, "not-our-land": 12},
}
# Survey scores (5 to 1, 0 is “don't know”) when it went well, was late, or was a no.
SCORES = {
    "well": {5: 34, 4: 38, 3: 14, 2: 7, 1: 4, 0: 3},
    "no": {5: 12, 4: 26, 3: 26, 2: 20, 1: 13, 0: 3},
    "late": {5: 8, 4: 20, 3: 24, 2: 27, 1: 18, 0: 3},
}
# Pace is the share of the promised days that an answer takes: its logarithm's mean and spread.
PACE_MEAN, PACE_SPREAD = -0.62, 0.48


def place_weight(rank: int) -> float:
    """Large places ask more often than small ones; ranks only shuffle which is which."""
    return 1 / (rank * 7 % 17 + 6)
