"""The audit trail in sentences: what happened, when and by whom. Never what was written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Actor, ActorKind, LedgerEvent
from assessments.presenters.archiving import verdict_word
from assessments.templatetags.words import OUTCOMES


@dataclass(frozen=True)
class Happening:
    """One line of the timeline, as `_components/timeline.html` wants it."""

    title: str
    at: datetime
    who: str
    text: str = ""


def timeline(events: Iterable[LedgerEvent], actors: Mapping[str, Actor]) -> list[Happening]:
    """The events in the order given. What somebody did many times in a row makes one line."""
    runs = groupby(events, key=lambda event: (event.kind, event.actor))
    return [_happening(kind, _name(pseudonym, actors), list(run)) for (kind, pseudonym), run in runs]


def _name(pseudonym: str, actors: Mapping[str, Actor]) -> str:
    """Somebody who was removed from view keeps only the pseudonym."""
    actor = actors.get(pseudonym)
    if actor is None:
        return pseudonym
    return _("het systeem") if actor.kind == ActorKind.SYSTEM else str(actor)


def _happening(kind: str, who: str, run: list[LedgerEvent]) -> Happening:
    facts = json.loads(run[0].facts)
    count = sum(len(json.loads(event.facts)["judgements"]) for event in run) if kind == "judged" else len(run)
    return Happening(sentence(kind, facts, count), datetime.fromisoformat(run[0].at), who, _details(facts))


def sentence(kind: str, facts: Mapping[str, Any], count: int) -> str:
    """What happened. Raises `KeyError` for a kind nobody gave words."""
    if (many := _counted(kind, count)) is not None:
        return many
    return {
        "started": _("De toets is begonnen"),
        "submit": _("De toets is ingediend (ronde %s)") % facts.get("round"),
        "take_back": _("De toets is teruggenomen"),
        "withdraw": _("De toets is ingetrokken"),
        "claim": _("De FG heeft de toets in behandeling genomen"),
        "release": _("De FG heeft de toets teruggegeven"),
        "take_over": _("Een andere FG heeft de toetsing overgenomen"),
        "send_back": _("De FG heeft de toets teruggestuurd"),
        "advise": _("De FG heeft geadviseerd"),
        "sealed": _("Het rapport is verzegeld (editie %s)") % facts.get("edition"),
        "retry": _("Het maken van het rapport is opnieuw gestart"),
        "consultation_recorded": _("Het raadplegen van de AP is vastgelegd"),
    }[kind]


def _counted(kind: str, count: int) -> str | None:
    words = {
        "revision_closed": ngettext("%(n)s antwoord is vastgelegd", "%(n)s antwoorden zijn vastgelegd", count),
        "checked": ngettext("%(n)s antwoord is gecontroleerd", "%(n)s antwoorden zijn gecontroleerd", count),
        "judged": ngettext("De FG heeft %(n)s antwoord beoordeeld", "De FG heeft %(n)s antwoorden beoordeeld", count),
        "evidence_added": ngettext("%(n)s bewijsstuk is toegevoegd", "%(n)s bewijsstukken zijn toegevoegd", count),
        "evidence_replaced": ngettext("%(n)s bewijsstuk is vervangen", "%(n)s bewijsstukken zijn vervangen", count),
        "evidence_linked": ngettext(
            "%(n)s bewijsstuk is aan antwoorden gekoppeld", "%(n)s bewijsstukken zijn aan antwoorden gekoppeld", count
        ),
        "party_saved": ngettext("%(n)s partij is bewaard", "%(n)s partijen zijn bewaard", count),
        "party_removed": ngettext("%(n)s partij is verwijderd", "%(n)s partijen zijn verwijderd", count),
        "participant_added": ngettext("%(n)s collega is toegevoegd", "%(n)s collega’s zijn toegevoegd", count),
        "committed": ngettext("%(n)s toezegging is gedaan", "%(n)s toezeggingen zijn gedaan", count),
        "commitment_dropped": ngettext("%(n)s toezegging is vervallen", "%(n)s toezeggingen zijn vervallen", count),
        "risk_stated": ngettext("%(n)s risico is zelf ingeschat", "%(n)s risico’s zijn zelf ingeschat", count),
        "stated_risk_dropped": ngettext(
            "%(n)s eigen inschatting is vervallen", "%(n)s eigen inschattingen zijn vervallen", count
        ),
    }
    return words[kind] % {"n": count} if kind in words else None


def _details(facts: Mapping[str, Any]) -> str:
    """Outcome, verdict and hashes, as far as the event has them."""
    lines = []
    if outcome := facts.get("stricter_outcome") or facts.get("outcome"):
        lines.append(_("Uitkomst: %s") % OUTCOMES[outcome].label if outcome in OUTCOMES else "")
    if facts.get("verdict") in ("akkoord", "akkoord_met_opmerkingen", "niet_akkoord"):
        lines.append(_("Advies: %s") % verdict_word(facts["verdict"]).label)
    if snapshot := facts.get("snapshot"):
        lines.append(_("Vingerafdruk van de versie: %s") % snapshot)
    if report := facts.get("report"):
        lines.append(_("Vingerafdruk van het bestand: %s") % report)
    return "\n".join(filter(None, lines))
