"""Addresses of enquiries: the clerk's side, then the officer's."""

from django.urls import path, register_converter

from .references import ReferenceConverter
from .views import (
    adding,
    black_out,
    calendar,
    clerk,
    logging,
    officer,
    officer_actions,
    officer_lists,
    photos,
    public,
    receipts,
    reports,
    signposts,
    similar,
    spots,
    where,
)

register_converter(ReferenceConverter, "reference")

CASE = "enquiries/<reference:number>/"
DESK = "officer/enquiries/<reference:number>/"
BLACK_OUT = DESK + "photos/<uuid:token>/black-out/"

urlpatterns = [
    path("enquiries/", clerk.our_enquiries, name="our_enquiries"),
    path("parishes/", public.find_parish, name="find_parish"),
    path("how-we-deal-with-enquiries/", public.how_we_deal, name="how_we_deal"),
    path("enquiries/report/", reports.meeting, name="meeting_report"),
    path("enquiries/report/sheet.csv", reports.sheet, name="meeting_report_csv"),
    path("enquiries/report/minutes.txt", reports.text, name="meeting_report_text"),
    path("enquiries/report/dates.ics", reports.dates, name="meeting_report_dates"),
    path("enquiries/report/held/", reports.held, name="meeting_held"),
    path("enquiries/new/", where.where, name="new_enquiry"),
    path("enquiries/new/outlines/", spots.outlines, name="map_outlines"),
    path("enquiries/new/spot/", spots.spot_in_words, name="map_spot"),
    path("enquiries/new/<uuid:token>/where/", where.where, name="draft_where"),
    path("enquiries/new/<uuid:token>/what/", logging.what, name="draft_what"),
    path("enquiries/new/<uuid:token>/who/", signposts.signpost, name="draft_signpost"),
    path("enquiries/new/<uuid:token>/similar/", similar.similar, name="draft_similar"),
    path("enquiries/new/<uuid:token>/check/", logging.check, name="draft_check"),
    path("enquiries/new/<uuid:token>/discard/", logging.discard, name="draft_discard"),
    path(CASE + "sent/", logging.sent, name="enquiry_sent"),
    path(CASE + "again/", where.again, name="enquiry_again"),
    path(CASE, clerk.enquiry, name="enquiry"),
    path(CASE + "reply/", adding.reply, name="enquiry_reply"),
    path(CASE + "add/", adding.add, name="enquiry_add"),
    path(CASE + "withdraw/", clerk.withdraw, name="enquiry_withdraw"),
    path(CASE + "reopen/", clerk.reopen, name="enquiry_reopen"),
    path(CASE + "unfollow/", clerk.unfollow, name="enquiry_unfollow"),
    path(CASE + "dates/<int:pk>/", receipts.for_clerks, name="enquiry_date"),
    path("photos/<uuid:token>/", photos.photo, name="photo"),
    path("photos/<uuid:token>/small/", photos.small, name="photo_small"),
    path("officer/", officer_lists.my_work, name="my_work"),
    path("officer/enquiries/", officer_lists.all_enquiries, name="all_enquiries"),
    path("officer/log/", officer.choose_council, name="log_choose"),
    path("officer/log/<int:council>/", officer.log_on_behalf, name="log_on_behalf"),
    path(DESK, officer.case, name="case"),
    path(DESK + "claim/", officer_actions.claim, name="case_claim"),
    path(DESK + "give-back/", officer_actions.give_back, name="case_give_back"),
    path(DESK + "note/", officer_actions.note, name="case_note"),
    path(DESK + "update/", officer_actions.update, name="case_update"),
    path(DESK + "ask/", officer_actions.ask, name="case_ask"),
    path(DESK + "answer/", officer_actions.answer, name="case_answer"),
    path(DESK + "pass-on/", officer_actions.pass_on, name="case_pass_on"),
    path(DESK + "close/", officer_actions.close, name="case_close"),
    path(DESK + "extend/", officer_actions.extend, name="case_extend"),
    path(DESK + "replan/", officer_actions.replan, name="case_replan"),
    path(DESK + "kind/", officer_actions.correct_kind, name="case_correct_kind"),
    path(DESK + "dates/<int:pk>/", receipts.for_officers, name="case_date"),
    path(BLACK_OUT, black_out.black_out, name="black_out"),
    path(BLACK_OUT + "picture/", black_out.picture, name="black_out_picture"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.add_closure, name="closure_add"),
    path("calendar/remove/<int:closure>/", calendar.remove_closure, name="closure_remove"),
    path("calendar/import/", calendar.import_holidays, name="holidays_import"),
]
