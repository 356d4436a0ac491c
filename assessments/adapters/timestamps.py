"""A time-stamp authority over HTTP, as RFC 3161 describes it."""

import asyncio
from urllib.request import Request, urlopen

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

SECONDS = 20
MAX_BYTES = 200_000


class HttpTimeStamper(TimeStamper):
    """Asks the authority at `url`. Errors of the network end as errors of signing: the job tries again later."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("a time-stamp authority has an http(s) address")
        super().__init__()  # type: ignore[no-untyped-call]  # not annotated in pyHanko
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, question: bytes) -> tsp.TimeStampResp:
        request = Request(  # noqa: S310 -- the scheme was checked
            self._url, data=question, headers={"Content-Type": "application/timestamp-query"}
        )
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- the scheme was checked
            return tsp.TimeStampResp.load(answer.read(MAX_BYTES))
