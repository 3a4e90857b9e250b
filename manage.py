#!/usr/bin/env python
import os
import sys


def main() -> int | str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if sys.argv[1:2] == ["up"]:
        # Before Django: this starts the servers that the settings then point to.
        from portal.servers.up import main as up

        return up(sys.argv[2:])
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Whoever starts the portal needs the sentence, not the way to it.
        return f"manage.py cannot start. {error}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
