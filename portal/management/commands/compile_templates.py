"""A template that does not compile is found here, not by the first person who opens its page."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs


class Command(BaseCommand):
    help = "Compiles every template of our own."

    def handle(self, *args: object, **options: object) -> None:
        compiled, broken = 0, []
        for root in template_folders():
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                compiled += 1
                try:
                    get_template(str(path.relative_to(root)))
                except TemplateSyntaxError as error:
                    broken.append(f"{path}: {error}")
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{compiled} templates compile")


def template_folders() -> list[Path]:
    ours = [Path(folder) for folder in get_app_template_dirs("templates")]
    inside = [folder for folder in ours if folder.is_relative_to(settings.BASE_DIR)]
    packages = settings.BASE_DIR / ".venv"
    templates = [settings.BASE_DIR / "templates", *inside]
    return [folder for folder in templates if not folder.is_relative_to(packages)]
