"""What row-level security costs on a list of a million assessments over 25 organisations."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.postgres.search import SearchQuery
from django.utils import timezone

from assessments.models import Actor, Assessment, Organisation, organisation_context
from assessments.permissions import Role
from assessments.searching import WORDS
from tests import database
from tests.accounts import make_actor
from tests.benchmarks.measuring import Row, side_by_side

ORGANISATIONS, ASSESSMENTS = 25, 1_000_000
FILL = """
INSERT INTO assessments_assessment (id, organisation_id, reference, title, questionnaire_version_id, status, round,
    open_to_authors, short, worked_case, created_at, status_since)
SELECT gen_random_uuid(), o.id, 'TGA-' || i, 'Samenvatten ' || md5(i::text), %(version)s,
    (ARRAY['draft', 'submitted', 'sealed_advice', 'withdrawn'])[1 + (i / %(organisations)s) %% 4], 1,
    true, false, '', %(now)s, %(now)s - i * interval '1 second'
FROM generate_series(0, %(assessments)s - 1) AS i
JOIN (SELECT id, row_number() OVER () - 1 AS n FROM assessments_organisation) AS o
    ON o.n = i %% %(organisations)s
"""


@pytest.fixture
def author(transactional_db: None, genai) -> Actor:
    """An author in one of the organisations, who may see all that is in it."""
    organisations = [
        Organisation.objects.create(slug=f"organisatie-{n}", name=f"Organisatie {n}") for n in range(ORGANISATIONS)
    ]
    actor = make_actor(organisations[7], "invuller", Role.AUTHOR)
    values = {
        "version": genai.pk,
        "organisations": ORGANISATIONS,
        "assessments": ASSESSMENTS,
        "now": timezone.now(),
    }
    with database.superuser(autocommit=True) as rows:
        rows.execute(FILL, values)
        rows.execute("VACUUM ANALYZE assessments_assessment")
    return actor


@contextmanager
def without_row_security() -> Iterator[None]:
    database.switch(database.superuser_role())
    try:
        yield
    finally:
        database.switch(database.app_role())


def test_row_security(author: Actor, table: list[Row]) -> None:
    def newest_fifty() -> None:
        with organisation_context(author.organisation_id):
            seen = Assessment.objects.visible_to(author).filter(status="submitted")
            assert len(seen.order_by("-status_since")[:50]) == 50

    def counted() -> None:
        with organisation_context(author.organisation_id):
            assert Assessment.objects.visible_to(author).count() == ASSESSMENTS // ORGANISATIONS

    def searched() -> None:
        with organisation_context(author.organisation_id):
            seen = Assessment.objects.visible_to(author).annotate(words=WORDS)
            assert not seen.filter(words=SearchQuery("ontbreekt", config="dutch"))

    for name, once in (("newest 50", newest_fifty), ("all counted", counted), ("searched", searched)):
        table += side_by_side(
            f"{name} of 40,000, no row security",
            f"{name} of 40,000, row security",
            once,
            within_first=without_row_security,
        )
