"""The main job in real browsers: from an empty form, by several people, to a sealed report that verifies."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, expect

from assessments import reading
from assessments.domain.cases import read_case
from assessments.domain.questionnaire import EvidenceClass
from tests.accounts import FOLDER, Cast
from tests.conftest import Manage
from tests.journey.hand import PASSWORD, Hand
from tests.journey.others import (
    advises,
    agrees_except_with,
    agrees_one_by_one,
    checks_everything,
    claims,
    downloads,
    sends_back,
    verifies,
)
from tests.journey.writer import Writer
from tests.pdf.forgeries import first_revision_flipped

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PATIENCE = 15_000
type Someone = Callable[..., Hand]


@pytest.fixture
def someone(browser: Browser, live_server, cast: Cast, genai) -> Iterator[Someone]:
    """A person at a browser of their own, signed in through the page for it; without a login a passer-by."""
    for actor in cast.actors.values():
        actor.user.set_password(PASSWORD)
        actor.user.save()
    hands = []

    def sits_down(login: str = "", path: str = "/") -> Hand:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        hands.append(Hand(context.new_page(), live_server.url))
        if login:
            hands[-1].signs_in(login, path)
        return hands[-1]

    yield sits_down
    for hand in hands:
        hand.page.context.close()
    assert [hand.wrong for hand in hands if hand.wrong] == []


@pytest.fixture
def writer(someone: Someone, genai) -> Callable[[str], Writer]:
    """invuller, with the facts of a worked case at hand."""

    def knows(name: str) -> Writer:
        questionnaire = reading.questionnaire(genai.pk)
        case = read_case(questionnaire, f"{name}.yaml", (FOLDER / "cases" / f"{name}.yaml").read_text())
        return Writer(someone("invuller"), questionnaire, case, timezone.localdate())

    return knows


def answers_everything(author: Writer) -> None:
    """From an empty form, always where the site leads: first to every question, then to the evidence."""
    author.begins()
    author.answers_page_after_page()
    while (step := author.next_step) != "Ga verder met ‘Bewijs’":
        author.hand.follows(step)
        author.answers_page_after_page()
    author.hand.follows(step)


def works(manage: Manage) -> None:
    """The worker does what waits, as its own process."""
    done = manage("procrastinate", "worker", "--one-shot")
    assert done.returncode == 0, done.stderr


def words_of(pdf: Path) -> str:
    """What is printed, on one line."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def test_w5b_from_an_empty_form_to_a_report_that_verifies(writer, someone, manage, tmp_path):
    author, colleague = writer("W5b"), someone("collega")
    title, ends = author.case.title, author.moved(author.case.expect["valid_until"])
    answers_everything(author)
    assert len(author.questions_shown(EvidenceClass.FILE)) <= 25
    author.hand.follows(title)
    author.says_where_the_supplier_is()
    author.hand.follows("Ga verder met ‘Bewijs’")
    author.shows_everything()
    checks_everything(colleague, title)
    author.hand.follows(title)
    author.hand.reads("Toegestaan onder verantwoording")
    author.hand.follows("Ga verder met ‘Controleren en indienen’")
    author.hand.reads(f"Einddatum van de proef: {date_format(ends, 'j F Y')}")
    author.submits()

    fg = someone("fg")
    claims(fg, title)
    comment, answer = "Noem de alternatieven die u hebt vergeleken.", "Vergeleken met een sjabloon en met zoeken."
    sends_back(fg, section="Doel en grondslag", number="2.2", comment=comment, text="Leg de keuze bij vraag 2.2 uit.")

    author.hand.follows("Mijn toetsen")
    author.hand.follows(f"Pas aan: {title}")
    author.hand.reads("Leg de keuze bij vraag 2.2 uit.")
    author.hand.follows("2.2 Noodzaak")
    card = author.hand.main.locator("#vraag-QB02")
    expect(card).to_contain_text(comment)
    author.hand.writes(card.get_by_label("Uw afweging"), answer)
    author.hand.writes(card.get_by_label("Uw reactie aan de FG"), "Dat staat er nu bij.")
    author.hand.presses("Opslaan en later verder")
    checks_everything(colleague, title)
    author.hand.follows("Antwoorden controleren en indienen bij de FG")
    author.submits()

    claims(fg, title)
    agrees_except_with(fg, "2.2 Noodzaak", having_read=answer)
    advises(fg, "Herhaal de test na elke nieuwe versie van het model.")
    works(manage)

    auditor, anybody = someone("auditor"), someone()
    report = downloads(auditor, title, tmp_path).read_bytes()
    auditor.follows(title)
    auditor.reads("Toegestaan onder verantwoording", date_format(ends, "j F Y"))
    verifies(anybody, report)
    anybody.reads("Dit rapport is echt, compleet en niet veranderd.", "Toegestaan onder verantwoording")
    verifies(anybody, first_revision_flipped(report))
    anybody.reads("Dit bestand is veranderd nadat het is verzegeld.", "Niet in orde")


def test_w4_is_told_early_to_stop_and_ends_in_a_short_report(writer, someone, manage, tmp_path):
    author = writer("W4")
    hand, title = author.hand, author.case.title
    author.begins()
    author.answers_page_after_page()
    assert author.is_told_to_stop
    hand.reads("De uitkomst staat nu al vast: Niet toegestaan", "1.4 Contract of voorwaarden")
    hand.follows("2.2 Noodzaak")
    author.answers("QB02", "QB03")
    hand.presses("Opslaan en later verder")
    hand.follows("Rond af met een korte toets")
    author.submits()

    fg = someone("fg")
    claims(fg, title)
    fg.reads("Niet toegestaan", "Dit is een korte toets")
    agrees_one_by_one(fg)
    advises(fg, "Stop het gebruik vandaag.")
    works(manage)
    report = downloads(someone("auditor"), title, tmp_path)
    printed = words_of(report)
    assert "Niet toegestaan" in printed
    assert "De vragen hieronder waren daarom niet nodig en zijn niet onderzocht." in printed
    for question in ("QC07", "QG06", "QJ07"):
        assert f"{question} {author.questionnaire.questions[question].title.nl}" in printed
    anybody = someone()
    verifies(anybody, report.read_bytes())
    anybody.reads("Dit rapport is echt, compleet en niet veranderd.", "Niet toegestaan")


def test_the_english_pages_stay_english_through_signing_in_and_saving(someone):
    hand = someone("invuller", "/en/login/")
    hand.follows("New assessment")
    hand.writes("What is this assessment called?", "Notes")
    hand.ticks("Model that you use yourself, locally or offline")
    hand.ticks("Trial or pilot")
    hand.writes("Who supplies the service or the model?", "Example")
    hand.presses("Start the assessment")
    hand.ticks(hand.main.locator('[name="QA02"][value="ja"]'))
    hand.presses("Save and continue later")
    hand.follows("Parties")
    hand.presses("Log out")
    expect(hand.page.locator("html")).to_have_attribute("lang", "en")
    assert [path for path in hand.visited if not path.startswith("/en/")] == []


@pytest.mark.long
def test_w3_takes_at_most_two_hundred_clicks_and_twenty_five_documents(writer, someone):
    author, colleague = writer("W3"), someone("collega")
    answers_everything(author)
    author.shows_everything()
    author.hand.follows(author.case.title)
    author.hand.follows("Toezeggingen")
    author.promises_everything()
    checks_everything(colleague, author.case.title)
    author.hand.follows(author.case.title)
    author.hand.reads("Niet toegestaan, tenzij")
    author.hand.follows("Antwoorden controleren en indienen bij de FG")
    author.submits()
    assert author.hand.clicks <= 200
    assert len(author.questions_shown()) <= 77
    assert len(author.questions_shown(EvidenceClass.FILE)) <= 25
