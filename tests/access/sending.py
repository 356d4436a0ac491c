"""What is posted to each form: plausible, and valid where it can be, so that it reaches the action behind it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.access.world import UNKNOWN, Thing
from tests.forms.samples import PDF
from tests.views.writing import SCOPE

type Fields = dict[str, Any]
DECLARATION = {
    "soort": "declaration",
    "titel": "Verklaring",
    "datum": "01-11-2026",
    "tekst": "Zo is het.",
    "door": "A. Baas",
    "functie": "directeur",
}


def _file(thing: Thing) -> Fields:
    upload = SimpleUploadedFile("nieuw.pdf", PDF + b"2", content_type="application/pdf")
    return {"bestand": upload, "titel": "Nieuw stuk", "datum": "02-11-2026"}


def _promise(thing: Thing) -> Fields:
    due = timezone.localdate() + timedelta(days=60)
    return {
        "vraag": "QD05",
        "partij": thing.extra.get("own", ""),
        "verplichting": "Het ligt vast.",
        "eigenaar": "privacy officer",
        "datum": f"{due:%d-%m-%Y}",
        "bewijs": "beoordeling",
    }


def _advice(thing: Thing) -> Fields:
    return {
        "stap": "advise",
        "oordeel": "akkoord",
        "tekst": "",
        "strenger": "",
        "reden": "",
        "bevestiging": "on",
        "momentopname": thing.extra["snapshot"],
    }


PARTY = {"soort": "verwerker", "naam": "Nieuw BV", "avg": "verwerker", "ai": ["geen-ai-rol"]}

SENT: dict[str, dict[str, Fields | Callable[[Thing], Fields]]] = {
    "account_login": {"wrong": {"login": "wie-is-dat", "password": "fout"}},
    "new": {"start": {**SCOPE, "collegas": "on"}},
    "section": {"answer": {"QA02": "ja", "versie-QA02": "0", "later": "1"}},
    "knockout": {"later": {"later": "1"}},
    "parties": {"add": PARTY, "remove": lambda thing: {"verwijder": thing.extra["party"]}},
    "evidence-add": {"declaration": DECLARATION},
    "evidence-check": {
        "link": {"koppel": "1", "vragen": ["QA01"]},
        "judge": lambda thing: {thing.extra["answer"]: "onvoldoende", "opmerking": "Nee."},
    },
    "explanations": {"judge": lambda thing: {thing.extra["explanation"]: "onvoldoende", "opmerking": "Nee."}},
    "evidence-replace": {"file": _file},
    "commitments": {"promise": _promise, "drop": lambda thing: {"laat-vervallen": thing.extra["commitment"]}},
    "consultation": {"record": {"uitkomst": "none", "toelichting": "Nog niet."}},
    "risks": {
        "state": {"risico": "RK3", "kans": "3", "gevolg": "3", "reden": "Zo is het."},
        "drop": {"laat-vervallen": "RK2"},
    },
    "check": {"submit": {"bevestiging": "on"}},
    "withdraw": {"withdraw": {"reden": "Het gaat niet door."}},
    "review": {
        "claim": {"stap": "claim"},
        "release": {"stap": "release"},
        "take_over": {"stap": "take_over", "reden": "Collega is ziek."},
        "agree": {"stap": "agree"},
    },
    "review-section": {"judge": {"oordeel-QA02": "akkoord"}, "agree": {"stap": "agree"}},
    "review-conclude": {"send_back": {"stap": "send_back", "aanpassen": "Leg uit."}, "advise": _advice},
    "dossier": {"take_back": {"stap": "take_back"}},
}
# What stands behind the question mark where a form is posted.
QUERY = {("parties", "add"): "?partij=nieuw", ("knockout", "later"): "?stap=1"}


def fields(name: str, sent: str, thing: Thing | None) -> Fields:
    found = SENT.get(name, {}).get(sent, {})
    return found(thing or UNKNOWN) if callable(found) else dict(found)
