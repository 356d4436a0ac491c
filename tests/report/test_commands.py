"""The commands an auditor relies on: verify_report, report, verify_ledger; and the worker that was killed."""

import json
from io import StringIO
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.core.management import CommandError, call_command
from procrastinate.contrib.django import app

from assessments import tasks
from assessments.models import AccessEvent, Report, organisation_context
from tests.database import superuser


def run(*arguments: str, **options: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def report(cast, advised) -> Report:
    assessment = advised("W4")
    with organisation_context(cast["fg"].organisation_id):
        asked = Report.objects.get(snapshot__assessment=assessment)
    tasks.render_report(str(asked.pk), str(asked.organisation_id))
    with organisation_context(cast["fg"].organisation_id):
        return Report.objects.select_related("snapshot__assessment").get(pk=asked.pk)


def test_a_report_is_listed_written_logged_and_verified(report, tmp_path):
    reference = report.snapshot.assessment.reference
    assert reference in run("report", show_list=True)[1]
    file = tmp_path / "report.pdf"
    code, said, _ = run("report", reference, out=file)
    assert (code, report.sha256 in said) == (0, True)
    with organisation_context(report.organisation_id):
        assert AccessEvent.objects.filter(kind="downloaded", subject=reference).count() == 1
    code, said, _ = run("verify_report", str(file))
    assert (code, json.loads(said)["code"]) == (0, "genuine")
    code, said, _ = run("verify_report", str(file), "--offline", "--language", "en")
    assert (code, json.loads(said)["code"]) == (0, "genuine_offline")
    assert json.loads(said)["headline"].startswith("This report is genuine")
    file.write_bytes(file.read_bytes()[:-40])
    code, said, _ = run("verify_report", str(file))
    assert (code, json.loads(said)["genuine"]) == (1, False)


def test_only_who_may_read_sealed_reports_gets_one_and_only_of_their_own_organisation(report, tmp_path, settings):
    reference = report.snapshot.assessment.reference
    for login in ("beheerder", "nobody"):
        with pytest.raises(CommandError, match="may not read"):
            run("report", reference, out=tmp_path / "a.pdf", login=login)
    with pytest.raises(CommandError, match="No sealed report"):
        run("report", reference, out=tmp_path / "a.pdf", login="fg-proef")
    settings.DEMO = False
    with pytest.raises(CommandError, match="--as LOGIN"):
        run("report", reference, out=tmp_path / "a.pdf")
    assert run("report", reference, out=tmp_path / "a.pdf", login="auditor")[0] == 0
    with pytest.raises(CommandError, match="Give --list"):
        run("report", reference)


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("verify_report", str(tmp_path / "nothing.pdf"))


def test_without_certificates_the_command_says_which_file_lacks(db, tmp_path, settings):
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    (tmp_path / "some.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="TOETS_PKI_DIR"):
        run("verify_report", str(tmp_path / "some.pdf"))


@pytest.mark.django_db(transaction=True)
def test_verify_ledger_names_the_first_place_that_does_not_fit(cast, submitted):
    assessment = submitted("W4")
    code, said, _ = run("verify_ledger")
    assert code == 0
    assert "every link fits" in said
    with superuser(autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE assessments_ledgerevent SET facts = '{}' WHERE chain = %s AND seq = 2", [assessment.pk])
    code, _, said = run("verify_ledger")
    assert code == 1
    assert said == f"voorbeeldzaken: chain {assessment.pk}: event 2 was changed\n"
    with superuser(autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM assessments_ledgerevent WHERE chain = %s", [assessment.pk])
    code, _, said = run("verify_ledger")
    assert code == 1
    assert "does not end where its head says" in said


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_is_taken_up_again():
    with superuser(autocommit=True) as owner:
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args)"
            " VALUES ('default', 'render_report', 'doing', '{}')"
        )
    async_to_sync(tasks.retry_stalled.func)(SimpleNamespace(app=app), 0)
    with superuser(autocommit=True) as owner:
        assert owner.execute("SELECT status FROM procrastinate_jobs").fetchall() == [("todo",)]


def test_the_rescue_of_stalled_jobs_runs_by_the_second():
    """Seconds are the sixth field: as the first they would mean minutes, and a killed job would wait."""
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["retry_stalled"].split() == ["*", "*", "*", "*", "*", "*/20"]
