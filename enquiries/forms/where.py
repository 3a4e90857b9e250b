"""Where it is: the parish, the road in her words, and the spot if she can say it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from govuk.forms import Form
from parishes.models import Council, Parish

from ..grid import Position, find_in
from ..models import Draft, Spot
from .degrees import DegreesField

MOST_RADIOS = 10
DEGREES = ("latitude", "longitude")


class LineField(forms.CharField):
    """One line of text: new lines and runs of spaces become one space."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


@dataclass(frozen=True)
class Place:
    """A parish and the council that asks for it, under the key that the form sends."""

    key: str
    parish: Parish
    council: Council


def places_of(councils: Sequence[Council]) -> list[Place]:
    """Each parish of each council. A parish that two of them serve stands once for each."""
    pairs = [(parish, council) for council in councils for parish in council.parishes.all()]
    times = Counter(parish.pk for parish, _ in pairs)
    found = [Place(key_of(p, c, shared=times[p.pk] > 1), p, c) for p, c in pairs]
    return sorted(found, key=lambda place: (place.parish.name, place.council.name))


def key_of(parish: Parish, council: Council, *, shared: bool) -> str:
    return f"{parish.pk}-{council.pk}" if shared else f"{parish.pk}"


def key_in(places: list[Place], *, parish: int | None, council: int | None = None) -> str:
    """Return the key of a parish among these places, or an empty string."""
    for place in places:
        if place.parish.pk == parish and council in (None, place.council.pk):
            return place.key
    return ""


class WhereForm(Form):
    """Where it is. The parish is only asked where there is a choice, the spot never insisted on.

    `latitude` and `longitude` are hidden: the map sets them, or a link from another enquiry.
    """

    road = LineField(
        label="Road or place",
        help_text="For example, Main Street near the school",
        max_length=200,
    )
    spot = LineField(
        label="Help us find the exact spot",
        help_text=(
            "The nearest house, junction or lamp-post number, a postcode, "
            "a grid reference or what3words. A grid reference gives us the point. "
            "A postcode and what3words we keep as you write them."
        ),
        max_length=300,
        required=False,
    )
    remove_spot = forms.BooleanField(label="Leave out the spot from the map", required=False)
    latitude = DegreesField(90, required=False, widget=forms.HiddenInput)
    longitude = DegreesField(180, required=False, widget=forms.HiddenInput)
    looks = {
        "parish": {"legend": {"classes": "govuk-fieldset__legend--m"}},
        "road": {"label": {"classes": "govuk-label--m"}},
        "spot": {"label": {"classes": "govuk-label--m"}},
    }

    def __init__(self, *args, places: list[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.key: place for place in places}
        self.fields["road"].widget.attrs["list"] = "known-roads"
        if not self.shown_pin:
            del self.fields["remove_spot"]
        if len(places) > 1:
            self.fields = {"parish": parish_field(places), **self.fields}
            self.looks = {**self.looks, "parish": parish_look(places)}

    @property
    def place(self) -> Place:
        """The chosen parish with its council, or the only one."""
        key = self.cleaned_data.get("parish") or next(iter(self.places))
        return self.places[key]

    @property
    def words(self) -> dict[str, Any]:
        """What a draft keeps of it: her words as they are, and a position if there is one."""
        kept = {name: self.cleaned_data[name] for name in ("road", "spot")}
        position = self.pin or find_in(kept["spot"], kept["road"])
        latitude, longitude, spot_from = position or (None, None, "")
        return {**kept, "latitude": latitude, "longitude": longitude, "spot_from": spot_from}

    @property
    def pin(self) -> Position | None:
        """The spot set on the map, unless she takes it back."""
        if self.cleaned_data.get("remove_spot"):
            return None
        return pin_of(*(self.cleaned_data.get(name) for name in DEGREES))

    @property
    def lost_its_pin(self) -> bool:
        """Say whether numbers came that are no position, so that she can be told."""
        sent = any(self.data.get(name) for name in DEGREES)
        return sent and self.pin is None and not self.cleaned_data.get("remove_spot")

    @property
    def shown_pin(self) -> Position | None:
        """The spot from the map that the page opens with, or that came back to be put right."""
        return pin_of(*(self.fields[name].clean(self[name].value()) for name in DEGREES))

    @property
    def shown_place(self) -> Draft:
        """The shown spot as a row would hold it, for its words."""
        latitude, longitude, spot_from = self.shown_pin or (None, None, "")
        return Draft(latitude=latitude, longitude=longitude, spot_from=spot_from)


def pin_of(latitude: float | None, longitude: float | None) -> Position | None:
    if latitude is None or longitude is None:
        return None
    return Position(latitude, longitude, Spot.From.MAP.value)


def kept_pin(place: Spot) -> dict[str, float | None]:
    """The spot from the map of a draft or an enquiry; one read out of words is read again."""
    if place.spot_from != Spot.From.MAP:
        return {}
    return {"latitude": place.latitude, "longitude": place.longitude}


def kept_place(draft: Draft) -> dict[str, Any]:
    """What the page of a draft shows when it is opened again, but for the parish."""
    return {"road": draft.road, "spot": draft.spot, **kept_pin(draft)}


def parish_field(places: list[Place]) -> forms.ChoiceField:
    """Radios for a few parishes, a select for many."""
    choices = [(place.key, place.parish.name) for place in places]
    few = len(places) <= MOST_RADIOS
    return forms.ChoiceField(
        label="Which parish is it in?",
        choices=choices if few else [("", "---------"), *in_full(places)],
        widget=forms.RadioSelect if few else forms.Select,
        error_messages={
            "required": "Select the parish it is in",
            "invalid_choice": "Select a parish that your council serves",
        },
    )


def in_full(places: list[Place]) -> list[tuple[str, str]]:
    return [(place.key, f"{place.parish.name} ({place.council.name})") for place in places]


def parish_look(places: list[Place]) -> dict:
    """Name the council under each parish where there is more than one."""
    look = {"legend": {"classes": "govuk-fieldset__legend--m"}}
    if len(places) > MOST_RADIOS:
        return {"label": {"classes": "govuk-label--m"}}
    if len({place.council.pk for place in places}) > 1:
        look["item_hints"] = {
            place.key: place.council.name
            for place in places
            if place.council.name != place.parish.name
        }
    return look
