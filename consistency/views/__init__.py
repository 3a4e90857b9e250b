"""The managers' pages."""

from .cases import consistency_cases
from .decisions import consistency_decisions
from .kept import (
    consistency_publish,
    consistency_snapshot,
    consistency_snapshot_cases,
    consistency_snapshots,
    how_we_are_doing,
)
from .looks import second_look, second_looks
from .questions import consistency, consistency_question
from .sheets import consistency_cases_csv, consistency_csv, consistency_workbook
from .signals import consistency_signal, consistency_signals
from .signposted import consistency_signposted

__all__ = [
    "consistency",
    "consistency_cases",
    "consistency_cases_csv",
    "consistency_csv",
    "consistency_decisions",
    "consistency_publish",
    "consistency_question",
    "consistency_signal",
    "consistency_signals",
    "consistency_signposted",
    "consistency_snapshot",
    "consistency_snapshot_cases",
    "consistency_snapshots",
    "consistency_workbook",
    "how_we_are_doing",
    "second_look",
    "second_looks",
]
