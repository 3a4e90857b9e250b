"""The peer, set up as its guide says, and its pages; runs in the peer's environment alone.

It is kept to nothing of ours: no teams, letters that go nowhere at once, and
connections that are kept open between requests, as ours are.
"""

import json
import os
import re
import secrets
import sys

from .speaker import Page, answer

RARE = "NH 417 2026"
APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.humanize", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "rest_framework", "helpdesk",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": PROCESSORS},
}
DATABASE = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ.get("PGDATABASE", ""),
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}


def configure() -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        ROOT_URLCONF="portal.bench.helpdesk.urls",
        DATABASES={"default": DATABASE},
        TEMPLATES=[TEMPLATES],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SITE_ID=1,
        USE_TZ=True,
        TIME_ZONE="Europe/London",
        STATIC_URL="/static/",
        MEDIA_ROOT="var/peer/media",
        LOGGING_CONFIG=None,
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )
    django.setup()


def pages() -> dict[str, Page]:
    """The peer's pages, as its officer who has the most to do sees them."""
    from django.contrib.auth.models import User
    from django.test import Client
    from helpdesk.models import Ticket, UserSettings

    officer = User.objects.get(username="officer@demo.example")
    UserSettings.objects.get_or_create(user=officer)
    client = Client()
    client.force_login(officer)  # type: ignore[arg-type]  # its framework's own user, not ours
    case = Ticket.objects.filter(assigned_to=officer, status=1).latest("due_date", "id")
    Ticket.objects.filter(pk=case.pk).update(resolution=RARE)
    return {
        "list": listed(client),
        "list_of_team": listed(client, queue=case.queue_id, status=[1, 2]),
        "list_closed": listed(client, status=[3, 4, 5]),
        "search_common": listed(client, q="main street"),
        "search_rare": listed(client, q=RARE),
        "search_nothing": listed(client, q="xylophone"),
        "case": got(client, f"/tickets/{case.pk}/"),
        "my_work": got(client, "/dashboard/"),
        "dashboard": got(client, "/dashboard/"),
        "log": logged(client, case.queue_id),
    }


def got(client, path: str) -> Page:
    return Page(lambda: lambda: client.get(path))


def listed(client, **asked) -> Page:
    """The page without rows, and what its script then asks for: 25 rows, as it comes."""

    def both():
        shell = client.get("/tickets/", asked)
        address = re.search(rb'"url": "(/datatables_ticket_list/[^"]+)"', shell.content)
        assert address, shell.status_code
        rows = client.get(address[1].decode(), {"draw": 1, "start": 0, "length": 25})
        assert "data" in json.loads(rows.content)
        return rows

    return Page(lambda: both)


def logged(client, queue: int) -> Page:
    words = {
        "queue": queue,
        "title": "Main Street",
        "body": "Cars go too fast past the school.",
        "priority": 3,
        "submitter_email": "clerk@demo.example",
    }
    return Page(lambda: lambda: client.post("/tickets/submit/", words), 302)


def main(arguments: list[str]) -> None:
    configure()
    if arguments == ["migrate"]:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return
    answer(pages())


if __name__ == "__main__":
    main(sys.argv[1:])
