"""A small scheme with one of everything, for the tests that walk every address."""

from django.core.files.base import ContentFile

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
    Version,
)
from schemes.snapshots import digest_of, take


def a_scheme(*, by, approver, at) -> dict:
    """Make and publish it, and return what its addresses name. Pictures go to MEDIA_ROOT."""
    category = Category.objects.create(name="Crossings")
    scheme = Scheme.objects.create(
        ref="XZ", slug="zebra", name="Zebra", letter="Z", category=category
    )
    Fact.objects.create(scheme=scheme, topic="problem", text="No safe gap to cross.")
    Fact.objects.create(scheme=scheme, topic="upkeep", text="Beacons.")
    Problem.objects.create(slug="crossing", name="It is hard to cross the road")
    option = Option.objects.create(scheme=scheme, name="With beacons")
    ours = Authority.objects.create(name="The county", role="ours")
    cost = CostLine.objects.create(option=option, authority=ours, low=30000, high=40000)
    example = Example.objects.create(scheme=scheme, place="Billesdon")
    picture = Picture(scheme=scheme, width=40, height=30, alt="A zebra", credit="The council")
    picture.added_at, picture.added_by = at, by
    picture.image.save("zebra.jpg", ContentFile(b"picture"))
    shot = take(Scheme.objects.whole().get(pk=scheme.pk))
    scheme.current = Version.objects.create(
        scheme=scheme, number=1, snapshot=shot, digest=digest_of(shot), published_at=at,
        proposed_by=by, published_by=approver,
    )  # fmt: skip
    scheme.save()
    return {
        "scheme": scheme.ref, "topic": "upkeep", "option": option.pk, "cost": cost.pk,
        "example": example.pk, "picture": picture.pk, "slug": scheme.slug, "version": 1,
        "image": picture.token,
    }  # fmt: skip
