"""Addresses of briefings and meetings: what anybody reads, readers' own pages, the desk."""

from django.urls import path

from .views import editions, items, meetings, public, readers, sending

DESK = "briefings/desk/"
ITEM = DESK + "items/<int:item>/"
EDITION = DESK + "<int:edition>/"

urlpatterns = [
    path("briefings/", public.archive, name="briefings"),
    path("briefings/feed.atom", public.feed, name="briefings_feed"),
    path("briefings/dates.ics", public.dates, name="briefings_dates"),
    path("briefings/<int:edition>/", public.edition, name="briefing"),
    path("briefings/<int:edition>/dates.ics", public.dates, name="briefing_dates"),
    path("briefings/text/<int:edition>/", public.edition_text, name="briefing_text"),
    path("briefings/<int:edition>/<slug:anchor>/", public.item_text, name="item_text"),
    path("briefings/<int:edition>/<slug:anchor>/ask/", public.ask, name="item_ask"),
    path("briefings/images/<uuid:shown>/", public.image, name="briefing_image"),
    path("briefings/subscribe/", readers.subscribe, name="subscribe"),
    path("briefings/confirm/<str:asked>/", readers.confirm, name="subscribe_confirm"),
    path("briefings/unsubscribe/<str:reader>/", readers.unsubscribe, name="unsubscribe"),
    path("briefings/choices/", readers.my_preferences, name="my_briefings"),
    path("briefings/choices/<str:reader>/", readers.preferences, name="briefing_preferences"),
    path("news/", public.news, name="news"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/dates.ics", meetings.dates, name="meetings_dates"),
    path("meetings/new/", meetings.edit, name="meeting_new"),
    path("meetings/<int:meeting>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting>/dates.ics", meetings.dates, name="meeting_dates"),
    path("meetings/<int:meeting>/come/", meetings.come, name="meeting_come"),
    path("meetings/<int:meeting>/propose/", meetings.propose, name="meeting_propose"),
    path("meetings/<int:meeting>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<int:meeting>/papers/", meetings.add_paper, name="meeting_paper"),
    path(
        "meetings/<int:meeting>/papers/<int:paper>/remove/",
        meetings.remove_paper,
        name="meeting_paper_remove",
    ),
    path(DESK, editions.desk, name="briefing_desk"),
    path(DESK + "rhythm/", editions.set_rhythm, name="briefing_rhythm"),
    path(DESK + "audiences/new/", editions.audience, name="audience_new"),
    path(DESK + "audiences/<int:audience>/", editions.audience, name="audience"),
    path(DESK + "items/new/", items.add, name="item_new"),
    path(ITEM, items.change, name="briefing_item"),
    path(ITEM + "correct/", items.correct, name="item_correct"),
    path(ITEM + "place/", editions.place, name="item_place"),
    path(ITEM + "remove/", items.remove, name="item_remove"),
    path(ITEM + "pictures/", items.picture, name="item_picture"),
    path(ITEM + "pictures/<int:figure>/remove/", items.remove_picture, name="item_picture_remove"),
    path(DESK + "editions/new/", editions.start, name="edition_new"),
    path(EDITION, editions.edition, name="edition_desk"),
    path(EDITION + "change/", editions.change, name="edition_change"),
    path(EDITION + "items/", editions.take_in, name="edition_take_in"),
    path(EDITION + "delete/", editions.delete, name="edition_delete"),
    path(EDITION + "preview/", sending.preview, name="edition_preview"),
    path(EDITION + "test/", sending.send_test, name="edition_test"),
    path(EDITION + "act/", sending.act, name="edition_act"),
    path(EDITION + "schedule/", sending.schedule, name="edition_schedule"),
    path(EDITION + "ledger/", sending.ledger, name="edition_ledger"),
]
