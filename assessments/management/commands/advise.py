"""`manage.py advise CASE.yaml …`: answers in, outcome and explanation out, without a database."""

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.domain.advice import Advice, advise
from assessments.domain.cases import Case, CaseError, differences, read_case
from assessments.domain.explain import as_dict, sentences
from assessments.domain.loading import QuestionnaireError, load
from assessments.domain.questionnaire import LOCALES, Questionnaire


class Command(BaseCommand):
    help = (
        "Prints the advice on each case file: one JSON object per line. Exits with 1 if a file is refused or differs."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", nargs="+", type=Path, metavar="CASE.yaml")
        parser.add_argument(
            "--questionnaire",
            type=Path,
            default=settings.BASE_DIR / "fixtures/questionnaires/genai/1.0",
            help="folder with questionnaire.yaml, advice.yaml and sources.yaml",
        )

    def handle(self, *args: Any, cases: list[Path], questionnaire: Path, **options: Any) -> None:
        loaded = _load(questionnaire)
        results = [_result(loaded, path) for path in cases]
        for result in results:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        failed = sum(not result["as_expected"] for result in results)
        if failed:
            raise CommandError(f"{failed} of {len(results)} case files refused or not as expected")


def _load(folder: Path) -> Questionnaire:
    try:
        return load({path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")})
    except QuestionnaireError as error:
        raise CommandError(str(error)) from error


def _result(questionnaire: Questionnaire, path: Path) -> dict[str, Any]:
    """The line for one file. A refusal is as expected only where the file says so (`expect: {refused: …}`)."""
    try:
        case = read_case(questionnaire, path.name, path.read_text(encoding="utf-8"))
    except CaseError as error:
        refused = [dataclasses.asdict(fault) for fault in error.faults]
        return {"file": path.name, "as_expected": error.expected, "refused": refused}
    except (OSError, UnicodeDecodeError) as error:
        fault = {"file": path.name, "id": "-", "message": str(error), "remedy": "give a readable file in UTF-8"}
        return {"file": path.name, "as_expected": False, "refused": [fault]}
    return _advised(questionnaire, path, case)


def _advised(questionnaire: Questionnaire, path: Path, case: Case) -> dict[str, Any]:
    advice = advise(questionnaire, case.dossier)
    different = differences(questionnaire, case, advice)
    return {
        "file": path.name,
        "id": case.id,
        "title": case.title,
        "as_expected": not different,
        "differences": list(different),
        **as_dict(advice),
        "in_words": {locale: _in_words(questionnaire, case, advice, locale) for locale in LOCALES},
    }


def _in_words(questionnaire: Questionnaire, case: Case, advice: Advice, locale: str) -> dict[str, Any]:
    explained = sentences(questionnaire, case.dossier, advice, locale)
    return {
        "headline": explained.headline,
        "because": [each.text for each in explained.because],
        "gates": [each.text for each in explained.gates],
        "conditions": [each.text for each in explained.conditions],
        "to_improve": list(explained.to_improve),
        "immediate": list(explained.immediate),
        "notes": list(explained.notes),
    }
