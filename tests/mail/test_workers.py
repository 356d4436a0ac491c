"""Real worker processes: many at once, and one that is killed at the worst moment."""

from collections import Counter

import pytest

from assessments import tasks
from assessments.actions import mailing
from assessments.models import MailStatus, OutgoingMail, organisation_context
from tests.mail.conftest import MOMENT, again, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("workers")]
PATIENCE = 60


@pytest.mark.parametrize(("mails", "workers"), [(40, 2), pytest.param(200, 4, marks=pytest.mark.long)])
def test_many_mails_by_several_workers_arrive_once_each(organisation, server, box, mails, workers):
    with organisation_context(organisation.pk):
        for number in range(mails):
            mailing.queue(
                kind="password-changed",
                to=f"iemand-{number}@voorbeeldzaken.example",
                organisation_id=organisation.pk,
                facts=MOMENT,
            )
    processes = [worker(server, "--one-shot", "--concurrency", "2") for _ in range(workers)]
    said = [process.communicate(timeout=PATIENCE)[1] for process in processes]
    arrived = Counter(mail["To"] for mail in box.mails)
    assert set(arrived.values()) == {1} and len(arrived) == mails, said
    with organisation_context(organisation.pk):
        assert OutgoingMail.objects.filter(status=MailStatus.SENT, address="").count() == mails


def test_a_worker_killed_after_the_text_went_out_never_makes_it_two(queued, server, box):
    mail = queued()
    box.answer_now.clear()
    process = worker(server)
    assert box.text_is_here.wait(PATIENCE), "the worker sent nothing"
    process.kill()
    process.communicate(timeout=PATIENCE)
    box.answer_now.set()
    assert again(mail).status == MailStatus.SENDING
    tasks.send_mail(str(mail.pk), str(mail.organisation_id))  # as `retry_stalled` asks the next worker
    assert (len(box.arrived), again(mail).status) == (1, MailStatus.SENDING)
