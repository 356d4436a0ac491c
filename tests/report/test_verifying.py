"""The verdict in words, and the doors to keys and time stamps."""

import asyncio
import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import translation

from assessments.adapters.keys import KeysMissing, keys_for
from assessments.adapters.timestamps import HttpTimeStamper
from assessments.models import Actor, Organisation
from assessments.pdf import pki
from assessments.pdf.verdict import Code, Fault, Verdict
from assessments.verifying import trust
from assessments.verifying.people import Recomputation, Trail, told
from tests.report import samples

MINISTRY = Organisation(slug="voorbeeldzaken", name="Ministerie van Voorbeeldzaken")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", Code)
def test_every_verdict_has_a_sentence_and_says_what_to_do(code, language):
    with translation.override(language):
        verdict = told(Verdict(code, tuple(Fault)))
    assert verdict.headline
    assert verdict.explanation
    assert all(check.text for check in verdict.checks)
    assert json.dumps(verdict.to_json())


@pytest.mark.parametrize(
    ("recomputed", "trail", "code", "genuine"),
    [
        (Recomputation.SAME, Trail.HOLDS, "genuine", True),
        (Recomputation.DIFFERS, Trail.HOLDS, "recomputed_differently", False),
        (Recomputation.UNREADABLE, None, "edition_unreadable", False),
        (Recomputation.SAME, Trail.BROKEN, "not_in_log", False),
        (Recomputation.SAME, Trail.LACKS, "not_in_log", False),
        (Recomputation.WITHHELD, Trail.HOLDS, "genuine_not_recomputed", False),
        (Recomputation.OTHER_ENGINE, Trail.HOLDS, "genuine_not_recomputed", False),
        (Recomputation.NO_QUESTIONNAIRE, Trail.HOLDS, "genuine_not_recomputed", False),
    ],
)
def test_only_what_passes_every_check_is_called_genuine(recomputed, trail, code, genuine):
    verdict = told(Verdict(Code.GENUINE), samples.edition("W5b"), recomputed, trail)
    assert (verdict.code, verdict.genuine) == (code, genuine)
    assert dict(verdict.facts)["Editie"] == "Editie 1: advies van de FG"


def test_a_good_seal_that_is_not_registered_here_is_not_enough():
    verdict = told(Verdict(Code.GENUINE_UNKNOWN_HERE), samples.edition("W5b"), Recomputation.SAME, Trail.NOT_ASKED)
    assert (verdict.code, verdict.genuine) == ("genuine_unknown_here", False)


def test_an_installation_without_its_own_keys_seals_nothing(settings, tmp_path):
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    with pytest.raises(KeysMissing, match=r"voorbeeldzaken\.p12 is missing"):
        keys_for(MINISTRY, Actor())
    (tmp_path / "voorbeeldzaken.p12").write_bytes(b"")
    with pytest.raises(KeysMissing, match="TOETS_PKI_PASSPHRASE and TOETS_TSA_URL"):
        keys_for(MINISTRY, Actor())
    with pytest.raises(trust.TrustMissing, match=r"roots\.pem is missing"):
        trust.trust()


def test_an_installation_seals_with_the_files_it_brings(settings, tmp_path, keys_folder):
    made = pki.load(keys_folder)
    made.seal(MINISTRY.name)
    seal = next(path for path in keys_folder.glob("seal-*.p12") if _is_of(path, made))
    (tmp_path / "voorbeeldzaken.p12").write_bytes(seal.read_bytes())
    root = x509.load_der_x509_certificate(made.trust.roots[0])
    (tmp_path / "roots.pem").write_bytes(root.public_bytes(Encoding.PEM))
    for number, crl in enumerate(made.trust.crls):
        (tmp_path / f"{number}.crl").write_bytes(crl)
    (tmp_path / "holders.txt").write_text("Ministerie van Vroeger\n")
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    settings.PKI_PASSPHRASE, settings.TSA_URL = pki.PASSPHRASE.decode(), "https://tijd.example/"
    keys = keys_for(MINISTRY, Actor())
    assert not keys.development
    assert keys.signatory is None
    assert keys.trust.roots == made.trust.roots
    assert trust.holders_on_file() == {"Ministerie van Vroeger"}


def _is_of(path, made) -> bool:
    signer = pki.load_signer(path.read_bytes(), pki.PASSPHRASE)
    return signer.signing_cert.subject.native["common_name"] == MINISTRY.name


def test_a_time_stamp_authority_is_asked_over_http(keys_folder):
    authority = pki.load(keys_folder).timestamper(datetime(2026, 11, 23, tzinfo=UTC))

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            answer = asyncio.run(authority.async_request_tsa_response(question)).dump()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        stamper = HttpTimeStamper(f"http://127.0.0.1:{server.server_port}/")
        token = asyncio.run(stamper.async_timestamp(b"\x01" * 32, "sha256"))
    assert token["content"]["encap_content_info"]["content"].parsed["gen_time"].native.year == 2026


def test_only_an_http_address_is_a_time_stamp_authority():
    with pytest.raises(ValueError, match="http"):
        HttpTimeStamper("file:///etc/passwd")
