"""The style page in Chromium, under the security headers of the site."""

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.accessibility import WIDTHS, faults, silent_console

STATES = ("components", "empty", "filled", "error")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", STATES)
def test_every_component_is_accessible_in_every_state(gallery: str, page: Page, state: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    with silent_console(page):
        page.goto(f"{gallery}/{state}/")
        assert faults(page) == []


def test_nothing_spills_over_with_the_text_spacing_of_wcag(gallery: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{gallery}/error/")
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* {
            line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_follow_up_appears_with_the_answers_it_belongs_to(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}/empty/")
    reason = page.get_by_label("Welk deel, en waarom niet alles?")
    expect(reason).to_be_hidden()
    page.get_by_role("radio", name="Deels").check()
    expect(reason).to_be_visible()
    page.get_by_role("radio", name="Ja", exact=True).check()
    expect(reason).to_be_hidden()
    expect(page.get_by_text("Hierna vragen we om een bewijsstuk")).to_be_visible()


def test_follow_ups_and_error_links_work_without_javascript(gallery: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{gallery}/error/")
        expect(page.locator("#fouten")).to_be_focused()
        page.get_by_role("link", name="Kies of de bronnen van de trainingsdata zijn vastgelegd").click()
        assert page.url.endswith("#id_trained_0")
        page.get_by_role("radio", name="Nee", exact=True).check()
        expect(page.get_by_label("Welk deel, en waarom niet alles?")).to_be_visible()


def test_the_counter_says_how_many_are_left_and_never_stops_typing(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}/empty/")
    area = page.get_by_role("textbox", name="Waarom zijn deze gegevens nodig voor het doel?")
    expect(page.get_by_text("U kunt maximaal 600 tekens gebruiken.")).to_be_visible()
    area.fill("é" * 599)
    expect(page.locator("#id_need_count")).to_have_text("U kunt nog 1 tekens gebruiken.")
    area.fill("é" * 603)
    expect(page.locator("#id_need_count")).to_have_text("U hebt 3 tekens te veel.")
    expect(area).to_have_value("é" * 603)


def test_i_do_not_know_goes_with_no_other_answer(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}/filled/")
    page.get_by_role("checkbox", name="Weet ik niet").check()
    expect(page.get_by_role("checkbox", name="Eigen medewerkers")).not_to_be_checked()
    page.get_by_role("checkbox", name="Burgers of klanten").check()
    expect(page.get_by_role("checkbox", name="Weet ik niet")).not_to_be_checked()


def test_leaving_with_unsaved_changes_asks_first(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}/filled/")
    page.get_by_label("Product", exact=True).press_sequentially("x")
    expect(page.get_by_text("Er zijn wijzigingen die nog niet zijn opgeslagen.")).to_be_visible()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("link", name="Archief").click()
    page.wait_for_url("**/empty/")
    assert asked == ["beforeunload"]


def test_the_keyboard_reaches_everything_and_shows_where_it_is(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}/filled/")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline, label = page.evaluate(
            """() => {
              const e = document.activeElement, style = getComputedStyle(e);
              const name = e === document.body ? "" : e.id || e.innerText.trim();
              return [style.outlineStyle + " " + style.outlineWidth, name];
            }"""
        )
        if not label:
            break
        assert outline == "solid 3px", label
        reached.append(label)
    assert reached[0] == "Naar de inhoud"
    assert {"id_trained_1", "id_people_0", "id_need", "id_keep", "id_until", "id_document"} <= set(reached)
    assert reached.index("id_trained_reason") < reached.index("id_people_0")


def test_paper_shows_the_questions_and_not_the_menu(gallery: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(f"{gallery}/filled/")
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("button", name="Opslaan en verder")).to_be_hidden()
    expect(page.get_by_text("Waarom zijn deze gegevens nodig voor het doel?").first).to_be_visible()
