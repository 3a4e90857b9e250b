"""Handing letters over, by SMTP or by GOV.UK Notify. The only place that speaks to either."""

from .answers import Answer, LostLease
from .lines import Line, hand_over, hang_up, mail_line
from .notify import NotifyLine

__all__ = ["Answer", "Line", "LostLease", "NotifyLine", "hand_over", "hang_up", "mail_line"]
