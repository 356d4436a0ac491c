"""A real OpenID provider on loopback that signs with its own keys, and lies when a test tells it to."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "toets", "a-secret-of-the-tests"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


def half_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


class Provider:
    """What it says of the next person, and how a test bends that. `asked` holds the paths that were fetched."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {"sub": "subject-1", "name": "Fatima", "roles": ["toets-invuller"], "acr": "mfa"}
        self.bend: Callable[[dict[str, Any]], None] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.honestly
        self.discovery: dict[str, Any] = {}
        self.answer: dict[str, str] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}

    def honestly(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})

    def configuration(self) -> dict[str, Any]:
        paths = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        found = {name: self.issuer + path for name, path in paths.items()}
        supported = {"userinfo_endpoint": f"{self.issuer}/me", "authorization_response_iss_parameter_supported": True}
        return {"issuer": self.issuer, **found, **supported, **self.discovery}

    def authorize(self, query: dict[str, str]) -> str:
        """The address with which a browser goes back; every question must carry PKCE, a state and a nonce."""
        assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43
        assert query["response_type"] == "code" and query["state"] and query["nonce"]
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.issuer, **self.answer}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        query = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if query is None or challenge.rstrip(b"=").decode() != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        now, access = int(time.time()), secrets.token_urlsafe(16)
        claims = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": query["nonce"]}
        claims |= {"auth_time": now, "at_hash": half_hash(access), **self.claims}
        self.bend(claims)
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": self.sign(claims)}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            provider.asked.append(path)
            if path in provider.broken:
                self.send(500, {})
            elif path == "/.well-known/openid-configuration":
                self.send(200, provider.configuration())
            elif path == "/jwks":
                public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
                self.send(200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
            elif path == "/auth":
                back = provider.authorize({name: values[0] for name, values in parse_qs(query).items()})
                self.send(302, {}, {"Location": back})
            elif path == "/away":
                self.send(302, {}, {"Location": f"{provider.issuer}/.well-known/openid-configuration"})
            else:
                self.send(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.asked.append(self.path)
            self.send(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def send(self, status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
