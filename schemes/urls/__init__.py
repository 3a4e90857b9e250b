"""The catalogue for everybody, and the pages of those who look after it."""

from . import editor, public

urlpatterns = [*editor.urlpatterns, *public.urlpatterns]
