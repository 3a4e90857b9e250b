"""Walks the product's addresses as each role and gathers every form it is offered to send."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

BACKEND = "django.contrib.auth.backends.ModelBackend"
WORDS = "Too fast past the school"
LONG_TEXT = {"textarea", "text", "email", "search", None}


@dataclass(frozen=True)
class Sendable:
    """A form that a page offers: where it goes, and what a person would send with it.

    `texts` are the fields she types in, `choices` those she chooses in; `filled` holds them all.
    """

    role: str
    name: str
    action: str
    filled: dict = field(hash=False)
    texts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    takes_files: bool = False

    def __str__(self) -> str:
        return f"{self.role} {self.action}"


def client_of(user=None, **how) -> Client:
    client = Client(raise_request_exception=False, **how)
    if user:
        client.force_login(user, BACKEND)
    return client


def ours(resolver=None) -> dict[str, set[str]]:
    """The name of every address of ours, with the names of its arguments."""
    found = {}
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLPattern) and item.name:
            found[item.name] = set(item.pattern.converters)
        elif isinstance(item, URLResolver) and not item.namespace:
            found |= ours(item)
    return found


def addresses(records: dict) -> dict[str, str]:
    """Every address of ours by its name; `records` say what it names, by its name or argument."""
    return {name: reverse(name, kwargs=named(name, args, records)) for name, args in ours().items()}


def named(name: str, arguments: set[str], records: dict) -> dict:
    def known(argument: str):
        return records.get(name) or records[name.split("_")[0] if argument == "token" else argument]

    return {argument: known(argument) for argument in arguments}


def offered(role: str, user, paths: Iterable[str]) -> dict[tuple, Sendable]:
    """The forms that a person of this role is offered on those pages, each once."""
    client, found = client_of(user), {}
    for path in paths:
        response = client.get(path)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        for form in BeautifulSoup(response.content, "html.parser").find_all("form", method="post"):
            made = read(form, role, path)
            found.setdefault((made.name, *made.filled), made)
    return found


def read(form, role: str, path: str) -> Sendable:
    filled, texts, choices = {}, [], []
    for box in form.find_all(["input", "textarea", "select"]):
        name, kind = box.get("name"), box.get("type")
        if not name or kind == "file" or name == "csrfmiddlewaretoken":
            continue
        if box.name == "select" or kind == "radio":
            choices += [] if name in choices else [name]
            filled.setdefault(name, choice_of(box))
        elif box.name == "textarea" or (
            kind in LONG_TEXT and not re.search("-(day|month|year)", name)
        ):
            texts.append(name)
            filled[name] = WORDS
        else:
            filled[name] = box.get("value") or ""
    action = urljoin(path, form.get("action") or "")
    return Sendable(
        role, resolve(urlsplit(action).path).url_name, action, filled, tuple(texts),
        tuple(choices), takes_files=bool(form.find("input", type="file")),
    )  # fmt: skip


def choice_of(box) -> str:
    if box.name != "select":
        return box.get("value", "")
    return next((o["value"] for o in box.find_all("option") if o.get("value")), "")


class Undo(Exception):
    pass


def send(client: Client, path: str, *args, method: str = "post", **more):
    """Send one request and put the world back as it was."""
    try:
        with transaction.atomic():
            response = getattr(client, method)(path, *args, **more)
            raise Undo
    except Undo:
        return response


def what_lists_keep(officer, enquiry, now) -> dict:
    """A view, a batch and an export of an officer's."""
    from enquiries import workflows

    who = {"at": now, "by": officer}
    view = workflows.save_view(name="Mine", query="due=today", team=None, **who)
    batch = workflows.run_batch(
        what="assign", enquiries=[], words={}, to="", token=uuid.uuid4(), **who
    )
    had = {"had": [None, None], "has": [None, None]}
    batch.results = [{"number": enquiry.number, "done": True, "why": "", **had}]
    batch.save()
    export = workflows.ask_export(query="", form="csv", **who)
    workflows.write_exports(clock=lambda: now)
    return {"view": view.pk, "batch": batch.token, "export": export.token}
