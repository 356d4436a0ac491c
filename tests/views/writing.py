"""Filling in an assessment as a browser does: from the page's own fields."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

SCOPE = {
    "titel": "Notities samenvatten",
    "inzet": ["online"],
    "fase": "pilot",
    "aanbieder": "Voorbeeld AI BV",
    "maker": "",
}


def begin(client: Client, **changes: Any) -> str:
    """A new assessment; its id."""
    response = client.post(reverse("new"), {**SCOPE, "collegas": "on", **changes})
    assert response.status_code == 302, response.context["form"].errors
    return str(response.url.split("/toetsen/")[1].split("/")[0])


class _Fields(HTMLParser):
    """What a browser would send of a page's forms, without anything filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        name = about.get("name")
        if not name:
            return
        if tag == "textarea":
            self.area = name
            self.found[name] = [""]
        elif tag == "input" and (about.get("type") not in ("radio", "checkbox") or "checked" in about):
            self.found.setdefault(name, []).append(about.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            # A browser leaves out the line break after the opening tag.
            self.found[self.area][0] = self.found[self.area][0].removeprefix("\n")
            self.area = None


def fields_of(html: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(html)
    return parser.found


def fill(client: Client, url: str, button: str = "later", **answers: Any) -> Any:
    """Opens the page, changes these fields and presses a button."""
    data: dict[str, Any] = fields_of(client.get(url).content.decode())
    return client.post(url, {**data, **answers, button: "1"})


def section(pk: str, name: str) -> str:
    return reverse("section", args=[pk, name])
