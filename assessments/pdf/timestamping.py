"""A time-stamp authority inside our own process, for development: no network, a clock of choice."""

from collections.abc import Callable
from datetime import datetime
from secrets import randbits

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

# An object identifier below the arc reserved for examples: nobody can take it for a real policy.
DEVELOPMENT_POLICY = "2.999.1"


class InProcessTimeStamper(TimeStamper):
    """RFC 3161 tokens signed by `authority`; its certificate must allow time stamping."""

    def __init__(self, authority: Signer, clock: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # not annotated in pyHanko
        self._authority = authority
        self._clock = clock

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        imprint = req["message_imprint"]
        content = cms.EncapsulatedContentInfo(
            {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(self._statement(req, imprint).dump()),
            }
        )
        token = await self._authority.async_sign_general_data(
            content,
            digest_algorithm=imprint["hash_algorithm"]["algorithm"].native,
            detached=False,
            use_cades=True,
        )
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _statement(self, req: tsp.TimeStampReq, imprint: tsp.MessageImprint) -> tsp.TSTInfo:
        certificate = self._authority.signing_cert
        assert certificate is not None
        return tsp.TSTInfo(
            {
                "version": "v1",
                "policy": DEVELOPMENT_POLICY,
                "message_imprint": imprint,
                "serial_number": randbits(63),
                "gen_time": self._clock(),
                "nonce": req["nonce"],
                "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
            }
        )
