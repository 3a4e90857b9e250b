"""Points at which the process kills itself: asked by a header, or by a letter's address."""

import os
import signal
import smtplib
from threading import local

from drill_inside import after_import

HEADER = "HTTP_X_DRILL_DIE"
INSERT = 'INSERT INTO "enquiries_enquiry"'
now = local()


def arm(env) -> None:
    after_import("django.core.handlers.wsgi", watch_requests)
    after_import("django.db.backends.utils", watch_inserts)
    after_import("django.db.backends.base.base", watch_commits)
    poison()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at(point: str) -> None:
    if getattr(now, "point", "") == point:
        die()


def watch_requests(module) -> None:
    answer = module.WSGIHandler.__call__

    def call(self, environ, start_response):
        now.point, now.inserted = environ.get(HEADER, ""), False
        response = answer(self, environ, start_response)
        at("before response")
        return response

    module.WSGIHandler.__call__ = call


def watch_inserts(module) -> None:
    execute = module.CursorWrapper.execute

    def watched(self, sql, params=None):
        if not str(sql).startswith(INSERT):
            return execute(self, sql, params)
        at("before insert")
        result = execute(self, sql, params)
        now.inserted = True
        at("after insert")
        return result

    module.CursorWrapper.execute = watched


def watch_commits(module) -> None:
    commit = module.BaseDatabaseWrapper._commit

    def watched(self):
        marked = getattr(now, "inserted", False)
        if marked:
            at("before commit")
        result = commit(self)
        if marked:
            at("after commit")
        return result

    module.BaseDatabaseWrapper._commit = watched


def poison() -> None:
    """A letter that kills whoever wants to send it, as one does whose parts need all memory."""
    rcpt = smtplib.SMTP.rcpt

    def watched(self, recip, options=()):
        if recip.startswith("poison."):
            die()
        return rcpt(self, recip, options)

    smtplib.SMTP.rcpt = watched
