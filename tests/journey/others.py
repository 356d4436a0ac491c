"""The other people of the main job, each at a browser of their own: who checks, the FG, the auditor, the public."""

from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.journey.hand import Hand


def checks_everything(colleague: Hand, title: str) -> None:
    """Opens each piece of evidence that waits for a check, and finds it enough: the list comes back after each."""
    colleague.follows("Mijn toetsen")
    colleague.follows(f"Controleer bewijs: {title}")
    while (waiting := colleague.main.locator("tbody tr", has_text="te controleren")).count():
        colleague.follows(waiting.first.get_by_role("link"))
        for enough in colleague.main.get_by_label("Ja, dit laat het antwoord zien").all():
            colleague.ticks(enough)
        colleague.presses("Bewaar uw oordeel")


def claims(fg: Hand, title: str) -> None:
    fg.follows("Te toetsen")
    fg.presses(f"Neem in behandeling {title}")


def sends_back(fg: Hand, *, section: str, number: str, comment: str, text: str) -> None:
    """One answer must change; the rest is not judged yet."""
    fg.follows(section)
    card = fg.main.locator("article", has_text=f"Vraag {number}")
    fg.ticks(card.get_by_label("Aanpassen nodig"))
    fg.opens(card.get_by_text("Voeg een opmerking toe"))
    fg.writes(card.get_by_label("Opmerking voor de invuller"), comment)
    fg.presses(card.get_by_role("button", name="Bewaar"))
    fg.follows("Terug naar het overzicht")
    fg.follows("Rond de toetsing af")
    fg.writes("Wat moet de invuller aanpassen?", text)
    fg.presses("Stuur terug naar de invuller")


def agrees_except_with(fg: Hand, title: str, *, having_read: str) -> None:
    """With everything unremarkable at once, and then with the one answer that is not."""
    fg.presses(fg.main.get_by_role("button", name="Akkoord met deze"))
    fg.follows(title)
    card = fg.main.locator("article", has_text=f"Vraag {title.split()[0]}")
    expect(card).to_contain_text(having_read)
    fg.ticks(card.get_by_label("Akkoord", exact=True))
    fg.presses(card.get_by_role("button", name="Bewaar"))
    fg.follows("Terug naar het overzicht")
    fg.follows("Rond de toetsing af")


def agrees_one_by_one(fg: Hand) -> None:
    """Section after section, to the page where one concludes."""
    fg.follows("Ga verder")
    while fg.sees_button("Bewaar en ga verder"):
        for agreed in fg.main.get_by_label("Akkoord", exact=True).all():
            fg.ticks(agreed)
        fg.presses("Bewaar en ga verder")


def advises(fg: Hand, text: str) -> None:
    fg.ticks("Akkoord met opmerkingen")
    fg.writes("Toelichting op uw advies", text)
    fg.ticks("Mijn advies geldt voor precies deze versie. Ik kan het hierna niet meer wijzigen.")
    fg.presses("Geef dit advies")
    fg.reads("Het rapport wordt gemaakt")


def downloads(auditor: Hand, title: str, folder: Path) -> Path:
    auditor.follows("Archief")
    return auditor.downloads(f"Download pdf {title}", folder)


def verifies(anybody: Hand, pdf: bytes) -> None:
    anybody.types_address("/verify")
    anybody.chooses_file("Pdf-bestand", FilePayload(name="advies.pdf", mimeType="application/pdf", buffer=pdf))
    anybody.presses("Controleer")
