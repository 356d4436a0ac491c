"""Which promises cure an open row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.domain.answers import Answer, Dossier, Key, Party
from assessments.domain.findings import Finding, findings
from assessments.domain.loading import load
from tests.domain.builders import SMALL, TODAY, answered, finding, perfect, promised, texts, unanswered


def open_row() -> Dossier:
    return answered(perfect(), "QD08", "nee")


def test_an_owner_and_a_date_cure_an_open_row() -> None:
    assert not finding(open_row(), "QD08").cured
    assert finding(promised(open_row(), "QD08"), "QD08").cured


@pytest.mark.parametrize(
    "spoilt",
    [
        {"owner": " "},
        {"due": None},
        {"due": TODAY - timedelta(days=1)},
        {"by": "aanbieder", "signatory": ""},
        {"by": "niemand"},
    ],
)
def test_a_promise_without_owner_or_date_or_of_another_cures_nothing(spoilt: dict[str, object]) -> None:
    assert not finding(promised(open_row(), "QD08", **spoilt), "QD08").cured


def test_a_promise_due_today_still_counts() -> None:
    """Decision 16: only a date before the reference date is no commitment."""
    assert finding(promised(open_row(), "QD08", due=TODAY), "QD08").cured


def test_unknown_can_be_promised_but_unanswered_cannot() -> None:
    """Decision 2."""
    assert finding(promised(answered(perfect(), "QD08", "onbekend"), "QD08"), "QD08").cured
    assert not finding(promised(unanswered(perfect(), "QD08"), "QD08"), "QD08").cured


def test_a_blocking_answer_cannot_be_promised_away() -> None:
    assert not finding(promised(answered(perfect(), "QH04", "zonder"), "QH04"), "QH04").cured


def test_another_party_promises_itself_and_signs() -> None:
    dossier = answered(perfect(), "QD01", "nee", "aanbieder")
    assert finding(promised(dossier, "QD01", "aanbieder"), "QD01", "aanbieder").cured
    unsigned = promised(dossier, "QD01", "aanbieder", signatory="")
    assert not finding(unsigned, "QD01", "aanbieder").cured
    by_us = promised(dossier, "QD01", "aanbieder", by="organisatie", measure="M06")
    assert not finding(by_us, "QD01", "aanbieder").cured


def test_for_a_free_model_whose_maker_has_no_role_we_may_promise_naming_a_measure() -> None:
    """Decision 14."""
    local = answered(answered(perfect("lokaal"), "QD01", "nee", "aanbieder"), "QD11", "vrij-in-register")
    by_us = {"by": "organisatie", "signatory": ""}
    assert finding(promised(local, "QD01", "aanbieder", **by_us, measure="M07"), "QD01", "aanbieder").cured
    assert not finding(promised(local, "QD01", "aanbieder", **by_us), "QD01", "aanbieder").cured
    assert not finding(promised(local, "QD01", "aanbieder", **by_us, measure="M01"), "QD01", "aanbieder").cured
    bought = answered(local, "QD11", "niet-vrij")
    assert not finding(promised(bought, "QD01", "aanbieder", **by_us, measure="M07"), "QD01", "aanbieder").cured
    own, maker = local.parties
    processor = replace(local, parties=(own, replace(maker, avg_role="verwerker")))
    assert not finding(promised(processor, "QD01", "aanbieder", **by_us, measure="M07"), "QD01", "aanbieder").cured
    assert finding(promised(local, "QD01", "aanbieder"), "QD01", "aanbieder").cured


def test_a_joint_arrangement_needs_the_promise_of_both_sides() -> None:
    """Decision 15, QH02."""
    own, provider = perfect().parties
    joint = replace(perfect(), parties=(own, replace(provider, avg_role="gezamenlijk")))
    joint = answered(joint, "QH02", "nee", "aanbieder")
    by_them = promised(joint, "QH02", "aanbieder")
    assert not finding(by_them, "QH02", "aanbieder").cured
    assert finding(promised(by_them, "QH02", "aanbieder", by="organisatie"), "QH02", "aanbieder").cured


def test_contractors_promise_as_well() -> None:
    """Decision 15, QA09: every contractor named in QA11."""
    hired = Party(id="bureau", kind="opdrachtnemer", avg_role="verwerker", ai_roles=("opdrachtnemer",))
    dossier = replace(perfect(), parties=(*perfect().parties, hired))
    dossier = promised(answered(dossier, "QA09", "deels", reason="bijna"), "QA09")
    assert not finding(dossier, "QA09").cured
    both = promised(dossier, "QA09", by="bureau")
    assert finding(both, "QA09").cured


def test_what_cannot_be_cured_stays_open_whatever_is_promised() -> None:
    def small(curable: str) -> Finding:
        files = texts(SMALL)
        files["questionnaire.yaml"] = files["questionnaire.yaml"].replace("curable: true", f"curable: {curable}")
        us = Party("organisatie", "organisatie", avg_role="baas", ai_roles=("maker",))
        unknown = {Key("Q3"): Answer(value=("onbekend",))}
        found = findings(load(files), promised(Dossier(TODAY, (us,), unknown), "Q3"))
        return next(each for each in found if each.key == Key("Q3"))

    assert small("true").cured
    assert not small("false").cured


def test_a_promise_on_another_row_cures_nothing() -> None:
    assert not finding(promised(open_row(), "QD09"), "QD08").cured
    assert Key("QD09") in promised(open_row(), "QD09").commitments
