"""Editions made from the worked cases without a database, as the site makes them from rows."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from assessments.domain import snapshot
from assessments.domain.advice import advise
from assessments.domain.answers import Answer, Dossier, Edition, Key, Proof
from assessments.domain.cases import read_case
from assessments.domain.edition import DecisionTaken, FgVerdict, LedgerHead, OrganisationName, envelope
from assessments.domain.loading import load
from assessments.domain.questionnaire import EvidenceClass, Questionnaire
from assessments.domain.report import Report, report_of
from assessments.domain.report_front import Signing
from assessments.domain.rows import Sheet

FOLDER = Path(__file__).parents[2] / "fixtures" / "questionnaires" / "genai" / "1.0"
ORGANISATION = OrganisationName("0f0e7f0e-0000-4000-8000-000000000001", "Ministerie van Voorbeeldzaken")
FG = FgVerdict(
    verdict="akkoord_met_opmerkingen",
    text="De toets is volledig.\nLet op de herkomst van het model: dat punt weegt het zwaarst.",
    name="fg",
    pseudonym="A-0123456789ab",
    login_method="password",
    at="2026-11-23T13:05:00.000000Z",
)
DECISION = DecisionTaken(
    outcome="TOEGESTAAN_ONDER_VERANTWOORDING",
    follows_advice=True,
    reasons="",
    mandate="Mandaatbesluit 2025, artikel 4",
    name="beslisser",
    pseudonym="A-ba9876543210",
    login_method="password",
    at="2026-11-25T09:00:00.000000Z",
)
HEAD = LedgerHead("0f0e7f0e-0000-4000-8000-000000000002", 212, hashlib.sha256(b"head").hexdigest())
DEMO = Signing(by_fg=True, development=True)
RECORDED = Signing(by_fg=False, development=False)


@cache
def questionnaire() -> Questionnaire:
    return load({name: (FOLDER / name).read_text() for name in ("questionnaire.yaml", "advice.yaml", "sources.yaml")})


def dossier(case: str, *, short: bool = False) -> Dossier:
    """The case as the site would hold it at submit: what is derived is left to the computation."""
    read = read_case(questionnaire(), case, (FOLDER / "cases" / f"{case}.yaml").read_text()).dossier
    asked = {row.key for row in Sheet(questionnaire(), read).rows if not row.hidden}
    answers = {
        key: _as_on_the_site(key, answer)
        for key, answer in read.answers.items()
        if key in asked and (not questionnaire().questions[key.question].derived or key.question == "QG06")
    }
    return replace(read, answers=answers, edition=Edition.ADVICE, short=short)


def _as_on_the_site(key: Key, answer: Answer) -> Answer:
    return replace(answer, value=()) if key.question == "QG06" else answer


def stopped_early(case: str) -> Dossier:
    """The case as far as a short assessment goes: the questions it needs, and nothing else."""
    whole = dossier(case)
    stop = advise(questionnaire(), whole, improve=False).early_stop
    assert stop is not None
    needed = {*stop.needed, *(key.question for key in stop.fixed_by[:1])}
    kept = {key: answer for key, answer in whole.answers.items() if key.question in needed}
    return replace(whole, answers=kept, commitments={}, short=True, stated_risks={})


def snapshot_of(found: Dossier, *, title: str, case: str = "") -> dict[str, Any]:
    about = snapshot.About(
        assessment={
            "id": HEAD.chain,
            "reference": "TGA-2026-7KQ2MX",
            "title": title,
            "organisation": ORGANISATION.name,
            "worked_case": case,
            "previous": None,
        },
        round=1,
        previous=None,
    )
    return snapshot.build(questionnaire(), found, about, list(_leaves(found)))


def _leaves(found: Dossier) -> list[snapshot.Leaf]:
    leaves = [_leaf("parties", party.id, snapshot.party_content(party)) for party in found.parties]
    shown: dict[str, dict[str, Any]] = {}
    for number, (key, answer) in enumerate(sorted(found.answers.items(), key=lambda item: str(item[0]))):
        evidence = _evidence(key, answer, shown)
        leaves.append(_leaf("answers", f"answer-{number:03}", snapshot.answer_content(key, answer, evidence=evidence)))
    for number, (key, commitments) in enumerate(found.commitments.items()):
        good = questionnaire().questions[key.question].good_answer.nl
        for commitment in commitments:
            content = snapshot.commitment_content(key, commitment, obligation=good)
            leaves.append(_leaf("commitments", f"promise-{number:03}-{commitment.party}", content))
    leaves += [_leaf("evidence", version, content) for version, content in shown.items()]
    return leaves


def _leaf(kind: str, leaf_id: str, content: Mapping[str, Any]) -> snapshot.Leaf:
    return snapshot.Leaf(kind, leaf_id, hashlib.sha256(f"{kind} {leaf_id}".encode()).digest(), content)


def _evidence(key: Key, answer: Answer, shown: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """One document per section, one declaration per party: as few as a real dossier has."""
    if answer.proof is Proof.NONE:
        return []
    question = questionnaire().questions[key.question]
    is_file = question.evidence_class is EvidenceClass.FILE
    version = f"document-{question.section}" if is_file else f"declaration-{key.party or 'organisatie'}"
    content = shown.setdefault(version, _document(version, is_file, question.section, key.party))
    checked = answer.proof is Proof.CHECKED
    return [
        {
            "version": version,
            "sha256": content["sha256"],
            "verdict": "voldoende" if checked else None,
            "independent": (key.question != "QE01") if checked else None,
            "checked_by": "A-5f2c9e01d7aa" if checked else None,
            "checked_on": "2026-10-28" if checked else None,
        }
    ]


def _document(version: str, is_file: bool, section: str, party: str | None) -> dict[str, Any]:
    return {
        "kind": "file" if is_file else "declaration",
        "title": f"Dossier {section}" if is_file else f"Verklaring {party or 'organisatie'}",
        "sha256": hashlib.sha256(version.encode()).hexdigest(),
        "size": 120_000,
        "dated": "2026-10-20",
        "valid_until": None,
        "declared_by": "" if is_file else "Functionaris (verzonnen)",
        "declared_as": "" if is_file else "directeur",
        "statement": "" if is_file else "De antwoorden kloppen.",
    }


def edition(
    case: str, *, found: Dossier | None = None, fg: FgVerdict = FG, decision: DecisionTaken | None = None
) -> dict[str, Any]:
    """The envelope of edition 1, or of edition 2 with a decision."""
    title = read_case(questionnaire(), case, (FOLDER / "cases" / f"{case}.yaml").read_text()).title
    content = snapshot_of(found or dossier(case), title=title, case=case)
    return envelope(
        questionnaire(),
        content,
        organisation=ORGANISATION,
        fg=fg,
        ledger=HEAD,
        decision=decision,
        previous_edition=hashlib.sha256(b"edition 1").hexdigest() if decision else None,
    )


@cache
def report(case: str, *, locale: str = "nl", signing: Signing = DEMO, short: bool = False) -> Report:
    """The report on edition 1 of a case; `short` stops it early."""
    found = stopped_early(case) if short else None
    return report_of(questionnaire(), edition(case, found=found), locale=locale, signing=signing)
