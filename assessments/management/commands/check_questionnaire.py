"""`manage.py check_questionnaire PATH`: every fault of a questionnaire folder, with file, id and remedy."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.advice import advise
from assessments.domain.cases import CaseError, differences, read_case
from assessments.domain.loading import QuestionnaireError, load
from assessments.domain.questionnaire import Questionnaire


class Command(BaseCommand):
    help = "Prints every fault of a questionnaire folder and of the cases in it. Exits with 1 if there is any."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="PATH")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        files, unreadable = _texts(folder)
        try:
            if unreadable:
                raise CommandError("\n".join(unreadable))
            questionnaire = load(files)
        except QuestionnaireError as error:
            for fault in error.faults:
                self.stdout.write(str(fault))
            raise CommandError(f"{len(error.faults)} faults") from error
        wrong = [
            line for path in sorted((folder / "cases").glob("*.yaml")) for line in _case_faults(questionnaire, path)
        ]
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} faults in the cases")
        self.stdout.write(f"{questionnaire.slug} {questionnaire.version}: 0 faults")
        self.stdout.write(f"rules {questionnaire.rules_hash}\ntexts {questionnaire.text_hash}")


def _texts(folder: Path) -> tuple[dict[str, str], list[str]]:
    """The YAML files of the folder as texts, and what could not be read."""
    files, unreadable = {}, []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files[path.name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            unreadable.append(f"{path.name}: -: {error} → save it as readable UTF-8")
    return files, unreadable


def _case_faults(questionnaire: Questionnaire, path: Path) -> list[str]:
    try:
        case = read_case(questionnaire, path.name, path.read_text(encoding="utf-8"))
    except CaseError as error:
        return [] if error.expected else [str(fault) for fault in error.faults]
    different = differences(questionnaire, case, advise(questionnaire, case.dossier, improve=False))
    return [f"{path.name}: {case.id}: {each} → correct the case or the rules" for each in different]
