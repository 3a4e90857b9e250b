"""The catalogue for everybody, and the pages of those who look after it."""

from . import public

urlpatterns = public.urlpatterns
