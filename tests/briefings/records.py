"""What addresses of briefings point at: one edition at the desk, one sent, a meeting, readers."""

from datetime import timedelta

from django.core.files.base import ContentFile

from briefings.models import (
    Audience,
    Edition,
    Image,
    Item,
    Meeting,
    Paper,
    Subscriber,
)
from briefings.tokens import confirm_token, reader_token
from briefings.workflows import sending


def make(*, edith, maya, now) -> dict:
    """Briefing 30 is sent, 31 being written; an item, a picture and a paper of each kind."""
    audience = Audience.objects.create(name="Everybody", to_councils=True)
    who = {"made_at": now, "made_by": edith, "changed_at": now, "changed_by": edith}
    sent = Edition.objects.create(
        number=30, title="Winter roads", status="scheduled", audience=audience,
        submitted_at=now, submitted_by=edith, approved_at=now, approved_by=maya,
        scheduled_at=now, scheduled_by=edith, scheduled_for=now, **who,
    )  # fmt: skip
    draft = Edition.objects.create(number=31, title="Spring roads", audience=audience, **who)
    words = {"added_at": now, "added_by": edith, "changed_at": now, "body": "Grit is on its way."}
    read = Item.objects.create(edition=sent, title="Gritting", anchor="gritting", **words)
    item = Item.objects.create(edition=draft, title="Baskets", anchor="baskets", **words)
    picture = {"alt": "A lorry", "width": 40, "height": 30, "added_at": now, "added_by": edith}
    shown, image = Image(item=read, **picture), Image(item=item, **picture)
    for each in (shown, image):
        each.file.save("lorry.jpg", ContentFile(b"picture"))
    sending.send_due(at=now)
    meeting = Meeting.objects.create(
        title="Clerk meeting", starts_at=now + timedelta(days=9), agenda="Roads",
        ends_at=now + timedelta(days=9, hours=1), is_published=True, changed_at=now,
    )  # fmt: skip
    paper = Paper.objects.create(meeting=meeting, title="Figures", body="Many.")
    reader = Subscriber.objects.create(email="reader@people.example", asked_at=now)
    return {
        "edition": 31, "anchor": "gritting", "audience": audience.pk, "item": item.pk,
        "figure": image.pk, "shown": shown.token, "meeting": meeting.pk, "paper": paper.pk,
        "reader": reader_token(f"s{reader.pk}"), "asked": confirm_token(reader.pk),
        "sent_edition": 30, "sent_item": read.pk,
    }  # fmt: skip
