"""An OpenID Connect provider on this machine, which signs whatever a test wants it to."""

import base64
import contextlib
import datetime
import http.server
import ipaddress
import json
import pathlib
import ssl
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID


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

    def __init__(self, port: int, thumbprint: str = ""):
        self.thumbprint = thumbprint  # of its certificate; of one that speaks https
        self.url = f"{'https' if thumbprint else 'http'}://127.0.0.1:{port}/pool"
        self.host = self.url.partition("://")[2]
        self.keys = {name: Key(f"key-{name}", name) for name in ("RS256", "ES256")}
        self.documents = {
            "/pool/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/keys"},
            "/pool/keys": {"keys": [key.published() for key in self.keys.values()]},
        }

    def token(self, algorithm: str = "RS256", **claims) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "sub": "user-17", "aud": "app", "iat": now, "exp": now + 300, **claims}
        return self.keys[algorithm].sign(claims)


def self_signed(folder: pathlib.Path) -> tuple[ssl.SSLContext, str]:
    """TLS with a certificate of 127.0.0.1 that no authority knows, and its thumbprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(hours=1))
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = builder.add_extension(addresses, critical=False).sign(key, hashes.SHA256())
    both = folder / "issuer.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, certificate.fingerprint(hashes.SHA1()).hex()


@contextlib.contextmanager
def running_issuer(folder: pathlib.Path | None = None):
    """Speaks http; https with a certificate of its own making where there is a folder for it."""

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
        context, thumbprint = self_signed(folder) if folder else (None, "")
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        issuer = Issuer(server.server_port, thumbprint)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join()
