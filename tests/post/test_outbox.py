"""The one door: letters commit with what they tell of, once, and read as they were decided."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from post import nudge
from post.models import Letter
from post.outbox import SUBJECT_LIMIT, OutsideTransaction, one_line, put

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_letter_outside_a_transaction_is_refused(plain_letter, at):
    with pytest.raises(OutsideTransaction):
        put(letter=plain_letter, to="a@people.example", key="a", context={"words": "x"}, at=at)
    assert not Letter.objects.exists()


def test_rollback_leaves_no_letter_and_no_nudge(write, no_nudge):
    with pytest.raises(IntegrityError), transaction.atomic():
        write("a")
        raise IntegrityError("what the letter tells of failed")
    assert not Letter.objects.exists()
    assert no_nudge == []


def test_text_is_plain_and_html_is_escaped(write, settings):
    letter = write("a")
    assert letter.subject == "Ash < Oak & more"
    assert letter.text == f"Ash < Oak & more\n\nfrom {settings.COUNCIL_NAME}\n"
    assert "Ash &lt; Oak &amp; more" in letter.html
    assert letter.status == Letter.Status.WAITING


def test_second_letter_with_a_key_changes_nothing(write, at):
    first = write("a")
    with transaction.atomic():
        second = write("b", key=first.key)
        assert Letter.objects.count() == 1, "the transaction still works"
    assert (second.pk, second.to, second.message_id) == (first.pk, first.to, first.message_id)


def test_two_at_once_with_one_key_write_one_letter(write, at):
    """The second waits for the first's transaction, and then finds its letter."""
    found = []

    def other():
        found.append(write("b", key="one").to)
        connection.close()

    thread = Thread(target=other)
    with transaction.atomic():
        write("a", key="one")
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the second must wait to see how the first ends"
    thread.join(5)
    assert found == ["a@people.example"]
    assert Letter.objects.count() == 1


def test_no_address_no_letter(write):
    assert write("a", to="") is None
    assert not Letter.objects.exists()


def test_message_id_is_fixed_and_each_its_own(write, settings):
    one, two = write("a"), write("b")
    assert one.message_id != two.message_id
    assert one.message_id.endswith(f"@{settings.MESSAGE_ID_DOMAIN}>")


def test_one_nudge_a_transaction(write, no_nudge):
    with transaction.atomic():
        write("a")
        write("b")
        assert no_nudge == [], "not before the commit"
    assert no_nudge == [nudge.TASK]


def test_a_nudge_survives_the_rollback_of_an_inner_block(write, no_nudge):
    with transaction.atomic():
        with pytest.raises(ValueError), transaction.atomic():
            write("a")
            raise ValueError
        write("b")
    assert no_nudge == [nudge.TASK]
    assert Letter.objects.get().to == "b@people.example"


def test_a_failing_nudge_never_reaches_the_caller(write, monkeypatch):
    def broken():
        raise OSError("no broker")

    write("a")
    monkeypatch.setattr(nudge, "send", broken)
    write("b")
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    "bad",
    ["Ash\r\nBcc: all@people.example", "Ash\x00\x07", "Ash\u202e\u2066gpj.exe", "Ash\u2028\u0085x"],
)
def test_subject_is_one_harmless_line(bad):
    line = one_line(bad)
    assert line.startswith("Ash")
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\r\n\x00\x07\u202e\u2066\u2028\u0085")


def test_subject_keeps_letters_of_all_languages_and_is_cut():
    assert one_line("Café, Łąka, 東京 👩‍🌾") == "Café, Łąka, 東京 👩‍🌾"
    assert len(one_line("x" * 999)) == SUBJECT_LIMIT
