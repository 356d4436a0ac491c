"""From the FG's advice to a sealed file that verifies, through the real database, worker task and keys."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from assessments import reading, tasks, verifying
from assessments.actions import sealing
from assessments.adapters.keys import KeysMissing
from assessments.domain.workflow import Status
from assessments.models import Assessment, LedgerEvent, LedgerHead, Report, SealedHash, organisation_context
from tests.database import superuser


def report_of(cast, assessment) -> Report:
    with organisation_context(cast["fg"].organisation_id):
        return Report.objects.select_related("signed_by").get(snapshot__assessment=assessment)


def render(report: Report) -> None:
    tasks.render_report(str(report.pk), str(report.organisation_id))


def sealed_bytes(cast, assessment) -> bytes:
    render(report_of(cast, assessment))
    report = report_of(cast, assessment)
    with organisation_context(report.organisation_id):
        return reading.file_bytes(report.file_id)


def test_an_advice_becomes_a_sealed_report_that_verifies_and_stays_as_it_is(cast, advised):
    assessment = advised("W3")
    pdf = sealed_bytes(cast, assessment)
    verdict = verifying.verify(pdf)
    assert (verdict.genuine, verdict.code, verdict.development) == (True, "genuine", True)
    assert {check.name: check.passed for check in verdict.checks} == {
        "seal": True,
        "registered": True,
        "recomputed": True,
        "log": True,
        "development": None,
    }
    assert dict(verdict.facts)["Uitkomst"] == "Niet toegestaan, tenzij aan de voorwaarden is voldaan"
    assert dict(verdict.facts)["Ondertekend door de FG"].startswith(str(cast["fg"]))
    before = report_of(cast, assessment)
    assert before.signed_by == cast["fg"]
    with organisation_context(before.organisation_id):
        assert Assessment.objects.get(pk=assessment.pk).status == Status.SEALED_ADVICE
    render(before)
    after = report_of(cast, assessment)
    assert (after.sha256, after.sealed_at, SealedHash.objects.count()) == (before.sha256, before.sealed_at, 1)


def test_who_has_no_key_has_their_advice_recorded_and_tampered_copies_are_refused(cast, advised, settings):
    settings.DEMO_SIGNERS = []
    assessment = advised("W5b")
    pdf = sealed_bytes(cast, assessment)
    genuine = verifying.verify(pdf)
    assert genuine.genuine
    assert report_of(cast, assessment).signed_by is None
    assert "Ondertekend door de FG" not in dict(genuine.facts)
    half = len(pdf) // 2
    copies = {
        "changed": pdf + b"\n%more",
        "truncated": pdf[:half],
        "empty": b"",
        "not_a_pdf": b"hello",
    }
    for code, copy in copies.items():
        verdict = verifying.verify(copy)
        assert (verdict.genuine, verdict.code) == (False, code)
        assert verdict.headline
        assert verdict.explanation
    flipped = verifying.verify(pdf[:half] + bytes([pdf[half] ^ 1]) + pdf[half + 1 :])
    assert not flipped.genuine
    offline = verifying.verify(pdf, with_database=False)
    assert (offline.genuine, offline.code) == (True, "genuine_offline")
    assert {check.name for check in offline.checks if check.passed is None} == {"registered", "log", "development"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_seal_once_and_a_cut_log_is_told(cast, advised):
    assessment = advised("W4")
    report = report_of(cast, assessment)

    def work(_: int) -> None:
        try:
            render(report)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with organisation_context(report.organisation_id):
        assert LedgerEvent.objects.filter(chain=assessment.pk, kind="sealed").count() == 1
        pdf = reading.file_bytes(report_of(cast, assessment).file_id)
        last = LedgerHead.objects.get(chain=assessment.pk).seq
    assert verifying.verify(pdf).code == "genuine"
    with superuser(autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM assessments_ledgerevent WHERE chain = %s AND seq = %s", [assessment.pk, last])
    assert verifying.verify(pdf).code == "not_in_log"


def test_a_failure_is_noted_without_content_and_nothing_false_is_ever_sealed(cast, advised, settings, tmp_path):
    assessment = advised("W4")
    report = report_of(cast, assessment)
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    with pytest.raises(KeysMissing, match=r"voorbeeldzaken\.p12 is missing"):
        render(report)
    assert (report_of(cast, assessment).failure, report_of(cast, assessment).sealed_at) == ("KeysMissing", None)
    settings.DEVELOPMENT_PKI = True
    edition = json.loads(report.envelope)
    edition["snapshot"]["advice"]["outcome"] = "TOEGESTAAN_ONDER_VERANTWOORDING"
    with organisation_context(report.organisation_id):
        Report.objects.filter(pk=report.pk).update(envelope=json.dumps(edition))
    with pytest.raises(ValueError, match="does not follow"):
        render(report)
    assert (report_of(cast, assessment).failure, report_of(cast, assessment).sealed_at) == ("NotReproducible", None)
    with organisation_context(report.organisation_id):
        Report.objects.filter(pk=report.pk).update(envelope=report.envelope)
    render(report)
    assert report_of(cast, assessment).failure == ""


def test_the_operator_asks_again_for_a_report_that_failed_and_for_no_other(
    cast, advised, django_capture_on_commit_callbacks
):
    assessment = advised("W5b")
    with organisation_context(cast["fg"].organisation_id):
        report = report_of(cast, assessment)
        worker = sealing.system_actor(report.organisation_id)
    call_command("retry_reports", stdout=StringIO())
    with organisation_context(report.organisation_id):
        assert not LedgerEvent.objects.filter(chain=assessment.pk, kind="retry").exists()
        sealing.record_failure(by=worker, report=report, code="KeysMissing")
    said = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("retry_reports", stdout=said)
    assert assessment.reference in said.getvalue() and "KeysMissing" in said.getvalue()
    assert report_of(cast, assessment).failure == ""
    with organisation_context(report.organisation_id):
        assert LedgerEvent.objects.filter(chain=assessment.pk, kind="retry").count() == 1
    assert ProcrastinateJob.objects.filter(task_name="render_report", args__report_id=str(report.pk)).count() == 1
