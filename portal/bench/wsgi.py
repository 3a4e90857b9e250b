"""The portal with the floor's addresses, for a server of its own."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

django.setup()
settings.ROOT_URLCONF = "portal.bench.floor"
application = get_wsgi_application()
