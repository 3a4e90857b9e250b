"""A small scheme with one of everything, for the tests that walk every address."""

from schemes.models import (
    Authority,
    Category,
    CostLine,
    Example,
    Fact,
    Option,
    Picture,
    Problem,
    Scheme,
)


def a_scheme(by, at) -> dict:
    """Make it, and return what its addresses name."""
    category = Category.objects.get_or_create(name="Places to cross")[0]
    scheme = Scheme.objects.create(
        ref="XI", slug="highlighted-crossing", name="Highlighted crossing", letter="H", category=category
    )
    Fact.objects.create(scheme=scheme, topic="problem", text="No safe gap to cross.")
    Fact.objects.create(scheme=scheme, topic="upkeep", text="Beacons.")
    Problem.objects.create(slug="crossing", name="It is hard to cross the road")
    option = Option.objects.create(scheme=scheme, name="With beacons")
    ours = Authority.objects.create(name="The county", role="ours")
    cost = CostLine.objects.create(option=option, authority=ours, low=30000, high=40000)
    picture = Picture.objects.create(
        scheme=scheme, image="none.jpg", width=4, height=3, alt="A zebra", credit="The county",
        added_at=at, added_by=by,
    )  # fmt: skip
    return {
        "scheme": "XI", "topic": "upkeep", "option": option.pk, "cost": cost.pk,
        "example": Example.objects.create(scheme=scheme, place="Billesdon").pk,
        "picture": picture.pk,
    }  # fmt: skip
