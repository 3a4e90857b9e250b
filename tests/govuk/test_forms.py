"""The form layer: sentences, links from the summary, typed text kept, nothing trusted."""

import re

import pytest
from crispy_forms.layout import Layout
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from govuk.forms import CharacterCount, DateField, Form, MultipleFileField, Textarea
from govuk.layout import Button, ButtonGroup, Fieldset, LinkButton, Text

KINDS = [("pothole", "Pothole"), ("light", "Street light"), ("other", "Something else")]


class EnquiryForm(Form):
    road = forms.CharField(
        label="Road or place", help_text="For example, Main Street", max_length=20
    )
    email = forms.EmailField(label="Email address")
    lamps = forms.IntegerField(label="Number of lamps", min_value=1, required=False)
    kind = forms.ChoiceField(label="Kind of problem", choices=KINDS, widget=forms.RadioSelect)
    other = forms.CharField(label="Say what", required=False)
    district = forms.ChoiceField(label="District", choices=[("", "---------"), ("b", "Blaby")])
    problem = forms.CharField(
        label="What is the problem?", max_length=30, widget=CharacterCount(threshold=75)
    )
    seen = DateField(label="Date you saw it")
    teams = forms.MultipleChoiceField(
        label="Teams", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(label="I am sure")
    photos = MultipleFileField(label="Photos", required=False)

    looks = {
        "road": {"classes": "govuk-input--width-20", "label": {"classes": "govuk-label--m"}},
        "kind": {
            "legend": {"is_page_heading": True},
            "item_hints": {"pothole": "A hole in the road"},
            "dividers": {"other": "or"},
            "reveals": {"other": ["other"]},
        },
    }


def errors_of(form_class, **data) -> dict[str, str]:
    return {name: text[0] for name, text in form_class(data).errors.items()}


def test_sentences_come_from_the_label():
    assert errors_of(EnquiryForm) == {
        "road": "Enter a road or place",
        "email": "Enter an email address",
        "kind": "Select a kind of problem",
        "district": "Select a district",
        "problem": "Enter an answer",
        "seen": "Enter a date you saw it",
        "sure": "Select “I am sure” to continue",
    }


def test_sentences_say_what_is_wrong():
    wrong = errors_of(
        EnquiryForm, road="x" * 21, email="me", lamps="0", kind="bridge", problem="y" * 31
    )
    assert wrong["road"] == "Road or place must be 20 characters or fewer"
    assert wrong["email"] == ("Enter an email address in the correct format, like name@example.com")
    assert wrong["lamps"] == "Number of lamps must be 1 or more"
    assert wrong["kind"] == "Select one of the choices in the list"
    assert errors_of(EnquiryForm, lamps="two")["lamps"] == (
        "Number of lamps must be a number, like 12"
    )


def test_an_authors_own_sentence_wins():
    class Own(Form):
        road = forms.CharField(error_messages={"required": "Tell us where it is"})

    assert errors_of(Own) == {"road": "Tell us where it is"}


def test_a_label_with_a_per_cent_sign_is_no_format():
    class Share(Form):
        share = forms.CharField(label="Share in %", max_length=2)
        day = DateField(label="Day at 100%")

    data = {"share": "100", "day-day": "1"}
    wrong = errors_of(Share, **data)
    assert wrong["share"] == "Share in % must be 2 characters or fewer"
    assert wrong["day"] == "Day at 100% must include a month and year"


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Full name", "Enter a full name"),
        ("Answer", "Enter an answer"),
        ("Details", "Enter details"),
        ("Address", "Enter an address"),
        ("What happens next", "Enter what happens next"),
        ("Your name", "Enter your name"),
        ("UK postcode", "Enter a UK postcode"),
        ("Kind of enquiry", "Enter a kind of enquiry"),
        ("Parish where it is", "Enter the parish where it is"),
        ("Reference of the other enquiry", "Enter the reference of the other enquiry"),
        ("Update for the clerk", "Enter an update for the clerk"),
        ("Reasons in plain English", "Enter reasons in plain English"),
        ("First month", "Enter the first month"),
        ("Why, for the clerk", "Enter why, for the clerk"),
    ],
)
def test_articles(label, sentence):
    class One(Form):
        field = forms.CharField(label=label)

    assert errors_of(One) == {"field": sentence}


def test_every_summary_entry_leads_to_a_control(draw_form, attributes_of):
    html = draw_form(EnquiryForm({}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == [f"id_{n}" for n in ["road", "email", "kind", "district", "problem"]] + [
        "id_seen-day",
        "id_sure",
    ]
    assert {attributes_of(html, t).tag for t in targets} == {"input", "select", "textarea"}


def test_radios_error_leads_to_the_first_radio(draw_form, attributes_of):
    first = attributes_of(draw_form(EnquiryForm({})), "id_kind").all
    assert (first["type"], first["value"]) == ("radio", "pothole")


def test_a_date_error_leads_to_the_wrong_box(draw_form):
    data = {"seen-day": "1", "seen-month": "13", "seen-year": "2026"}
    assert 'href="#id_seen-month"' in draw_form(EnquiryForm(data))


def test_the_summary_and_the_field_say_the_same(draw_form):
    assert draw_form(EnquiryForm({})).count("Enter a road or place") == 2


def test_errors_of_the_whole_form_come_first(draw_form):
    class Pair(Form):
        road = forms.CharField()

        def clean(self):
            raise forms.ValidationError("This was sent already")

    html = draw_form(Pair({}))
    assert html.index("This was sent already") < html.index("#id_road")


def test_hidden_field_errors_are_told(draw_form):
    class Hidden(Form):
        token = forms.CharField(label="Token", widget=forms.HiddenInput)

    assert "Token: Enter a token" in draw_form(Hidden({}))


def test_no_browser_validation(draw_form):
    html = draw_form(EnquiryForm())
    assert "novalidate" in html
    for attribute in (" required", " maxlength", " min=", ' type="number"'):
        assert attribute not in html


def test_character_count_without_hint(draw_form, attributes_of):
    html = draw_form(EnquiryForm())
    assert attributes_of(html, "id_problem").all["aria-describedby"] == "id_problem-info"
    assert 'data-maxlength="30"' in html
    assert 'data-threshold="75"' in html
    assert "You can enter up to 30 characters" in html


def test_drawing_twice_gives_the_same(draw_form):
    form = EnquiryForm({})
    assert draw_form(form) == draw_form(form)


def test_an_error_colours_every_kind_of_control(draw_form):
    html = draw_form(EnquiryForm({"lamps": "x"}))
    assert html.count("govuk-input--error") == 3 + 3  # road, e-mail, lamps; three date boxes
    assert "govuk-select--error" in html
    assert "govuk-textarea--error" in html


def test_revealed_field_is_inside_its_radio_and_only_there(draw_form, attributes_of):
    html = draw_form(EnquiryForm({"kind": "other", "other": "A bridge"}))
    assert html.count('id="id_other"') == 1
    radio = attributes_of(html, "id_kind-3").all
    assert radio["data-aria-controls"] == "conditional-id_kind-3"
    assert 'class="govuk-radios__conditional" id="conditional-id_kind-3"' in html


def test_groups_of_choices_have_headings_and_the_first_choice_keeps_the_id(
    draw_form, attributes_of
):
    class Grouped(Form):
        groups = [("Roads", [("p", "Pothole")]), ("Lights", [("l", "Lamp"), ("s", "Signal")])]
        kind = forms.ChoiceField(choices=groups, widget=forms.RadioSelect)
        looks = {"kind": {"dividers": {"p": "one of"}}}

    html = draw_form(Grouped({}))
    headings = re.findall(r"<h3[^>]*>(\w+)</h3>", html)
    assert headings == ["Roads", "Lights"]
    assert attributes_of(html, "id_kind").all["value"] == "p"
    assert attributes_of(html, "id_kind-3").all["value"] == "s"


def test_prefixed_forms_do_not_collide(draw_form, attributes_of):
    html = draw_form(EnquiryForm({}, prefix="two"))
    assert attributes_of(html, "id_two-kind").all["name"] == "two-kind"
    assert attributes_of(html, "id_two-seen-day").all["name"] == "two-seen-day"


def test_optional_fields_say_so_except_in_filters(draw_form):
    assert "Number of lamps (optional)" in draw_form(EnquiryForm())

    class Filter(Form):
        form_method = "get"
        words = forms.CharField(label="Words", required=False)

    html = draw_form(Filter())
    assert 'method="get"' in html
    assert "(optional)" not in html


def test_nothing_in_a_label_hint_choice_or_value_is_trusted(draw_form):
    evil = "<script>alert(1)</script>"

    class Evil(Form):
        road = forms.CharField(label=evil, help_text=evil, max_length=5)
        kind = forms.ChoiceField(label=evil, choices=[(evil, evil)], widget=forms.RadioSelect)
        group = forms.ChoiceField(label=evil, choices=[(evil, [(evil, evil)])])
        text = forms.CharField(label=evil, widget=Textarea)
        many = forms.MultipleChoiceField(
            label=evil, choices=[(evil, evil)], widget=forms.CheckboxSelectMultiple
        )
        day = DateField(label=evil, help_text=evil)
        sure = forms.BooleanField(label=evil)
        looks = {"kind": {"item_hints": {evil: evil}}}

        def layout(self):
            fields = list(self.fields)
            return Layout(Fieldset(evil, *fields), Text(evil), ButtonGroup(Button(evil)))

    typed = {"road": evil, "kind": evil, "group": "x", "text": evil, "day-day": evil}
    for form in (Evil(), Evil(typed), Evil({})):
        html = draw_form(form)
        assert "<script" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize("bad", ["\0", "\ud800", "\udfff"])
def test_characters_no_database_can_hold(draw_form, bad):
    form = EnquiryForm(MultiValueDict({"road": [f"Main{bad}St"], "kind": [bad], "email": [bad]}))
    assert form.errors["road"] == ["Remove the characters that cannot be shown, marked \ufffd"]
    assert form.errors["kind"] == ["Select one of the choices in the list"]
    html = draw_form(form)
    assert 'value="Main\ufffdSt"' in html
    html.encode()


def test_typed_text_survives(draw_form):
    data = QueryDict("road=Main+Street&problem=One%0D%0ATwo&seen-day=31&seen-month=feb&teams=light")
    html = draw_form(EnquiryForm(data))
    for kept in ('value="Main Street"', "One\nTwo</textarea>", 'value="31"', 'value="feb"'):
        assert kept in html
    assert re.search(r'value="light"\s+checked', html)


def test_a_new_line_counts_as_one_character():
    form = EnquiryForm({"problem": "a\r\n" * 15})
    assert "problem" not in form.errors


def test_a_password_is_never_shown_again(draw_form):
    class SignIn(Form):
        password = forms.CharField(widget=forms.PasswordInput)

    assert "secret" not in draw_form(SignIn({"password": "secret"}))


def test_several_files():
    one, two = (SimpleUploadedFile(name, b"x") for name in ("a.jpg", "b.jpg"))
    form = EnquiryForm({}, MultiValueDict({"photos": [one, two]}))
    form.is_valid()
    assert form.cleaned_data["photos"] == [one, two]
    empty = EnquiryForm({}, MultiValueDict({"photos": [SimpleUploadedFile("a.jpg", b"")]}))
    assert empty.errors["photos"] == ["The selected file is empty"]


def test_no_files_is_an_empty_list():
    form = EnquiryForm({}, MultiValueDict())
    form.is_valid()
    assert form.cleaned_data["photos"] == []


def test_files_make_the_form_multipart(draw_form):
    assert 'enctype="multipart/form-data"' in draw_form(EnquiryForm())


def test_layout_pieces(draw_form):
    class Laid(Form):
        road = forms.CharField(label="Road")

        def layout(self):
            buttons = ButtonGroup(Button("Send enquiry"), LinkButton("Cancel", href="/"))
            return Layout(Fieldset("Where", "road", size="l", heading=True), buttons)

    html = draw_form(Laid())
    assert '<h1 class="govuk-fieldset__heading">Where</h1>' in html
    assert 'data-prevent-double-click="true"' in html
    assert '<a class="govuk-link" href="/">Cancel</a>' in html


def test_a_select_with_nothing_chosen_says_so(draw_form):
    assert ">Choose one</option>" in draw_form(EnquiryForm())
    assert "-----" not in draw_form(EnquiryForm())


def test_initial_values_are_shown(draw_form):
    html = draw_form(EnquiryForm(initial={"kind": "light", "district": "b", "sure": True}))
    assert re.search(r'value="light"\s+checked', html)
    assert re.search(r'value="b" selected', html)
    assert re.search(r'id="id_sure"[^>]*checked', html)


def test_a_widget_nobody_drew_is_named():
    class Odd(Form):
        odd = forms.CharField(widget=forms.MultiWidget(widgets=[forms.TextInput]))

    from govuk.bound import component_of

    with pytest.raises(TypeError, match="odd: no component for MultiWidget"):
        component_of(Odd()["odd"])
