from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Listed here so that ``manage.py help`` names it. manage.py itself runs it, before Django."""

    help = "Runs the demo: servers, data, web, worker and beat, in one foreground command."

    def handle(self, *args: object, **options: object) -> None:
        raise CommandError("Run it from the command line: python manage.py up")
