"""The codecs of src/wire, asked through the program build/lightwell_protocols: one JSON line a question."""

import base64
import json
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "build" / "lightwell_protocols"


class Codecs:
    def __init__(self, tables: dict | None = None):
        self._process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if tables is not None:
            assert self._ask({"do": "model", "tables": tables}) == {"ok": True}

    def close(self) -> None:
        self._process.stdin.close()
        assert self._process.wait(timeout=10) == 0
        self._process.stdout.close()

    def _ask(self, question: dict) -> dict:
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def decode_request(self, method: str, path: str, query: str, headers: dict, body: bytes) -> dict:
        return self._ask(
            {
                "do": "decode_request",
                "method": method,
                "path": path,
                "query": query,
                "headers": [[name, str(value)] for name, value in headers.items()],
                "body": base64.b64encode(body).decode(),
            }
        )

    def encode_request(self, operation: str, value: dict, protocol: int | None = None) -> dict:
        return self._told_bytes("encode_request", protocol, operation=operation, value=value)

    def encode_response(self, operation: str, value: dict, protocol: int | None = None) -> dict:
        return self._told_bytes("encode_response", protocol, operation=operation, value=value)

    def encode_error(self, code: str, message: str, protocol: int | None = None) -> dict:
        return self._told_bytes("encode_error", protocol, code=code, message=message)

    def decode_response(self, operation: str, status: int, headers: list, body: bytes, protocol=None) -> dict:
        question = {"do": "decode_response", "operation": operation, "status": status, "headers": headers}
        question["body"] = base64.b64encode(body).decode()
        return self._ask(question | ({} if protocol is None else {"protocol": protocol}))

    def verify(self, secret: str, method: str, path: str, query: str, headers: list, **more) -> dict:
        question = {"do": "verify", "secret": secret, "method": method, "path": path, "query": query, "headers": headers}
        return self._ask(question | more)

    def _told_bytes(self, what: str, protocol: int | None, **question) -> dict:
        answer = self._ask({"do": what} | question | ({} if protocol is None else {"protocol": protocol}))
        if "body" in answer:
            answer["body"] = base64.b64decode(answer["body"])
        return answer
