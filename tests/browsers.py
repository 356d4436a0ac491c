"""Finding a Chromium for the browser tests."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ON_MACOS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def find_chromium(playwright: Playwright) -> str | None:
    """$CHROMIUM, else Playwright's own (None), else one of the system."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    if Path(playwright.chromium.executable_path).exists():
        return None
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for path in ON_MACOS:
        if path.exists():
            return str(path)
    pytest.fail(
        "No Chromium. Type `apt install chromium`, or `playwright install chromium`, or set CHROMIUM=/path/to/it",
        pytrace=False,
    )


def launch_arguments() -> list[str]:
    # Chromium refuses its sandbox as root.
    return [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
