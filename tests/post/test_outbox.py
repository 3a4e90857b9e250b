"""The one door: letters commit with what they tell of, once, and read as they were decided."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from post import nudge
from post.models import Address, Letter, Mailing, Preference
from post.outbox import SUBJECT_LIMIT, OutsideTransaction, compose, one_line, put, put_all

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


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("", "There is no address."),
        ("  ", "There is no address."),
        ("no-at-sign", "This is not an address."),
        ("Ann <ann@people.example>", "This is not an address."),
        ("a@people.example, b@people.example", "This is not an address."),
        ("a@people.example\nBcc: b@people.example", "This is not an address."),
        ("a\x00@people.example", "This is not an address."),
        ("\u202ea@people.example", "This is not an address."),
        ("a\ud800@people.example", "This is not an address."),
        ("a" * 999 + "@people.example", "This is not an address."),
    ],
)
def test_what_cannot_leave_is_kept_and_says_why(write, no_nudge, to, why):
    letter = write("a", to=to)
    assert (letter.status, letter.error) == (Letter.Status.DROPPED, why)
    assert letter.text, "so that anybody can see what was not told"
    assert no_nudge == []


@pytest.mark.parametrize("priority", Letter.Priority)
def test_an_address_that_rests_hears_only_what_somebody_waits_for(write, at, priority):
    Address.objects.create(address="a@people.example", last="hard", last_at=at, rests_since=at)
    Address.objects.create(address="b@people.example", last="soft", last_at=at)
    first = priority == Letter.Priority.FIRST
    letter = write("a", to="A@people.example", priority=priority)
    assert letter.status == ("waiting" if first else "dropped")
    assert "rests" in letter.error or first
    assert write("b", priority=priority).status == Letter.Status.WAITING


def test_who_wants_one_letter_a_day_is_not_kept_waiting_for_questions(write, at, alice):
    Preference.objects.create(person=alice, is_daily=True, changed_at=at)
    mailing = Mailing.objects.create(key="m", kind="test/plain", name="M", created_at=at)
    assert write("a", person=alice).status == Letter.Status.KEPT
    waiting = [
        write("b", person=alice, priority=Letter.Priority.FIRST),
        write("c", person=alice, mailing=mailing),
        write("d", person=alice, at_once=True),
        write("e"),
    ]
    assert {letter.status for letter in waiting} == {Letter.Status.WAITING}


def test_who_chose_each_event_has_each(write, at, alice):
    Preference.objects.create(person=alice, is_daily=False, changed_at=at)
    assert write("a", person=alice).status == Letter.Status.WAITING


def test_many_are_written_in_few_statements(plain_letter, no_nudge, at, django_assert_num_queries):
    def rows(number):
        return [
            compose(letter=plain_letter, to=f"p{one}@people.example", key=f"k{one}", at=at,
                    context={"words": "x"})
            for one in range(number)
        ]  # fmt: skip

    one, many = rows(1), rows(300)
    with transaction.atomic(), django_assert_num_queries(3):
        assert len(put_all(one)) == 1
    with transaction.atomic(), django_assert_num_queries(3):
        assert [row.key for row in put_all(many)][:2] == ["k0", "k1"]
    assert Letter.objects.count() == 300
    assert no_nudge == [nudge.TASK] * 2


def test_one_letter_of_a_mailing_per_address(write, at):
    mailing = Mailing.objects.create(key="m", kind="test/plain", name="M", created_at=at)
    first = write("a", mailing=mailing)
    assert write("b", to=first.to, mailing=mailing) == first
    assert Letter.objects.count() == 1


HOSTILE = "Ash\x00 \ud800\u202e\r\nBcc: all@people.example\u2028 "


def test_words_the_database_refuses_are_contained(plain_letter, no_nudge, at):
    with transaction.atomic():
        letter = put(
            letter=plain_letter, to="a@people.example", key="a", context={"words": HOSTILE}, at=at
        )
    assert letter.subject == "Ash Bcc: all@people.example & more"
    shown = letter.text + letter.html
    assert not set(shown) & set("\x00\ud800\u202e\r\u2028")
    assert len(letter.text.splitlines()) == 4, "line breaks stay in the text"


@pytest.mark.parametrize("words", ["long " * 200_000, "<b>" * 400_000])
def test_a_megabyte_is_cut_and_stays_whole_html(plain_letter, no_nudge, at, words):
    with transaction.atomic():
        letter = put(
            letter=plain_letter, to="a@people.example", key="a", context={"words": words}, at=at
        )
    assert letter.text.endswith("too long for a letter.\n")
    assert len(letter.text) < 101_000
    assert letter.html.rstrip().endswith("</html>")
    assert "<b>" not in letter.html


def test_a_reply_address_that_is_none_is_left_out(write):
    assert write("a", reply_to="post+token@county.example").reply_to
    assert write("b", reply_to="post@county.example\nBcc: all@people.example").reply_to == ""


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
