"""A person at a browser: goes where links and buttons lead, and counts what that takes."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import ConsoleMessage, FilePayload, Frame, Locator, Page, Response, expect

PASSWORD = "welkom-in-de-toets"


class Hand:
    """One browser window. `clicks` and `typed` count; `wrong` is what a page should not have had or said."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.clicks = self.typed = 0
        self.wrong: list[str] = []
        self.visited: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("response", self._look_at)
        page.on("framenavigated", self._remember)

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium says of each sign-out that it cleared what it kept.
        if not message.text.startswith("Clear-Site-Data header"):
            self.wrong.append(message.text)

    def _look_at(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def _remember(self, frame: Frame) -> None:
        self.visited.append(frame.url.removeprefix(self.site))

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def types_address(self, path: str) -> None:
        self.page.goto(self.site + path)

    def signs_in(self, login: str, path: str) -> None:
        """Goes to a page, is asked who they are, and fills that in."""
        self.types_address(path)
        self.main.locator("#id_login").fill(login)
        self.main.locator("#id_password").fill(PASSWORD)
        self.presses(self.main.locator("button").first)

    def follows(self, link: str | Locator) -> None:
        self._clicks_through(self._called("link", link))

    def presses(self, button: str | Locator) -> None:
        self._clicks_through(self._called("button", button))

    def sees_button(self, name: str) -> bool:
        return self.main.get_by_role("button", name=name, exact=True).count() > 0

    def _called(self, role: Literal["link", "button"], name: str | Locator) -> Locator:
        return self.page.get_by_role(role, name=name, exact=True).first if isinstance(name, str) else name

    def _clicks_through(self, target: Locator) -> None:
        """What comes next happens on the page this leads to, not on the one that is leaving."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()
        self.clicks += 1

    def opens(self, summary: Locator) -> None:
        summary.click()
        self.clicks += 1

    def ticks(self, choice: str | Locator) -> None:
        """A radio button or checkbox; what is ticked already costs no click."""
        found = self.main.get_by_label(choice, exact=True) if isinstance(choice, str) else choice
        if not found.is_checked():
            found.check()
            self.clicks += 1

    def writes(self, label: str | Locator, text: str) -> None:
        found = self.main.get_by_label(label) if isinstance(label, str) else label
        found.fill(text)
        self.typed += 1

    def chooses_file(self, label: str, file: FilePayload) -> None:
        self.main.get_by_label(label).set_input_files(file)
        self.clicks += 1

    def downloads(self, link: str, folder: Path) -> Path:
        with self.page.expect_download() as started:
            self._called("link", link).click()
        self.clicks += 1
        file = folder / started.value.suggested_filename
        started.value.save_as(file)
        return file

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)
