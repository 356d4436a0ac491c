"""Saving answers: versions, conflicts, revisions and the walls around them."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from assessments.actions.answering import Given, save_answers
from assessments.models import Answer, AnswerRevision, Assessment, LedgerEvent, Participant
from assessments.policies import Refused
from tests.accounts import NOON


def save(actor, draft, value, *, version=0, at=NOON, note=""):
    given = Given("QA02", value=(value,), note=note)
    return save_answers(by=actor, assessment=draft, values=[given], expected_versions={given.key: version}, at=at)


def test_a_first_answer_is_version_one(cast, draft):
    saved = save(cast["invuller"], draft, "ja")
    answer = Answer.objects.get(assessment=draft)
    assert saved.saved == (("QA02", None),)
    assert (answer.value, answer.version, answer.revision) == (["ja"], 1, 1)


def test_saving_the_same_again_changes_nothing(cast, draft):
    save(cast["invuller"], draft, "ja")
    saved = save(cast["invuller"], draft, "ja", version=0)
    assert not saved.saved and not saved.conflicts
    assert Answer.objects.get(assessment=draft).version == 1


def test_a_save_on_an_older_version_is_a_conflict_that_shows_what_is_there(cast, draft):
    save(cast["invuller"], draft, "ja")
    saved = save(cast["invuller"], draft, "nee", version=0)
    assert saved.conflicts["QA02", None].value == ["ja"]
    assert Answer.objects.get(assessment=draft).value == ["ja"]


def test_an_author_who_goes_on_within_ten_minutes_keeps_one_revision(cast, draft):
    save(cast["invuller"], draft, "ja")
    save(cast["invuller"], draft, "nee", version=1, at=NOON + timedelta(minutes=9))
    assert AnswerRevision.objects.filter(answer__assessment=draft).count() == 1


def test_after_ten_minutes_the_revision_closes_and_the_ledger_gets_its_hash(cast, draft):
    save(cast["invuller"], draft, "ja")
    save(cast["invuller"], draft, "nee", version=1, at=NOON + timedelta(minutes=10))
    first, second = AnswerRevision.objects.filter(answer__assessment=draft).order_by("number")
    assert first.closed_at and first.value == ["ja"] and second.closed_at is None
    assert first.leaf_hash in LedgerEvent.objects.get(chain=draft.pk, kind="revision_closed").facts


def test_somebody_elses_save_closes_the_revision_at_once(cast, acting, draft):
    Assessment.objects.filter(pk=draft.pk).update(open_to_authors=True)
    save(cast["invuller"], draft, "ja")
    theirs = Assessment.objects.visible_to(cast["collega"]).get(pk=draft.pk)
    save(cast["collega"], theirs, "nee", version=1, at=NOON + timedelta(minutes=1))
    assert list(AnswerRevision.objects.order_by("number").values_list("actor__user__username", flat=True)) == [
        "invuller",
        "collega",
    ]
    assert Participant.objects.get(assessment=draft, actor=cast["collega"]).capacity == "contributor"


def test_a_closed_revision_cannot_change_not_even_in_the_database(cast, draft):
    save(cast["invuller"], draft, "ja")
    save(cast["invuller"], draft, "nee", version=1, at=NOON + timedelta(minutes=10))
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        AnswerRevision.objects.filter(number=1).update(note="anders")


def test_a_code_that_is_no_option_is_refused(cast, draft):
    with pytest.raises(Refused):
        save(cast["invuller"], draft, "misschien")


def test_a_colleague_who_was_not_let_in_does_not_find_the_assessment(cast, draft):
    with pytest.raises(Assessment.DoesNotExist):
        save_answers(by=cast["collega"], assessment=Assessment(pk=draft.pk), values=[], expected_versions={})


def test_the_ledger_holds_no_words_of_the_answer(cast, draft):
    save(cast["invuller"], draft, "ja", note="geheim-kanarie")
    save(cast["invuller"], draft, "nee", version=1, at=NOON + timedelta(minutes=11), note="geheim-kanarie")
    assert not LedgerEvent.objects.filter(facts__contains="kanarie").exists()


def test_the_app_role_cannot_write_the_ledger_itself(cast, draft):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_ledgerhead SET seq = 0")
