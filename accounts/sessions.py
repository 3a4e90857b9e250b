"""Sessions in the database that last from the last page, not from the sign-in.

WCAG 2.2.1 asks that a time limit can be made longer. A session that is a twelfth through is written
again with its whole life before it, so most pages write nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone


def sure_seconds() -> int:
    """Seconds that a session has at least before it, whichever page was just opened."""
    return settings.SESSION_COOKIE_AGE * 11 // 12


class SessionStore(db.SessionStore):
    """Django's own, which notes while it reads whether its end has come too near."""

    def load(self) -> dict:
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        left = row.expire_date - timezone.now()
        self.modified = self.modified or left < timedelta(seconds=sure_seconds())
        return self.decode(row.session_data)
