"""What anybody may read: the catalogue, its pages, and the same as data."""

from django.urls import path

from ..views import public as views

ROOT = "schemes/"
SCHEME = ROOT + "<slug:slug>/"

urlpatterns = [
    path(ROOT, views.index, name="schemes"),
    path(ROOT + "compare/", views.compare, name="schemes_compare"),
    path(ROOT + "how-to-get-one/", views.how_to_get_one, name="schemes_how"),
    path(ROOT + "data/", views.about_data, name="schemes_data"),
    path(ROOT + "catalogue.json", views.catalogue_json, name="schemes_json"),
    path(ROOT + "catalogue.csv", views.catalogue_csv, name="schemes_csv"),
    path(ROOT + "catalogue.schema.json", views.catalogue_schema, name="schemes_schema"),
    path(ROOT + "changes.atom", views.changes, name="schemes_changes"),
    path(ROOT + "pictures/<uuid:image>.jpg", views.picture, name="scheme_picture_file"),
    path(SCHEME, views.scheme, name="scheme"),
    path(SCHEME + "sheet/", views.sheet, name="scheme_sheet"),
    path(SCHEME + "ask/", views.ask, name="scheme_ask"),
    path(SCHEME + "versions/<int:version>/", views.version, name="scheme_version"),
]
