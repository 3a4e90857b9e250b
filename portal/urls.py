"""Every address of the product, one line a room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from consistency.views import how_we_are_doing

from . import demo, health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("parishes.urls")),
    path("", include("enquiries.urls")),
    path("", include("schemes.urls")),
    path("surveys/", include("enquiries.surveys.urls")),
    path("consistency/", include("consistency.urls")),
    path("", include("briefings.urls")),
    path("how-we-are-doing/", how_we_are_doing, name="how_we_are_doing"),
    path("post/", include("post.urls")),
    path("data/", views.page, {"name": "data"}, name="data"),
    path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("cookies/", views.page, {"name": "cookies"}, name="cookies"),
    path("privacy/", views.page, {"name": "privacy"}, name="privacy"),
    path("contact/", views.page, {"name": "contact"}, name="contact"),
    path("brand.css", views.brand_css, name="brand.css"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("status", health.status, name="status"),
    path("admin/login/", views.admin_sign_in, name="admin_sign_in"),
    path("admin/", admin.site.urls),
]

if not settings.PRODUCTION:
    urlpatterns += [
        path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
        path("demo/outbox/", demo.outbox, name="demo_outbox"),
        path("demo/outbox/<int:pk>/", demo.letter, name="demo_letter"),
    ]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
