"""Submitted, claimed, advised and sealed assessments, as fixtures; and counting queries as the budget does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Actor, QuestionnaireVersion
from tests.accounts import Cast, sign_in
from tests.submissions import advised, claimed, judged, sealed, submitted
from tests.views.writing import begin

__all__ = ["advised", "claimed", "judged", "sealed", "submitted"]
NOT_COUNTED = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK TO SAVEPOINT",
    "BEGIN",
    "SELECT set_config",
    "SELECT log_access",
)


@pytest.fixture
def sql() -> Callable[[int], AbstractContextManager[None]]:
    """At most so many statements; transactions, the organisation's context and the access log's line are not."""

    @contextmanager
    def at_most(most: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        counted = [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
        assert len(counted) <= most, "\n".join(text[:120] for text in counted)

    return at_most


@pytest.fixture
def author(client: Client, cast: Cast, genai: QuestionnaireVersion, acting: Callable[[str], Actor]) -> Client:
    """The browser of invuller, with the organisation entered for the test's own look at the database."""
    acting("invuller")
    return sign_in(client, cast, "invuller")


@pytest.fixture
def colleague(cast: Cast, author: Client) -> Client:
    return sign_in(Client(), cast, "collega")


@pytest.fixture
def pk(author: Client) -> str:
    """A new assessment of invuller, open to colleagues."""
    return begin(author)
