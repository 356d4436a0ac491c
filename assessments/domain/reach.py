"""Can anybody ever get this question? Tried with every combination of answers its condition depends on."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

from assessments.domain.answers import Key
from assessments.domain.conditions import Count, evaluate, matches_in, questions_in
from assessments.domain.questionnaire import Question, Type
from assessments.domain.rows import Choices

# Beyond this many combinations a condition is taken to be reachable: it is no check any more but a search.
MOST_COMBINATIONS = 50_000


def reachable(question: Question, questions: Mapping[str, Question]) -> bool:
    """Whether some complete set of answers shows the question.

    Answers are complete here: an unanswered question hides nothing, so it would make everything reachable.
    """
    if question.show_if is None:
        return True
    named = _depends_on(question, questions)
    possible = [list(_values(each, question, named)) for each in named]
    total = 1
    for values in possible:
        total *= len(values)
    if total > MOST_COMBINATIONS:
        return True
    return any(_shows(question, named, answers) for answers in product(*possible))


def _depends_on(question: Question, questions: Mapping[str, Question]) -> list[Question]:
    """Every question its visibility rests on, also through others, in their order."""
    found: dict[str, Question] = {}
    waiting = [question]
    while waiting:
        condition = waiting.pop().show_if
        for name in questions_in(condition) if condition else ():
            if name in questions and name not in found and name != question.id:
                found[name] = questions[name]
                waiting.append(questions[name])
    return sorted(found.values(), key=lambda each: each.order)


def _values(asked: Question, question: Question, named: list[Question]) -> Iterator[frozenset[str]]:
    """The answers worth trying: each code a condition names, and one that none names."""
    conditions = [each.show_if for each in (*named, question) if each.show_if]
    if any(isinstance(each, Count) for each in conditions):
        codes = set(asked.options)
    else:
        matches = chain.from_iterable(matches_in(each) for each in conditions)
        codes = set(chain.from_iterable(each.codes for each in matches if each.question == asked.id))
        codes = (codes & set(asked.options)) | set(next(iter([[c] for c in asked.options if c not in codes]), []))
    if asked.type in (Type.MULTI, Type.REPEAT):
        free = sorted(code for code in codes if not asked.options[code].exclusive)
        for size in range(1, len(free) + 1):
            yield from map(frozenset, combinations(free, size))
        codes = {code for code in codes if asked.options[code].exclusive}
    yield from (frozenset({code}) for code in sorted(codes))


def _shows(question: Question, named: list[Question], answers: tuple[frozenset[str], ...]) -> bool:
    choices = Choices()
    for asked, codes in zip(named, answers, strict=True):
        hidden = asked.show_if is not None and evaluate(asked.show_if, choices).holds is False
        choices.add(Key(asked.id), () if hidden else codes, complete=True, hidden=hidden)
    return question.show_if is not None and evaluate(question.show_if, choices).holds is not False
