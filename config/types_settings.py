"""The settings as the type checker loads them: it has no secret and no database, and needs neither."""

import os

os.environ.setdefault("TOETS_SECRET_KEY", "the type checker encrypts nothing, and has no secret to keep")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")

from config.settings import *  # noqa: F403 -- settings are one namespace
