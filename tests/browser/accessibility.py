"""What every page is held to in a browser: axe, width, targets, silence in the console."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 320)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Links inside running text are exempt (WCAG 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, summary, select, textarea")]
  .filter((e) => e.checkVisibility() && !e.closest("p, .nlds-details__body, .nl-skip-link"))
  .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""


def faults(page: Page) -> list[str]:
    """Everything wrong with the page as it is now, closed explanations opened; empty when it is right."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    report = Axe().run(page, options=RULES)
    found = [f"{rule['id']}: {node['html'][:200]}" for rule in report.response["violations"] for node in rule["nodes"]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        found.append(f"the page is {wider} px wider than the screen")
    return found + [f"target of {small}" for small in page.evaluate(SMALL_TARGETS)]


@contextmanager
def silent_console(page: Page) -> Iterator[None]:
    """No script error and no message of the Content Security Policy while inside."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert not said
