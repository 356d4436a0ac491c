"""The guide for the auditor, command by command as it stands there."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest
from django.test import override_settings

from assessments import checkpoints
from assessments.models import Organisation
from tests.conftest import Manage
from tests.source import ROOT

GUIDE = ROOT / "docs" / "guides" / "auditor.md"


def commands(program: str) -> list[list[str]]:
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL))
    lines = [shlex.split(line) for line in blocks.splitlines() if line.strip()]
    return [line[1:] for line in lines if line[0] == program]


@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_guide_does_what_it_says(cast, submitted, manage: Manage, tmp_path, monkeypatch):
    submitted("W4")
    folder, keys = tmp_path / "outside", tmp_path / "keys"
    with override_settings(PKI_DIRECTORY=keys, CHECKPOINT_DIRECTORY=folder):
        organisation = Organisation.objects.get(pk=cast["fg"].organisation_id)
        checkpoints.make(organisation)
        checkpoints.write_outside(organisation)
    monkeypatch.setenv("TOETS_PKI_DIR", str(keys))
    monkeypatch.setenv("TOETS_CHECKPOINT_DIR", str(folder))
    ours = commands("manage.py")
    assert len(ours) == 6
    for arguments in ours:
        places = [str(tmp_path / each) if each == "trail.jsonl" else each for each in arguments]
        result = manage(*places)
        assert result.returncode == 0, (arguments, result.stderr)
    shutil.copy(keys / "root.pem", tmp_path / "roots.pem")
    [arguments] = commands("python")
    command = [sys.executable, "-I", str(ROOT / "verifier" / arguments[0]), *arguments[1:]]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, "Everything fits: 1 chains" in result.stdout) == (0, True), result.stdout
