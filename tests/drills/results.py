"""What a run found, as one line of JSON."""

import json
from dataclasses import dataclass, field

from .truth import Truth


@dataclass
class Result:
    """`faults` is how often something was broken. `more` is what this drill has to say besides.

    `taken_away` says that the defence it was to do without was really gone.
    """

    ok: bool
    faults: int
    truth: Truth
    more: dict = field(default_factory=dict)
    taken_away: bool = False
    drill: str = ""
    policy: str = ""
    seed: int = 0
    seconds: float = 0

    def line(self) -> str:
        found = {
            "drill": self.drill, "policy": self.policy, "seed": self.seed, "faults": self.faults,
            "lost": self.truth.lost, "doubled": self.truth.doubled, "parked": self.truth.parked,
            "seconds": round(self.seconds, 1), "ok": self.ok,
        }  # fmt: skip
        return json.dumps(
            {k: v for k, v in found.items() if v != ""} | self.more | self.truth.troubles
        )
