"""The real questionnaire, loaded once, and a small one that holds every kind of rule once."""

import pytest

from assessments.domain.questionnaire import Questionnaire
from tests.domain import builders


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return builders.genai()


@pytest.fixture(scope="session")
def small() -> Questionnaire:
    return builders.small()
