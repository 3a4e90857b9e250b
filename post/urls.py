"""Addresses of the post: the administrators' pages, one for the reader, and GOV.UK Notify's."""

from django.urls import path

from .views import letters, notify, today

urlpatterns = [
    path("", today.today, name="post_today"),
    path("letters/", letters.letters, name="post_letters"),
    path("letters/<int:pk>/", letters.letter, name="post_letter"),
    path("letters/<int:pk>/release/", letters.release, name="post_release"),
    path("letters/<int:pk>/cancel/", letters.cancel, name="post_cancel"),
    path("addresses/<int:address>/end-rest/", today.end_rest, name="post_end_rest"),
    path("mailings/<int:mailing>/pause/", today.pause, name="post_pause"),
    path("mailings/<int:mailing>/resume/", today.resume, name="post_resume"),
    path("mailings/<int:mailing>/cancel/", today.cancel, name="post_cancel_mailing"),
    path("my-address/", today.my_address, name="my_address"),
    path("notify/", notify.callback, name="notify_callback"),
]
