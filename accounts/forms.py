"""Signing in by password or by letter, and choosing another password."""

import re

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from govuk.forms import Form

from .models import User

NOT_RIGHT = "The e-mail address or the password is not right. Check both and try again."

# Figures, and what people put between them; an extension may follow.
NUMBER = re.compile(r"\+?[\d ()./-]{5,}( ?(ext\.?|x) ?\d+)?", re.ASCII | re.IGNORECASE)
BAD_CODE = "This code is not right, or it can no longer be used. Check it, or ask for a new letter."


class SignInForm(Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Enter your e-mail address"},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    looks = {"email": {"classes": "govuk-input--width-20"}}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def refuse(self) -> None:
        """Say the same whether the address is unknown, switched off, or the password is wrong."""
        self.add_error("email", NOT_RIGHT)


class AskForm(Form):
    """Where the letter for signing in goes."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Enter your e-mail address"},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    looks = {"email": {"classes": "govuk-input--width-20"}}


class CodeForm(AskForm):
    """The six figures of the letter, however they are spaced."""

    code = forms.CharField(
        label="Code",
        help_text="Six figures, from the letter. You can paste it.",
        max_length=30,
        error_messages={"required": "Enter the code from the letter"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    looks = {**AskForm.looks, "code": {"classes": "govuk-input--width-10"}}

    def __init__(self, data=None, *, hides_email: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        if hides_email:
            self.fields["email"].widget = forms.HiddenInput()

    def clean_code(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["code"])

    def refuse(self) -> None:
        """Say the same whatever is the matter: the code, its age, its tries or the address."""
        self.add_error("code", BAD_CODE)


class PasswordForm(Form):
    """The view checks the present password, so that guesses at it are throttled as well."""

    current_password = forms.CharField(
        label="Present password",
        max_length=128,
        strip=False,
        error_messages={"required": "Enter your present password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="New password",
        max_length=128,
        strip=False,
        help_text="At least 12 characters. Three words that have nothing in common are good.",
        error_messages={"required": "Enter a new password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password_again = forms.CharField(
        label="New password again",
        max_length=128,
        strip=False,
        error_messages={"required": "Enter the new password again"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    submit_text = "Change password"

    def __init__(self, data=None, *, user: User, asks_present: bool = True):
        self.user = user
        super().__init__(data)
        if not asks_present:
            del self.fields["current_password"]

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean_new_password_again(self) -> str:
        again = self.cleaned_data["new_password_again"]
        if again != self.cleaned_data.get("new_password", again):
            raise ValidationError("The two new passwords are not the same")
        return again

    def refuse(self) -> None:
        self.add_error("current_password", "This is not your present password")


class DetailsForm(Form):
    """What a person may change of what we hold about her. Her address she signs in with."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        error_messages={
            "required": "Enter your name",
            "max_length": "Your name must be 150 characters or fewer",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Telephone",
        help_text="An officer may ring you about an enquiry.",
        max_length=30,
        required=False,
        error_messages={"max_length": "The telephone number must be 30 characters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    looks = {
        "name": {"classes": "govuk-input--width-20"},
        "phone": {"classes": "govuk-input--width-20"},
    }
    submit_text = "Save"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and not NUMBER.fullmatch(phone):
            raise ValidationError("Enter a telephone number, like 0116 496 0000")
        return phone


class LettersForm(Form):
    """How a person wants her letters. The names are those that `post` gives them."""

    EACH, DAILY = "each", "daily"

    how = forms.ChoiceField(
        label="When there is news of an enquiry",
        choices=[(EACH, "Write to me each time"), (DAILY, "Write one letter a day with all of it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often we write to you"},
    )
    hour = forms.TypedChoiceField(
        label="Time of the daily letter",
        choices=[(hour, f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}") for hour in range(24)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    monthly_summary = forms.TypedChoiceField(
        label="A summary each month",
        help_text="What we answered, what is open, and what waits for you.",
        choices=[("yes", "Yes, send it on the first working day"), ("no", "No")],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you want the summary"},
    )
    looks = {
        "how": {"reveals": {DAILY: ["hour"]}},
        "hour": {"classes": "govuk-input--width-5"},
        "monthly_summary": {"classes": "govuk-radios--inline"},
    }
    submit_text = "Save"

    def __init__(self, data=None, *, user: User, **kwargs):
        super().__init__(data, **kwargs)
        # It tells of one's own councils, and the county's people act for none.
        if user.works_for_county or user.is_editor:
            del self.fields["monthly_summary"]


class ShortcutsForm(Form):
    """Whether single keys act on the officers' pages."""

    wanted = forms.TypedChoiceField(
        label="Do you want to use them?",
        choices=[("yes", "Yes, switch them on"), ("no", "No")],
        coerce=lambda choice: choice == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you want them"},
    )
    looks = {"wanted": {"classes": "govuk-radios--inline"}}
    submit_text = "Save"
