"""The outcome of a submission in words: what it is, why, which gates stand open for whom, which risks remain."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.advice import Advice, ResidualRisk
from assessments.domain.answers import Dossier
from assessments.domain.explain import Explained, sentences
from assessments.domain.gates import GateState, GateStatus
from assessments.domain.questionnaire import Questionnaire
from assessments.presenters.answers import say
from assessments.templatetags.words import LEVELS, OUTCOMES, Word


@dataclass(frozen=True)
class PartyWord:
    name: str
    word: Word


@dataclass(frozen=True)
class GateLine:
    """One gate with where it stands for each party, as `_components/gates.html` wants it."""

    title: str
    word: Word
    parties: tuple[PartyWord, ...]
    why: str = ""


@dataclass(frozen=True)
class OutcomeText:
    word: Word
    provisional: bool
    explained: Explained
    gates: tuple[GateLine, ...]
    risk_rows: tuple[tuple[object, ...], ...]

    @property
    def more(self) -> str:
        """What the headline says beyond the name of the outcome; nothing where it only repeats it."""
        return "" if self.explained.headline.split(".")[0] == str(self.word.label) else self.explained.headline


class Advised(Protocol):
    """What an outcome is told from: a submission, or a draft as it stands."""

    @property
    def questionnaire(self) -> Questionnaire: ...
    @property
    def dossier(self) -> Dossier: ...
    @property
    def advice(self) -> Advice: ...


def outcome_text(advised: Advised) -> OutcomeText:
    advice = advised.advice
    return OutcomeText(
        word=OUTCOMES[advice.outcome],
        provisional=advice.provisional,
        explained=sentences(advised.questionnaire, advised.dossier, advice, get_language() or "nl"),
        gates=tuple(_gates(advised, advice)),
        risk_rows=tuple(_risk_row(advised, risk) for risk in advice.risks),
    )


def gate_word(status: GateStatus) -> Word:
    return {
        GateStatus.PASSED: Word(_("Gehaald"), "positive"),
        GateStatus.PROMISED: Word(_("Toegezegd"), "info"),
        GateStatus.OPEN: Word(_("Open"), "warning"),
        GateStatus.BLOCKED: Word(_("Geblokkeerd"), "negative"),
        GateStatus.NOT_EXAMINED: Word(_("Niet onderzocht")),
        GateStatus.NOT_APPLICABLE: Word(_("Niet van toepassing")),
    }[status]


# A gate stands where it stands for the party that is worst off.
_WORST_FIRST = (
    GateStatus.BLOCKED,
    GateStatus.OPEN,
    GateStatus.NOT_EXAMINED,
    GateStatus.PROMISED,
    GateStatus.PASSED,
    GateStatus.NOT_APPLICABLE,
)


def _gates(advised: Advised, advice: Advice) -> Iterator[GateLine]:
    for gate_id, gate in advised.questionnaire.gates.items():
        states = [state for state in advice.gates if state.gate == gate_id]
        if states:
            worst = min((state.status for state in states), key=_WORST_FIRST.index)
            parties = tuple(_party_word(advised, state) for state in states) if len(states) > 1 else ()
            yield GateLine(say(gate.text), gate_word(worst), parties)


def _party_word(advised: Advised, state: GateState) -> PartyWord:
    party = advised.dossier.party(state.party)
    return PartyWord(party.name if party else state.party, gate_word(state.status))


def _risk_row(advised: Advised, risk: ResidualRisk) -> tuple[object, ...]:
    """Cells of one row of the table of risks."""
    if not risk.examined:
        return say(advised.questionnaire.risks[risk.risk].text), "–", {"word": Word(_("Niet onderzocht"))}, "–"
    score = _("kans %(likelihood)s, gevolg %(impact)s") % {
        "likelihood": risk.residual.likelihood,
        "impact": risk.residual.impact,
    }
    levels = {"word": LEVELS[risk.level]}, {"word": LEVELS[risk.expected_level]}
    return say(advised.questionnaire.risks[risk.risk].text), score, *levels
