"""What holds for every dossier, tried on thousands of them.

Strictness is the order of decision 19: NIET, then TENZIJ with article 36, then raadpleging, then TENZIJ, then
TOEGESTAAN. The dossiers start from a good one, so that every outcome is met; then answers, proof, promises and
parties are spoilt at random.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Answer, Commitment, Consultation, Dossier, Edition, Key, Proof, StatedRisk
from assessments.domain.explain import as_dict, sentences
from assessments.domain.findings import Why, examine, rows
from assessments.domain.ledger import canonical_json
from assessments.domain.outcome import decide
from tests.domain.builders import LATER, genai, on_the_site, perfect

KINDS = ("online", "geintegreerd", "lokaal", "eigen-server", "overheid-ontwikkeld", "online, lokaal")
EXAMPLES = settings(max_examples=50, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(EXAMPLES, max_examples=4000, derandomize=False)


def strictness(dossier: Dossier) -> int:
    return decide(examine(genai(), dossier)).strictness


def any_answer(key: Key) -> st.SearchStrategy[Answer]:
    codes = sorted(genai().questions[key.question].options)
    return st.builds(
        Answer,
        value=st.sampled_from([(code,) for code in codes] + [()]),
        proof=st.sampled_from([Proof.CHECKED, Proof.CHECKED, Proof.NONE]),
        reason=st.just("reden"),
        reason_checked=st.booleans(),
    )


@st.composite
def dossiers(draw: st.DrawFn, *, site: bool | None = None) -> Dossier:
    """A good dossier with some answers replaced, some proof lost and some promises made."""
    dossier = perfect(draw(st.sampled_from(KINDS)))
    if site if site is not None else draw(st.booleans()):
        dossier = on_the_site(dossier, draw(st.sampled_from(Edition)))
    spoilt = draw(st.lists(st.sampled_from(sorted(dossier.answers, key=str)), max_size=6, unique=True))
    dossier = dossier.with_answers({key: draw(any_answer(key)) for key in spoilt})
    if draw(st.booleans()):
        promised = [row.key for row in rows(genai(), dossier)]
    else:
        promised = draw(st.lists(st.sampled_from(spoilt), unique=True)) if spoilt else []
    return replace(
        dossier,
        commitments={key: tuple(_promise(party.id) for party in dossier.parties) for key in promised},
        consultation=draw(st.sampled_from(Consultation)),
        consultation_proof=draw(st.sampled_from([Proof.CHECKED, Proof.NONE])),
        stated_risks=draw(st.sampled_from([{}, {}, {"RK2": StatedRisk(2, 3)}])),
    )


def _promise(party: str) -> Commitment:
    return Commitment(party=party, owner="eigenaar", due=LATER, measure="M06", signatory="directeur")


@given(dossiers(), st.data())
@EXAMPLES
def test_taking_evidence_away_never_gives_a_better_outcome(dossier: Dossier, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(dossier.answers, key=str)))
    worse = replace(
        dossier.answers[key], proof=data.draw(st.sampled_from([Proof.NONE, Proof.DELIVERED, Proof.CHANGED]))
    )
    before, after = strictness(dossier), strictness(dossier.with_answers({key: worse}))
    event(f"{before} -> {after}")
    assert after >= before


@given(dossiers(), st.data())
@EXAMPLES
def test_taking_an_answer_away_never_gives_a_better_outcome(dossier: Dossier, data: st.DataObject) -> None:
    """Taken away altogether, or withdrawn to "unknown" where its promise stands (decision 2)."""
    key = data.draw(st.sampled_from(sorted(dossier.answers, key=str)))
    assert strictness(dossier.with_answers({key: Answer()})) >= strictness(dossier)


@pytest.mark.long
@given(dossiers(), st.data())
@MANY
def test_taking_anything_away_never_gives_a_better_outcome(dossier: Dossier, data: st.DataObject) -> None:
    """The same for evidence and answers together, on many more dossiers."""
    key = data.draw(st.sampled_from(sorted(dossier.answers, key=str)))
    unproven = replace(dossier.answers[key], proof=Proof.NONE)
    less = dossier.with_answers({key: unproven})
    assert strictness(dossier) <= strictness(less) <= strictness(less.with_answers({key: Answer()}))


@given(dossiers(), st.data())
@EXAMPLES
def test_taking_a_promise_away_never_gives_a_better_outcome(dossier: Dossier, data: st.DataObject) -> None:
    if dossier.commitments:
        key = data.draw(st.sampled_from(sorted(dossier.commitments, key=str)))
        less = replace(dossier, commitments={each: of for each, of in dossier.commitments.items() if each != key})
        assert strictness(less) >= strictness(dossier)


@given(dossiers())
@EXAMPLES
def test_a_stated_risk_never_gives_a_better_outcome(dossier: Dossier) -> None:
    without = replace(dossier, stated_risks={})
    for likelihood, impact in ((1, 1), (2, 2), (4, 4)):
        stated = replace(dossier, stated_risks={"RK1": StatedRisk(likelihood, impact)})
        assert strictness(stated) >= strictness(without)


@given(dossiers(), st.randoms(use_true_random=False))
@EXAMPLES
def test_the_order_of_answers_and_parties_changes_nothing(dossier: Dossier, chance: Random) -> None:
    answers, promises, parties = list(dossier.answers.items()), list(dossier.commitments.items()), list(dossier.parties)
    for shuffled in (answers, promises, parties):
        chance.shuffle(shuffled)
    other = replace(dossier, answers=dict(answers), commitments=dict(promises))
    assert as_dict(_advice(other)) == as_dict(_advice(dossier))
    turned = _advice(replace(other, parties=tuple(parties)))
    assert (turned.outcome, turned.open, turned.high) == (_advice(dossier).outcome, *_open_and_high(dossier))


def _advice(dossier: Dossier) -> Advice:
    return advise(genai(), dossier, improve=False)


def _open_and_high(dossier: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = _advice(dossier)
    return found.open, found.high


@given(dossiers(), st.data())
@EXAMPLES
def test_what_a_hidden_question_holds_changes_nothing(dossier: Dossier, data: st.DataObject) -> None:
    hidden = [each.key for each in examine(genai(), dossier).findings if each.why is Why.HIDDEN]
    if hidden:
        key = data.draw(st.sampled_from(hidden))
        other = dossier.with_answers({key: data.draw(any_answer(key))})
        other = other.with_commitments({key: (_promise(other.own.id),)})
        assert as_dict(_advice(other)) == as_dict(_advice(dossier))


@given(dossiers(), st.integers())
@EXAMPLES
def test_answers_to_nothing_that_is_asked_change_nothing(dossier: Dossier, number: int) -> None:
    stray = {Key(f"QX{number}"): Answer(value=("ja",)), Key("QD01", "niemand"): Answer(value=("ja",))}
    assert as_dict(_advice(dossier.with_answers(stray))) == as_dict(_advice(dossier))


@given(dossiers())
@EXAMPLES
def test_the_same_dossier_gives_the_same_advice_to_the_letter(dossier: Dossier) -> None:
    twin = replace(dossier, answers=dict(dossier.answers))
    assert canonical_json(as_dict(_advice(dossier))) == canonical_json(as_dict(_advice(twin)))


@given(dossiers())
@settings(EXAMPLES, max_examples=40)
def test_every_outcome_names_a_reason_and_every_proposal_is_better(dossier: Dossier) -> None:
    found = advise(genai(), dossier)
    event(found.outcome)
    assert found.because
    assert all(reason.sources for reason in found.because)
    assert found.to_improve or found.no_improvement
    now = decide(examine(genai(), dossier))
    for proposal in found.to_improve:
        assert proposal.outcome != now.outcome or now.extra_measure
        assert proposal.changes
    for locale in ("nl", "en"):
        assert sentences(genai(), dossier, found, locale).because


@given(dossiers())
@EXAMPLES
def test_open_means_not_allowed_and_blocked_means_no(dossier: Dossier) -> None:
    """The letter: not allowed, unless all parties fulfil their accountability."""
    found = _advice(dossier)
    if found.outcome == "TOEGESTAAN_ONDER_VERANTWOORDING":
        assert not found.open and not found.blocking and not found.provisional
    if found.blocking and found.outcome != "BUITEN_REIKWIJDTE":
        assert found.outcome == "NIET_TOEGESTAAN"
