"""An OpenID Connect provider on this machine, which signs whatever a test wants it to."""

import base64
import contextlib
import http.server
import json
import threading
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def encoded(data: bytes | dict) -> str:
    raw = json.dumps(data).encode() if isinstance(data, dict) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int, size: int | None = None) -> str:
    return encoded(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class Key:
    def __init__(self, key_id: str, algorithm: str):
        self.id, self.algorithm = key_id, algorithm
        if algorithm == "RS256":
            self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        else:
            self.private = ec.generate_private_key(ec.SECP256R1())

    def published(self) -> dict:
        public = self.private.public_key().public_numbers()
        common = {"kid": self.id, "use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            return {**common, "kty": "RSA", "n": number(public.n), "e": number(public.e)}
        return {**common, "kty": "EC", "crv": "P-256", "x": number(public.x, 32), "y": number(public.y, 32)}

    def sign(self, claims: dict) -> str:
        said = f"{encoded({'alg': self.algorithm, 'kid': self.id, 'typ': 'JWT'})}.{encoded(claims)}"
        if self.algorithm == "RS256":
            signature = self.private.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        else:
            r, s = decode_dss_signature(self.private.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
            signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return f"{said}.{encoded(signature)}"


class Issuer:
    """Its documents, and its keys by algorithm."""

    def __init__(self, port: int):
        self.url = f"http://127.0.0.1:{port}/pool"
        self.host = self.url.removeprefix("http://")
        self.keys = {name: Key(f"key-{name}", name) for name in ("RS256", "ES256")}
        self.documents = {
            "/pool/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/keys"},
            "/pool/keys": {"keys": [key.published() for key in self.keys.values()]},
        }

    def token(self, algorithm: str = "RS256", **claims) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "sub": "user-17", "aud": "app", "iat": now, "exp": now + 300, **claims}
        return self.keys[algorithm].sign(claims)


@contextlib.contextmanager
def running_issuer():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            document = issuer.documents.get(self.path)
            body = json.dumps(document).encode()
            self.send_response(200 if document else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer = Issuer(server.server_port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
