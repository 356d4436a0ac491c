"""Who fills in an assessment: knows the facts of a worked case, and finds on each page what is asked about them."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Locator

from assessments.domain.answers import Answer, Commitment, Key, Proof
from assessments.domain.cases import Case
from assessments.domain.questionnaire import EvidenceClass, Need, Question, Questionnaire
from assessments.forms.answering import is_asked
from tests.journey.hand import Hand

OWN, SUPPLIER = "Ministerie van Voorbeeldzaken", "Stichting Taalmodel"
DOCUMENT = FilePayload(name="dossier.txt", mimeType="text/plain", buffer=b"Een verzonnen dossier.\n")
# More pages than any way through the questions has: a page that keeps coming back ends the test.
MOST_PAGES = 60


def dutch(day: date) -> str:
    return f"{day:%d-%m-%Y}"


class Writer:
    """An author with a case in mind. The dates of the case move along, so that today is its reference date."""

    def __init__(self, hand: Hand, questionnaire: Questionnaire, case: Case, today: date) -> None:
        self.hand = hand
        self.questionnaire = questionnaire
        self.case = case
        self.today = today
        self.shown: set[Key] = set()
        self.parties: dict[str, str] = {}

    def moved(self, day: date) -> date:
        return day + (self.today - self.case.dossier.reference_date)

    def questions_shown(self, wanted: EvidenceClass | None = None) -> set[str]:
        """The distinct questions that were put, or those of them that ask for this evidence."""
        return {key.question for key in self.shown if wanted in (None, self._wants(key))}

    # --- answering -------------------------------------------------------------------------------

    def begins(self) -> None:
        hand = self.hand
        hand.follows("Nieuwe toets")
        hand.writes("Hoe heet deze toets?", self.case.title)
        for name, question in (("inzet", "QA03"), ("fase", "QA06")):
            for code in self.case.dossier.answers[Key(question)].value:
                hand.ticks(hand.main.locator(f'[name="{name}"][value="{code}"]'))
        hand.writes("Wie levert de dienst of het model?", SUPPLIER)
        hand.presses("Begin met de toets")

    def answers_page_after_page(self) -> None:
        """Until a page asks nothing, or the site says that one can stop here."""
        for _page in range(MOST_PAGES):
            if not self.hand.sees_button("Opslaan en verder") or self.is_told_to_stop:
                return
            for card in self.hand.main.locator(".nlds-question").all():
                self._answers(card)
            self.hand.presses("Opslaan en verder")
        raise AssertionError(f"no end to the questions at {self.hand.page.url}")

    def says_where_the_supplier_is(self) -> None:
        """From the task list to the parties and back."""
        self.hand.follows("Partijen")
        self.hand.reads(OWN, SUPPLIER)
        self.hand.follows(f"Wijzig {SUPPLIER}")
        self.hand.writes("Land van vestiging", "Nederland")
        self.hand.presses("Bewaar deze partij")
        self.hand.reads("Nederland")
        self.hand.follows("Terug naar de takenlijst")

    def answers(self, *questions: str) -> None:
        """Only these, on the page that is open."""
        for question in questions:
            self._answers(self.hand.main.locator(f"#vraag-{question}"))

    @property
    def is_told_to_stop(self) -> bool:
        return self.hand.main.get_by_role("heading", name="Dit gebruik mag zo niet").count() > 0

    @property
    def next_step(self) -> str:
        """Where the task list leads."""
        return self.hand.main.get_by_role("link", name="Ga verder met").inner_text()

    def _answers(self, card: Locator) -> None:
        name = (card.get_attribute("id") or "").removeprefix("vraag-")
        key = self._named(name, card)
        question = self.questionnaire.questions[key.question]
        self.shown.add(key)
        if not is_asked(question) or card.locator(":checked").count():
            return
        answer = self.case.dossier.answers[key]
        for code in answer.value:
            self.hand.ticks(card.locator(f'[name="{name}"][value="{code}"]'))
        self._explains(card, question, answer)

    def _explains(self, card: Locator, question: Question, answer: Answer) -> None:
        for code, value in answer.fields.items():
            assert isinstance(value, date)
            self.hand.writes(card.locator(f'[name^="veld.{code}-"]'), dutch(self.moved(value)))
        if any(question.options[code].needs & {Need.REASON, Need.CHECK} for code in answer.value):
            self.hand.writes(card.locator('[name^="toelichting-"]'), "Een verzonnen toelichting.")

    def _named(self, name: str, card: Locator | None = None) -> Key:
        """The row of the case with this name on the page, where a card calls each party as we did at the start."""
        question, _, party = name.partition(".")
        if party and party not in self.parties and card is not None:
            is_own = OWN in card.locator(".nlds-question__party").inner_text()
            self.parties[party] = "organisatie" if is_own else "aanbieder"
        return Key(question, self.parties.get(party))

    # --- showing and promising -------------------------------------------------------------------

    def shows_everything(self) -> None:
        """One file for all that asks for a document, and of each party a declaration for the rest."""
        self._adds(self._describes_file, lambda key: self._wants(key) is EvidenceClass.FILE)
        for party, name in (("organisatie", OWN), ("aanbieder", SUPPLIER)):
            self._adds(
                lambda name=name: self._describes_declaration(name),
                lambda key, party=party: (
                    self._wants(key) is not EvidenceClass.FILE and (key.party or "organisatie") == party
                ),
            )

    def _wants(self, key: Key) -> EvidenceClass:
        return self.questionnaire.questions[key.question].evidence_class

    def _describes_file(self) -> None:
        self.hand.ticks("Een document")
        self.hand.chooses_file("Bestand", DOCUMENT)
        self.hand.writes("Hoe heet dit bewijs?", "Dossier")

    def _describes_declaration(self, party: str) -> None:
        self.hand.ticks("Een verklaring van iemand")
        self.hand.writes("Wat verklaart deze persoon?", f"Namens {party}: deze antwoorden kloppen.")
        self.hand.writes("Naam van wie dit verklaart", "A. Voorbeeld")
        self.hand.writes("Functie", "directeur")
        self.hand.writes("Hoe heet dit bewijs?", f"Verklaring van {party}")

    def _adds(self, describe: Callable[[], None], is_shown: Callable[[Key], bool]) -> None:
        self.hand.follows("Voeg bewijs toe")
        describe()
        self.hand.writes("Datum van het document of de verklaring", dutch(self.today - timedelta(days=14)))
        for box in self.hand.main.locator('[name="vragen"]').all():
            key = self._named(box.get_attribute("value") or "")
            if is_shown(key) and self.case.dossier.answers[key].proof is Proof.CHECKED:
                self.hand.ticks(box)
        self.hand.presses("Voeg toe")

    def promises_everything(self) -> None:
        """On the page of commitments: whatever the case promises and the page offers to promise."""
        links = self.hand.main.locator('a[href^="?vraag="]')
        offered = [(link.get_attribute("href") or "").removeprefix("?vraag=") for link in links.all()]
        for name in offered:
            for commitment in self.case.dossier.commitments.get(self._named(name), ()):
                self.hand.follows(self.hand.main.locator(f'a[href="?vraag={name}"]'))
                self._promises(commitment)

    def _promises(self, commitment: Commitment) -> None:
        hand = self.hand
        own = next(party for party, kind in self.parties.items() if kind == commitment.party)
        hand.ticks(hand.main.locator(f'[name="partij"][value="{own}"]'))
        hand.writes("Wat is toegezegd?", "Dit is klaar en nagekeken.")
        hand.writes("Wie is hiervoor verantwoordelijk?", commitment.owner)
        assert commitment.due is not None
        hand.writes("Wanneer is het klaar?", dutch(self.moved(commitment.due)))
        if commitment.measure:
            hand.main.get_by_label("Met welke maatregel?").select_option(commitment.measure)
            hand.clicks += 1
        hand.presses("Leg de toezegging vast")

    # --- handing over ----------------------------------------------------------------------------

    def submits(self) -> None:
        """From the page on which all answers stand."""
        self.hand.ticks("Ik heb de antwoorden nagelezen. Ze kloppen, voor zover ik weet.")
        self.hand.presses("Dien de toets in bij de FG")
        self.hand.reads("De toets is ingediend")
