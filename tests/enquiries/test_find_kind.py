"""Kinds are found in the clerk's own words, and nothing she typed is lost on the way."""

import pytest
from django.core.management import call_command

from enquiries import workflows
from enquiries.models import Kind
from enquiries.similar import kinds_like

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(db):
    call_command("load_reference", verbosity=0)
    return Kind.objects.filter(is_active=True).select_related("group")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hole in the road", "RC1"), ("pothole", "RC1"), ("potholl", "RC1"),
        ("broken kerb", "RC2"), ("lorry ignoring the weight limit", "HG2"),
        ("dumped rubbish", "EW2"), ("foul water", "DR5"), ("bus missed", "PT1"),
    ],
)  # fmt: skip
def test_a_clerks_words_find_the_kind(words, code, kinds, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = kinds_like(kinds, words)
    assert code in [kind.code for kind in found[:3]], [kind.name for kind in found]


@pytest.mark.parametrize("words", ["", "  ", "qqqq zzzz xxxx", "' OR 1=1 --", "!!! | & :*"])
def test_words_that_mean_nothing_find_nothing(words, kinds):
    assert kinds_like(kinds, words) == []


@pytest.fixture
def draft(council, parish, alice, now):
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", at=now, by=alice
    )


def test_she_finds_chooses_and_keeps_her_words(kind, draft, alice, signed_in):
    kind.examples, kind.ask_for = "racing past the school", "times of day"
    kind.save()
    client, url = signed_in(alice), f"/enquiries/new/{draft.token}/what/"
    typed = {
        "kind": "",
        "description": "They race.",
        "looking_for": "racing cars",
        "minute": "24/1",
    }
    page = client.post(url, typed | {"find": "yes"}).content.decode()
    assert f'name="choose" value="{kind.pk}"' in page
    assert "They race." in page
    assert "There is a problem" not in page
    by_enter = client.post(url, typed).content.decode()
    assert f'name="choose" value="{kind.pk}"' in by_enter
    page = client.post(url, typed | {"choose": kind.pk}).content.decode()
    assert f'<option value="{kind.pk}" selected' in page
    assert "it helps us to know: times of day" in page
    assert "They race." in page
    draft.refresh_from_db()
    assert (draft.description, draft.minute, draft.kind) == ("They race.", "24/1", kind)


def test_no_kind_by_these_words(kind, draft, alice, signed_in):
    url = f"/enquiries/new/{draft.token}/what/"
    page = signed_in(alice).post(url, {"looking_for": "zzz", "find": "yes"}).content.decode()
    assert "We found no kind by these words" in page
