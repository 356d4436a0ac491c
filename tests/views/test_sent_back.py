"""What the author finds when the FG sent an assessment back."""

import pytest
from django.urls import reverse

from assessments.actions import reviewing
from assessments.models import Comment, organisation_context
from tests.submissions import as_seen_by
from tests.views.writing import fill, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_back(cast, claimed):
    assessment = claimed("W3")
    fg = cast["fg"]
    with organisation_context(fg.organisation_id):
        ours = as_seen_by(fg, assessment)
        reviewing.answer_comment(by=fg, assessment=ours, text="Welke versie is dit?", question="QA01")
        reviewing.send_back(by=fg, assessment=ours, text="Kijk nog eens naar de afbakening.")
    return str(assessment.pk)


def test_the_overview_asks_to_adjust_it(author, sent_back):
    assert "Pas aan:" in author.get(reverse("overview")).content.decode()


def test_the_task_list_says_what_the_fg_wrote_and_where(author, sent_back):
    page = author.get(reverse("tasks", args=[sent_back])).content.decode()
    assert "Kijk nog eens naar de afbakening." in page
    assert f"{section(sent_back, 'afbakening')}#vraag-QA01" in page


def test_the_comment_stands_below_its_question_and_can_be_answered(author, sent_back):
    url = section(sent_back, "afbakening")
    assert "Welke versie is dit?" in author.get(url).content.decode()
    response = fill(author, url, **{"reactie-QA01": "Versie 4.2, zie het contract."})
    assert response.status_code == 302
    assert Comment.objects.get(text="Versie 4.2, zie het contract.").question == "QA01"
    assert "Versie 4.2, zie het contract." in author.get(url).content.decode()


def test_a_reply_waits_while_something_else_is_wrong_and_is_sent_once(author, sent_back):
    url = section(sent_back, "afbakening")
    response = fill(author, url, QA02="misschien", **{"reactie-QA01": "Versie 4.2."})
    assert "Versie 4.2." in response.content.decode()
    assert not Comment.objects.filter(text="Versie 4.2.").exists()


def test_there_is_no_room_to_write_where_the_fg_wrote_nothing(author, sent_back):
    assert "reactie-QD08" not in author.get(section(sent_back, "juistheid")).content.decode()


def test_a_section_that_came_back_needs_at_most_ten_queries(author, sent_back, sql):
    with sql(10):
        author.get(section(sent_back, "afbakening"))
    with sql(10):
        author.get(reverse("check", args=[sent_back]))
