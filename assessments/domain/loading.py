"""From files to a questionnaire, or to every fault in them. No disk: it is given texts.

`rules_hash` changes only when the rules do; `text_hash` changes with any word (model.md, "What is asked").
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from assessments.domain.faults import Fault, FaultsError
from assessments.domain.ledger import canonical_json, sha256
from assessments.domain.load_questions import read_questions, read_sections, read_sources
from assessments.domain.load_rules import read_rules
from assessments.domain.questionnaire import LOCALES, Questionnaire, Text
from assessments.domain.shape import Node
from assessments.domain.soundness import ADVICE, QUESTIONS, SOURCES, Draft, question_faults
from assessments.domain.soundness_rules import rule_faults
from assessments.domain.yaml_text import read_mapping

FILES = (QUESTIONS, ADVICE, SOURCES)

__all__ = ["FILES", "Fault", "QuestionnaireError", "load"]


class QuestionnaireError(FaultsError):
    """The files are no usable questionnaire; `faults` names all that is wrong."""


def load(files: Mapping[str, str]) -> Questionnaire:
    """The questionnaire in these texts, by file name; raises `QuestionnaireError` with all faults at once."""
    faults = [Fault(name, "-", "the file is missing", "add it") for name in FILES if name not in files]
    faults += [Fault(name, "-", "unknown file", f"use {', '.join(FILES)}") for name in sorted(set(files) - set(FILES))]
    data = {}
    for name in FILES:
        data[name], found = read_mapping(name, files[name]) if name in files else ({}, [])
        faults += found
    if not all(data.values()):
        raise QuestionnaireError(faults)
    questionnaire = _build(data, faults)
    if faults:
        raise QuestionnaireError(sorted(faults, key=lambda each: (*FILES, each.file).index(each.file)))
    return questionnaire


def _build(data: Mapping[str, dict[str, Any]], faults: list[Fault]) -> Questionnaire:
    top, advice, sources = (Node(data[name], name, "-", faults) for name in FILES)
    questions = read_questions(top)
    draft = Draft(read_sections(top, questions), questions, read_sources(sources), read_rules(advice))
    slug, version = top.string("id"), top.string("version")
    parts: dict[str, Any] = {
        "slug": slug,
        "version": version,
        "title": top.text("title"),
        "sections": draft.sections,
        "questions": draft.questions,
        **{field.name: getattr(draft.rules, field.name) for field in fields(draft.rules)},
    }
    _check_heads(top, advice, f"{slug} {version}")
    for node in (top, advice, sources):
        node.raw("notes")
        node.close()
    faults += [*question_faults(draft), *rule_faults(draft)]
    rules_hash, text_hash = sha256(canonical_json(_rules_only(parts))), sha256(canonical_json(_plain(data)))
    return Questionnaire(sources=draft.sources, rules_hash=rules_hash, text_hash=text_hash, **parts)


def _check_heads(top: Node, advice: Node, name: str) -> None:
    if top.strings("languages", required=True) != LOCALES:
        top.fault("languages are not nl and en", f"write languages: [{', '.join(LOCALES)}]")
    if advice.string("questionnaire") != name or advice.string("version") != name.rpartition(" ")[2]:
        advice.fault("belongs to another questionnaire or version", f"write questionnaire: {name} and its version")


def _rules_only(value: Any) -> Any:
    """Plain data of everything that decides an outcome; words fall away."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {"is": type(value).__name__, **_rules_only(named)}
    if isinstance(value, Mapping):
        return {str(key): _rules_only(each) for key, each in value.items() if not isinstance(each, Text)}
    if isinstance(value, frozenset):
        return sorted(_rules_only(each) for each in value)
    if isinstance(value, tuple):
        return [_rules_only(each) for each in value if not isinstance(each, Text)]
    return value.value if isinstance(value, Enum) else value


def _plain(value: Any) -> Any:
    """The data of the files, with dates as texts and every key a text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
