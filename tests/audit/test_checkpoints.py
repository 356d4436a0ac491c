"""Checkpoints: signed, time-stamped, outside the database, printed in the report; and loud where that fails."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from pyhanko.sign.timestamps import TimestampRequestError

from assessments import checkpoints, reading, tasks, verifying
from assessments.adapters import outside as folder
from assessments.domain.checkpoint import covers, leaves_of, root_of
from assessments.models import Checkpoint, LedgerHead, Organisation, OutgoingMail, Report, organisation_context
from assessments.pdf.sign import SigningFailed
from assessments.pdf.timestamping import InProcessTimeStamper
from tests.database import superuser

pytestmark = pytest.mark.django_db


def ours(cast) -> Organisation:
    return Organisation.objects.get(pk=cast["fg"].organisation_id)


def kept(cast) -> list[Checkpoint]:
    with organisation_context(cast["fg"].organisation_id):
        return list(Checkpoint.objects.all())


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("checkpoints", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_hourly_job_makes_one_for_each_organisation_and_none_where_nothing_changed(cast, submitted, outside):
    submitted("W4")
    tasks.make_checkpoints(0)
    tasks.make_checkpoints(0)
    [first] = kept(cast)
    assert (first.number, first.chains, first.previous_root) == (1, 1, "")
    submitted("W5b")
    tasks.make_checkpoints(0)
    second = kept(cast)[1]
    assert (second.number, second.chains, second.previous_root) == (2, 2, first.root)
    names = sorted(file.name for file in outside.iterdir())
    assert names == [folder.name_of(first.organisation_id, number) for number in (1, 2)]
    written = json.loads((outside / names[1]).read_text())
    assert json.loads(written["document"])["root"] == root_of(leaves_of(json.dumps(written["leaves"]))) == second.root
    assert run() == (0, run()[1], "")


def test_without_a_key_there_is_a_warning_and_no_checkpoint(cast, submitted, settings, tmp_path, caplog):
    submitted("W4")
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    with caplog.at_level(logging.WARNING), pytest.raises(checkpoints.NoCheckpoint):
        tasks.make_checkpoints(0)
    assert "for voorbeeldzaken: KeysMissing" in caplog.text
    assert kept(cast) == []
    code, said, faults = run()
    assert (code, "voorbeeldzaken: no checkpoint" in said) == (1, True)
    assert "no checkpoint is made" in faults and "TOETS_PKI_DIR" in faults


def test_a_file_outside_that_is_missing_or_another_one_is_named_and_never_overwritten(cast, submitted, outside, caplog):
    submitted("W4")
    tasks.make_checkpoints(0)
    [file] = outside.iterdir()
    content = file.read_bytes()
    file.unlink()
    code, _, faults = run()
    assert (code, f"{file.name} is missing outside" in faults) == (1, True)
    assert run("--make")[0] == 0
    assert file.read_bytes() == content
    file.write_bytes(b"{}")
    with caplog.at_level(logging.WARNING):
        code, _, faults = run("--make")
    assert (code, f"{file.name} is another one outside" in faults) == (1, True)
    assert "WrittenDifferently" in caplog.text
    assert file.read_bytes() == b"{}"


def test_an_unwritable_folder_is_loud_every_hour_and_holds_up_no_report(cast, advised, settings, tmp_path, caplog):
    (tmp_path / "a-file").write_text("")
    settings.CHECKPOINT_DIRECTORY = tmp_path / "a-file"
    assessment = advised("W4")
    with organisation_context(cast["fg"].organisation_id):
        report = Report.objects.get(snapshot__assessment=assessment)
    with caplog.at_level(logging.WARNING):
        tasks.render_report(str(report.pk), str(report.organisation_id))
    assert "is not outside yet" in caplog.text
    with pytest.raises(checkpoints.NoCheckpoint):
        tasks.make_checkpoints(0)


def test_a_mail_to_the_auditor_says_number_and_root_and_no_more(cast, submitted, settings):
    settings.CHECKPOINT_MAIL = "auditor@rekenkamer.example"
    submitted("W4")
    tasks.make_checkpoints(0)
    tasks.make_checkpoints(0)
    [made] = kept(cast)
    with organisation_context(made.organisation_id):
        mail = OutgoingMail.objects.get(kind="checkpoint")
    assert mail.address == "auditor@rekenkamer.example"
    assert mail.facts == {"number": "1", "digest": made.root, "moment": made.at}


def test_the_report_names_a_checkpoint_that_covers_the_chain_up_to_the_advice(cast, advised):
    assessment = advised("W4")
    with organisation_context(cast["fg"].organisation_id):
        report = Report.objects.get(snapshot__assessment=assessment)
    for _ in range(2):
        tasks.render_report(str(report.pk), str(report.organisation_id))
    with organisation_context(cast["fg"].organisation_id):
        report = Report.objects.get(pk=report.pk)
        pdf = reading.file_bytes(report.file_id)
    edition, [checkpoint] = json.loads(report.envelope), kept(cast)
    assert edition["checkpoint"] == {"number": 1, "at": checkpoint.at, "root": checkpoint.root}
    assert covers(leaves_of(checkpoint.leaves), str(assessment.pk), edition["ledger"]["seq"])
    assert checkpoint.at > edition["fg"]["at"]
    assert verifying.verify(pdf).code == "genuine"


@pytest.mark.django_db(transaction=True)
def test_a_report_whose_checkpoint_was_removed_is_no_longer_believed(cast, advised):
    assessment = advised("W4")
    with organisation_context(cast["fg"].organisation_id):
        report = Report.objects.get(snapshot__assessment=assessment)
    tasks.render_report(str(report.pk), str(report.organisation_id))
    with organisation_context(cast["fg"].organisation_id):
        pdf = reading.file_bytes(Report.objects.get(pk=report.pk).file_id)
    assert verifying.verify(pdf).code == "genuine"
    with superuser(autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM assessments_checkpoint")
    assert verifying.verify(pdf).code == "not_in_log"


def test_a_report_waits_for_the_time_stamp_authority_and_names_no_checkpoint_meanwhile(cast, advised, monkeypatch):
    assessment = advised("W4")
    with organisation_context(cast["fg"].organisation_id):
        report = Report.objects.get(snapshot__assessment=assessment)

    async def away(*_: object) -> None:
        raise TimestampRequestError("away")

    with monkeypatch.context() as patch:
        patch.setattr(InProcessTimeStamper, "async_request_tsa_response", away)
        with pytest.raises(SigningFailed):
            tasks.render_report(str(report.pk), str(report.organisation_id))
    with organisation_context(cast["fg"].organisation_id):
        waiting = Report.objects.get(pk=report.pk)
    assert (waiting.sealed_at, waiting.failure, waiting.envelope) == (None, "SigningFailed", report.envelope)
    assert kept(cast) == []
    tasks.render_report(str(report.pk), str(report.organisation_id))
    assert len(kept(cast)) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_never_give_one_number_twice(cast, submitted):
    submitted("W4")

    def work(_: int) -> None:
        try:
            checkpoints.make(ours(cast))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert [checkpoint.number for checkpoint in kept(cast)] == list(range(1, len(kept(cast)) + 1))
    with organisation_context(cast["fg"].organisation_id):
        head = LedgerHead.objects.get()
    assert covers(leaves_of(kept(cast)[-1].leaves), str(head.chain), head.seq)


def test_an_organisation_without_chains_has_no_checkpoint_and_needs_no_key(cast, settings, tmp_path):
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    assert checkpoints.make(ours(cast)) is None
