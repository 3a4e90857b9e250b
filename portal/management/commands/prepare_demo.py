"""The step of ``manage.py up`` between the servers and the web: everything the database needs."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from portal.demo import PEOPLE
from portal.servers.up import SIGN_IN


class Command(BaseCommand):
    help = "Migrates, loads reference data, and makes demo data where there are no enquiries."
    # Migrating checks the whole system already.
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        # WhiteNoise warns where there is no folder of collected files.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("the database is up to date")
        self.call_if_known("load_reference")
        if not apps.get_model("enquiries", "Enquiry").objects.exists():
            self.call_if_known("make_demo")
        for role, address in PEOPLE.items():
            self.stdout.write(f"{SIGN_IN}{role}: {address}")

    def call_if_known(self, name: str) -> None:
        if name in get_commands():
            call_command(name)
