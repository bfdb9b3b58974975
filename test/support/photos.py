"""A client of the photo application's JSON API, as the pages use it."""

import base64
import hashlib
import time
import urllib.parse

import requests

PASSPHRASE = "a quiet well in the evening light"
SECONDS_MAX = 30


class PhotoClient:
    def __init__(self, app: str):
        self.app = app
        self.http = requests.Session()
        self.http.headers["Origin"] = app

    def at(self, app: str) -> "PhotoClient":
        """The same session at the address of a server that was started again."""
        self.app = app
        self.http.headers["Origin"] = app
        return self

    def ask(self, method: str, path: str, expect: int | None = None, **more) -> requests.Response:
        answer = self.http.request(method, self.app + path, timeout=SECONDS_MAX, **more)
        if expect is not None:
            assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer

    def set_up(self, link: str, passphrase: str = PASSPHRASE) -> "PhotoClient":
        token = urllib.parse.parse_qs(link.partition("?")[2])["token"][0]
        self.ask("POST", "/api/setup", 201, json={"token": token, "name": "Ada", "passphrase": passphrase})
        return self

    def sign_in(self, passphrase: str = PASSPHRASE) -> "PhotoClient":
        self.ask("POST", "/api/session", 200, json={"passphrase": passphrase})
        return self

    def offer(self, name: str, body: bytes) -> dict:
        file = {"client_id": "1", "name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        return self.ask("POST", "/api/uploads", 200, json={"files": [file]}).json()["files"][0]

    def send_parts(self, plan: dict, body: bytes, only: list[int] | None = None) -> None:
        received = {part["number"] for part in plan["parts"]}
        size = plan["part_size"]
        for number in range(1, max(1, -(-len(body) // size)) + 1):
            if number in received or (only is not None and number not in only):
                continue
            piece = body[(number - 1) * size : number * size]
            wanted = {"number": number, "size": len(piece), "sha256": base64.b64encode(hashlib.sha256(piece).digest()).decode()}
            link = self.ask("POST", f"/api/uploads/{plan['upload_id']}/parts", 200, json={"parts": [wanted]}).json()["parts"][0]
            put = self.http.put(urllib.parse.urljoin(self.app, link["url"]), data=piece, headers=link["headers"], timeout=SECONDS_MAX)
            assert put.status_code == 200, put.text

    def upload(self, name: str, body: bytes) -> dict:
        """Answers {"result": "added", "photo": ...} or {"result": "duplicate", "photo_id": ...} or the refusal."""
        plan = self.offer(name, body)
        if plan["result"] != "upload":
            return plan
        self.send_parts(plan, body)
        return self.ask("POST", f"/api/uploads/{plan['upload_id']}/complete", 200, json={}).json()

    def timeline(self, view: str = "photos") -> list[str]:
        """Every photo's id, newest first."""
        ids = []
        for month in self.ask("GET", f"/api/timeline?view={view}", 200).json()["months"]:
            ids += self.ask("GET", f"/api/timeline/{month['month']}?view={view}", 200).json()["ids"]
        return ids

    def photo(self, photo_id: str) -> dict:
        return self.ask("GET", f"/api/photos/{photo_id}", 200).json()

    def original(self, photo_id: str) -> bytes:
        return self.ask("GET", f"/api/photos/{photo_id}/original", 200).content

    def wait_until_analysed(self, seconds: float = 180) -> None:
        """Every photo was read and looked at."""
        self.wait_until_processed(seconds)
        deadline = time.monotonic() + seconds
        while True:
            queues = self.ask("GET", "/api/jobs", 200).json()["queues"]
            if not any(queue["waiting"] + queue["running"] for queue in queues):
                return
            assert time.monotonic() < deadline, f"still at work after {seconds} s: {queues}"
            time.sleep(0.1)

    def wait_until_processed(self, seconds: float = 60) -> dict:
        deadline = time.monotonic() + seconds
        while True:
            state = self.ask("GET", "/api/processing", 200).json()
            if state["waiting"] == 0 and state["running"] == 0:
                return state
            assert time.monotonic() < deadline, f"still at work after {seconds} s: {state}"
            time.sleep(0.05)
