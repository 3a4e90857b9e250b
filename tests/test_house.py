"""The promises of the house: rooms, storeys and constraints, held for every model and file."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [
    "portal", "consistency", "briefings", "enquiries", "schemes", "parishes", "accounts", "post",
    "govuk",
]  # fmt: skip
OURS = [model for room in apps.get_app_configs() if room.name.split(".")[0] in ROOMS
        for model in room.get_models()]  # fmt: skip
SOURCES = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")
           if "migrations" not in path.parts]  # fmt: skip

# Instants that a person does not cause, or whose cause is the row itself.
MACHINE = {"Letter", "Deadline", "Sweep", "Heartbeat", "JobRun", "Round"}
MACHINE_FIELDS = {"nudged_at", "reminded_at", "returned_at", "written_at"}
# What only the person of the row herself can do.
HER_OWN = {
    "Following.ended_at", "Signpost.chosen_at", "SignInCode.used_at", "Subscriber.confirmed_at",
    "Subscriber.left_at",
}  # fmt: skip


def test_every_room_stands_in_the_contracts():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(ROOMS) == set(config["tool"]["importlinter"]["root_packages"])


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_when_goes_with_by_whom(model):
    """Every nullable `x_at` has an `x_by`, and a constraint that keeps the two together."""
    if model.__name__ in MACHINE:
        return
    conditions = str([c.condition for c in model._meta.constraints if hasattr(c, "condition")])
    for field in model._meta.get_fields():
        is_instant = isinstance(field, models.DateTimeField) and field.name.endswith("_at")
        if f"{model.__name__}.{field.name}" in HER_OWN:
            continue
        if is_instant and field.null and field.name not in MACHINE_FIELDS:
            partner = field.name.removesuffix("_at") + "_by"
            assert model._meta.get_field(partner).null, f"{field.name} without {partner}"
            assert field.name in conditions, f"{field.name} and {partner} without a constraint"


def functions(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


VERBS = [
    node
    for room in ("enquiries", "briefings")
    for path in (ROOT / room / "workflows").glob("*.py")
    for node in functions(path)
    if any(arg.arg == "by" for arg in node.args.kwonlyargs + node.args.args)
]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_verbs_are_keyword_only(verb):
    assert not verb.args.args and not verb.args.posonlyargs


def test_functions_stay_small():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > 40
    ]
    assert not long


def test_files_can_be_held_in_the_head():
    long = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
    ]
    assert not long


@pytest.mark.parametrize("forbidden", ["django.dispatch", "threading.local", "fail_silently=True"])
def test_what_the_house_does_without(forbidden):
    assert not [path for path in SOURCES if forbidden in path.read_text(encoding="utf-8")]


@pytest.mark.django_db
def test_the_database_refuses_to_rewrite_the_timeline(enquiry):
    from django.db.utils import InternalError, ProgrammingError

    event = enquiry.events.first()
    for sql in ("UPDATE enquiries_event SET text = 'x'", "DELETE FROM enquiries_event"):
        with pytest.raises((InternalError, ProgrammingError), match="never changed"):
            from django.db import transaction

            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{sql} WHERE id = %s", [event.pk])
