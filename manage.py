#!/usr/bin/env python
"""Django's command line; without DATABASE_URL the development database is started first."""

import os
import secrets
import sys

# These answer from files alone, also where there is no PostgreSQL at all.
WITHOUT_DATABASE = {"advise", "check_questionnaire", "collectstatic", "compilemessages", "makemessages", "help"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in WITHOUT_DATABASE:
        os.environ.setdefault("DATABASE_URL", "postgresql:///none")
        os.environ.setdefault("TOETS_SECRET_KEY", secrets.token_urlsafe(48))
    elif not {"DATABASE_URL", "DATABASE_URL_FILE"} & os.environ.keys():
        _develop()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _develop() -> None:
    try:
        from devtools import development
    except ModuleNotFoundError:
        sys.exit("Set DATABASE_URL to the address of PostgreSQL (docs/settings.md).")
    development.prepare_environment()


if __name__ == "__main__":
    main()
