"""A questionnaire version is stored whole, may change while it is a concept, and never after its release."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from assessments.actions.publishing import ChangedRelease, UnknownVersion, publish, release
from assessments.domain.loading import QuestionnaireError
from assessments.models import QuestionnaireVersion, VersionStatus
from tests.accounts import FILES

pytestmark = pytest.mark.django_db

REWORDED = {**FILES, "questionnaire.yaml": FILES["questionnaire.yaml"].replace("nl: Afbakening", "nl: Reikwijdte", 1)}


def test_the_same_files_are_stored_once() -> None:
    version, new = publish(files=FILES)
    assert new
    assert publish(files=FILES) == (version, False)
    assert version.status == VersionStatus.CONCEPT


def test_a_concept_may_change() -> None:
    publish(files=FILES)
    changed, new = publish(files=REWORDED)
    assert new
    assert QuestionnaireVersion.objects.filter(version=changed.version).count() == 2


def test_a_changed_file_under_a_released_version_is_refused() -> None:
    version, _ = publish(files=FILES)
    release(slug=version.slug, version=version.version)
    with pytest.raises(ChangedRelease, match="version number of their own"):
        publish(files=REWORDED)
    assert QuestionnaireVersion.objects.count() == 1


def test_releasing_twice_releases_once_and_an_unknown_version_is_named() -> None:
    version, _ = publish(files=FILES)
    assert release(slug=version.slug, version=version.version) == release(slug=version.slug, version=version.version)
    with pytest.raises(UnknownVersion, match=r"genai/9\.9 is not loaded"):
        release(slug="genai", version="9.9")


def test_files_with_a_fault_store_nothing() -> None:
    with pytest.raises(QuestionnaireError):
        publish(files={**FILES, "advice.yaml": FILES["advice.yaml"].replace("QA04", "QA99")})
    assert not QuestionnaireVersion.objects.exists()


@pytest.mark.parametrize(
    "change", [{"files": {}}, {"text_hash": "0" * 64}, {"status": "concept"}], ids=["texts", "hash", "back to concept"]
)
def test_the_database_itself_refuses_to_change_a_released_version(change: dict[str, object]) -> None:
    version, _ = publish(files=FILES)
    release(slug=version.slug, version=version.version)
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        QuestionnaireVersion.objects.update(**change)
    with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
        QuestionnaireVersion.objects.all().delete()


def test_a_released_version_may_still_be_retired() -> None:
    version, _ = publish(files=FILES)
    release(slug=version.slug, version=version.version)
    assert QuestionnaireVersion.objects.update(status=VersionStatus.RETIRED) == 1


def test_an_operator_releases_a_version_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_questionnaires", release="genai/1.0")
    assert "genai/1.0: released" in capsys.readouterr().out
    assert QuestionnaireVersion.objects.get().status == VersionStatus.RELEASED
    with pytest.raises(CommandError, match="not loaded"):
        call_command("load_questionnaires", release="genai/2.0")
