"""The council's own engagement software: where people are sent, and what comes back of them."""

from urllib.parse import urlencode

from django.core import signing

from .models import Setting, Survey

SALT = "surveys.reference"


def signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=SALT)


def signed_reference(survey: Survey) -> str:
    """Return what stands for a survey elsewhere: nobody but us can make one up."""
    return signer().sign(str(survey.pk))


def survey_key(reference: str) -> int | None:
    """Return the key of the survey that we signed a reference for; None for anything else."""
    try:
        return int(signer().unsign(reference))
    except signing.BadSignature:
        return None


def handed_off_to(survey: Survey) -> str:
    """Return the address in the engagement software for a survey; nothing while none is set."""
    url, reference = Setting.current().external_url, signed_reference(survey)
    if not url or "{reference}" in url:
        return url.replace("{reference}", reference)
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'reference': reference})}"
