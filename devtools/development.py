"""The environment of a developer's machine, where nobody set one."""

import os
import secrets
from pathlib import Path

from devtools import devdb

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """Everything a running demo leaves behind; remove it and the next start begins anew."""
    return Path(os.environ.get("TOETS_VAR", ROOT / "var"))


def prepare_environment() -> None:
    """Fill in what is missing, and start the embedded PostgreSQL unless DATABASE_URL names another."""
    os.environ.setdefault("TOETS_DEMO", "1")
    os.environ.setdefault("TOETS_PKI_DIR", str(folder() / "pki"))
    if not {"TOETS_SECRET_KEY", "TOETS_SECRET_KEY_FILE"} & os.environ.keys():
        os.environ["TOETS_SECRET_KEY_FILE"] = str(_secret_key())
    if "DATABASE_URL" not in os.environ:
        os.environ.update(devdb.ensure(folder() / "postgres").environment())
    elif "DATABASE_OWNER_URL" not in os.environ and devdb.is_superuser(os.environ["DATABASE_URL"]):
        os.environ.update(devdb.adopt(os.environ["DATABASE_URL"], folder() / "database_passwords").environment())


def _secret_key() -> Path:
    file = folder() / "secret_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file
