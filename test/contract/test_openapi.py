"""Holds the photo application's OpenAPI document against the running server.

Every operation of the document is called at least once; each answer must have a documented status and content type, and
a body that its schema accepts. (That every route of the server is documented is checked beside the code.)
"""

import contextlib
import hashlib
import io
import json
import re
import zipfile

import jsonschema
import pytest
import requests

from support.photos import PASSPHRASE, PhotoClient
from support.pictures import jpeg
from support.server import ROOT, Server

DOCUMENT = json.loads((ROOT / "src/site/openapi.json").read_text())
METHODS = {"get", "post", "put", "patch", "delete"}
OPERATIONS = {
    (method, path): {**operation, "parameters": [*item.get("parameters", []), *operation.get("parameters", [])]}
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}
BODY_TYPE = "application/json"
CHANGING = sorted(key for key in OPERATIONS if key[0] != "get")
SECURED = sorted(key for key, operation in OPERATIONS.items() if operation.get("security") is None)
TAKING_JSON = sorted(key for key, op in OPERATIONS.items() if BODY_TYPE in op.get("requestBody", {}).get("content", {}))
# Answers that any operation may give (info.description says so).
ANYWHERE = {400, 403, 413, 415, 421, 429, 500, 503}


def resolved(node: dict) -> dict:
    while "$ref" in node:
        target = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def check_schema(schema: dict, value) -> None:
    jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)


def check_answer(method: str, path: str, answer: requests.Response) -> None:
    """The answer is one that the document tells of."""
    responses = OPERATIONS[method, path]["responses"]
    documented = responses.get(str(answer.status_code))
    if documented is None:
        assert answer.status_code in ANYWHERE, f"{method} {path}: {answer.status_code} is not documented: {answer.text[:300]}"
        return check_schema({"$ref": "#/components/schemas/Error"}, answer.json())
    documented = resolved(documented)
    for name, header in documented.get("headers", {}).items():
        assert name in answer.headers or not header.get("required"), f"{method} {path}: no {name}"
    content = documented.get("content")
    if not content:
        assert answer.content == b"", f"{method} {path}: {answer.status_code} has a body"
        return None
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in content or "*/*" in content, f"{method} {path}: {answer.status_code} is {kind}"
    schema = content.get(kind, {}).get("schema")
    if schema and kind == BODY_TYPE:
        check_schema(schema, answer.json())
    return None


class Door:
    """A server with an owner and two photos, and what was asked of it."""

    def __init__(self, server: Server, owner: PhotoClient):
        self.server, self.owner, self.asked = server, owner, set()

    def url(self, path: str, values: dict) -> str:
        return self.server.app + re.sub(r"\{(\w+)\}", lambda found: str(values[found.group(1)]), path)

    def call(self, method: str, path: str, values: dict | None = None, who=None, **more) -> requests.Response:
        session = who or self.owner.http
        answer = session.request(method, self.url(path, values or {}), timeout=30, **more)
        self.asked.add((method, path))
        check_answer(method, path, answer)
        return answer


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("openapi") / "data", []).start()
    owner = PhotoClient(server.app)
    door = Door(server, owner)
    stranger = requests.Session()
    stranger.headers["Sec-Fetch-Site"] = "same-origin"
    assert door.call("get", "/api/session", who=stranger).json()["state"] == "setup"
    assert door.call("post", "/api/session", who=stranger, json={"passphrase": "x"}).status_code in (403, 409)
    verdict = door.call("post", "/api/passphrase/check", who=stranger, json={"passphrase": "passwordpassword", "name": "Ada"})
    assert verdict.json()["accepted"] is False
    token = server.setup.partition("token=")[2]
    wrong = door.call("post", "/api/setup", who=stranger, json={"token": "wrong", "name": "Ada", "passphrase": PASSPHRASE})
    assert wrong.status_code == 403
    weak = door.call("post", "/api/setup", who=stranger, json={"token": token, "name": "Ada", "passphrase": "short"})
    assert weak.status_code == 422
    made = door.call("post", "/api/setup", who=owner.http, json={"token": token, "name": "Ada", "passphrase": PASSPHRASE})
    assert made.status_code == 201
    assert owner.upload("first.jpg", jpeg(1, taken="2024:05:01 12:30:00"))["result"] == "added"
    assert owner.upload("second ü\".jpg", jpeg(2, taken="2024:05:02 12:30:00"))["result"] == "added"
    owner.wait_until_processed()
    yield door
    server.stop()


@pytest.fixture
def photo(door) -> dict:
    return {"photo_id": door.owner.timeline()[0]}


def test_the_examples_fit_their_schemas():
    for (method, path), operation in OPERATIONS.items():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for body in map(resolved, bodies):
            for kind, content in body.get("content", {}).items():
                if "example" in content and kind == BODY_TYPE:
                    check_schema(content["schema"], content["example"])


def test_the_server_hands_out_this_very_document(door):
    assert door.call("get", "/api/openapi.json").json() == DOCUMENT


def test_health_tells_of_stores_and_services(door):
    health = door.call("get", "/health", who=requests.Session())
    assert health.status_code == 200
    assert health.json()["stores"] == {"database": "ok", "blobs": "ok"}
    assert "s3" in health.json()["services"]


def test_sessions(door):
    second = PhotoClient(door.server.app)
    assert door.call("post", "/api/session", who=second.http, json={"passphrase": "not the passphrase"}).status_code == 403
    assert door.call("post", "/api/session", who=second.http, json={"passphrase": PASSPHRASE}).status_code == 200
    assert door.call("get", "/api/session", who=second.http).json()["name"] == "Ada"
    sessions = door.call("get", "/api/sessions").json()["sessions"]
    assert [session["current"] for session in sessions].count(True) == 1
    other = next(session for session in sessions if not session["current"])
    assert door.call("delete", "/api/sessions/{session_id}", {"session_id": "nobody"}).status_code == 404
    assert door.call("delete", "/api/sessions/{session_id}", {"session_id": other["id"]}).status_code == 204
    assert door.call("get", "/api/sessions", who=second.http).status_code == 401

    second.sign_in()
    assert door.call("delete", "/api/session", who=second.http).status_code == 204
    assert not second.http.cookies
    assert door.call("get", "/api/session", who=second.http).json()["state"] == "signed_out"


def test_changing_the_passphrase_ends_other_sessions(door):
    other = PhotoClient(door.server.app).sign_in()
    changing = PhotoClient(door.server.app).sign_in()
    wrong = {"current": "not the passphrase", "new": PASSPHRASE + "!"}
    assert door.call("post", "/api/passphrase", who=changing.http, json=wrong).status_code == 403
    weak = {"current": PASSPHRASE, "new": "short"}
    assert door.call("post", "/api/passphrase", who=changing.http, json=weak).status_code == 422
    same = {"current": PASSPHRASE, "new": PASSPHRASE}
    assert door.call("post", "/api/passphrase", who=changing.http, json=same).status_code == 204
    assert door.call("get", "/api/sessions", who=changing.http).status_code == 200
    assert door.call("get", "/api/sessions", who=other.http).status_code == 401
    door.owner.sign_in()


def test_uploads(door):
    body = jpeg(77)
    plan = door.owner.offer("third.jpg", body)
    upload = {"upload_id": plan["upload_id"]}
    assert [each["upload_id"] for each in door.call("get", "/api/uploads").json()["uploads"]] == [plan["upload_id"]]
    assert door.call("get", "/api/uploads/{upload_id}", upload).json()["size"] == len(body)
    assert door.call("post", "/api/uploads/{upload_id}/complete", upload, json={}).status_code == 409
    door.owner.send_parts(plan, body)
    link = {"parts": [{"number": 1, "size": len(body), "sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="}]}
    assert door.call("post", "/api/uploads/{upload_id}/parts", upload, json=link).status_code == 200
    assert door.call("post", "/api/uploads/{upload_id}/complete", upload, json={}).json()["result"] == "added"
    assert door.call("post", "/api/uploads/{upload_id}/complete", upload, json={}).json()["result"] == "added"

    first = jpeg(1, taken="2024:05:01 12:30:00")
    files = [
        {"client_id": "new", "name": "new.jpg", "size": 10, "sha256": "0" * 64, "last_modified": 1717425600000, "type": "image/jpeg"},
        {"client_id": "known", "name": "first.jpg", "size": len(first), "sha256": hashlib.sha256(first).hexdigest()},
        {"client_id": "empty", "name": "empty.jpg", "size": 0, "sha256": "0" * 64},
    ]
    planned = door.call("post", "/api/uploads", json={"files": files}).json()["files"]
    assert [(each["client_id"], each["result"]) for each in planned] == [("new", "upload"), ("known", "duplicate"), ("empty", "refused")]
    opened = {"upload_id": planned[0]["upload_id"]}
    assert door.call("delete", "/api/uploads/{upload_id}", opened).status_code == 204
    assert door.call("get", "/api/uploads/{upload_id}", opened).status_code == 404
    door.owner.wait_until_processed()


def test_the_timeline(door):
    timeline = door.call("get", "/api/timeline").json()
    assert timeline["total"] == sum(month["count"] for month in timeline["months"])
    month = door.call("get", "/api/timeline/{month}", {"month": "2024-05"}).json()
    assert len({len(column) for name, column in month.items() if name != "month"}) == 1
    assert month["taken"][:2] == ["2024-05-02T12:30:00", "2024-05-01T12:30:00"]
    assert door.call("get", "/api/timeline/{month}", {"month": "1999-01"}).json()["ids"] == []
    assert door.call("get", "/api/timeline/{month}", {"month": "2024-13"}).status_code == 400
    assert door.call("get", "/api/timeline", params={"view": "everything"}).status_code == 400
    for view in resolved({"$ref": "#/components/schemas/View"})["enum"]:
        assert door.call("get", "/api/timeline", params={"view": view}).status_code == 200


def test_one_photo(door, photo):
    told = door.call("get", "/api/photos/{photo_id}", photo).json()
    assert told["id"] == photo["photo_id"]
    assert door.call("get", "/api/photos/{photo_id}/neighbours", photo).json()["previous"] is None
    for unknown in ("nobody", "..%2f..", "x" * 65):
        for path in ("/api/photos/{photo_id}", "/api/photos/{photo_id}/neighbours", "/api/photos/{photo_id}/original"):
            assert door.call("get", path, {"photo_id": unknown}).status_code == 404


def test_previews_are_kept_by_the_browser(door, photo):
    version = door.owner.photo(photo["photo_id"])["version"]
    path = "/api/photos/{photo_id}/preview/{pixels}"
    preview = door.call("get", path, {**photo, "pixels": 256}, params={"v": version})
    assert preview.status_code == 200 and preview.content[8:12] == b"WEBP"
    assert preview.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = door.call("get", path, {**photo, "pixels": 256}, headers={"If-None-Match": preview.headers["ETag"]})
    assert again.status_code == 304
    assert door.call("get", path, {**photo, "pixels": 1440}, params={"v": version + 1}).headers["Cache-Control"] == "private, no-cache"
    assert door.call("get", path, {**photo, "pixels": 300}).status_code == 400
    assert door.call("get", path, {**photo, "pixels": 256}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_an_original_is_an_attachment_and_takes_ranges(door):
    ids = {door.owner.photo(photo_id)["name"]: photo_id for photo_id in door.owner.timeline()}
    path, photo = "/api/photos/{photo_id}/original", {"photo_id": ids['second ü".jpg']}
    body = jpeg(2, taken="2024:05:02 12:30:00")
    whole = door.call("get", path, photo)
    assert whole.content == body
    disposition = whole.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''second%20%C3%BC%22.jpg" in disposition
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = door.call("get", path, photo, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, body[10:20], f"bytes 10-19/{len(body)}")
    assert door.call("get", path, photo, headers={"Range": "bytes=10-19", "If-Range": '"other"'}).status_code == 200
    assert door.call("get", path, photo, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert door.call("get", path, photo, headers={"If-Match": '"other"'}).status_code == 412
    beyond = door.call("get", path, photo, headers={"Range": f"bytes={len(body)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(body)}")


def test_changing_many_photos(door, photo):
    ids = [photo["photo_id"], "nobody"]
    assert door.call("patch", "/api/photos", json={"ids": ids, "favourite": True, "rating": 4}).json() == {"changed": 1}
    assert door.owner.timeline("favourites") == [photo["photo_id"]]
    assert door.call("patch", "/api/photos", json={"ids": ids}).status_code == 400
    assert door.call("patch", "/api/photos", json={"ids": ids, "rating": 6}).status_code == 400
    assert door.call("patch", "/api/photos", json={"ids": ids, "favourite": False, "archived": False}).status_code == 200
    assert door.call("post", "/api/photos/retry", json={"ids": ids}).json() == {"changed": 0}
    assert door.call("post", "/api/photos/trash", json={"ids": ids}).json() == {"changed": 1}
    told = door.call("get", "/api/photos/{photo_id}", photo).json()
    month = door.call("get", "/api/timeline/{month}", {"month": told["month"]}, params={"view": "trash"}).json()
    assert (month["ids"], month["trashed"]) == ([told["id"]], [told["trashed_at"]])
    assert door.call("post", "/api/photos/restore", json={"ids": ids}).json() == {"changed": 1}
    assert door.call("post", "/api/trash/empty", json={"ids": ids}).json() == {"removed": 0}
    assert door.call("post", "/api/trash/empty", json={}).json() == {"removed": 0}
    assert door.call("get", "/api/processing").json()["failed"] == 0


def test_search_and_the_map(door):
    found = door.call("get", "/api/search", params={"q": "first -second"}).json()
    assert found["total"] == 1 and found["tiles"]["names"] == ["first.jpg"]
    assert [part["excluded"] for part in found["parts"]] == [False, True]
    nothing = door.call("get", "/api/search", params={"q": "first xyzzy"}).json()
    assert (nothing["total"], nothing["unmatched"], nothing["without"]) == (0, ["xyzzy"], "first")
    assert door.call("get", "/api/search", params={"q": "may 2024", "limit": 1}).json()["next"]
    assert door.call("get", "/api/search").status_code == 400
    assert door.call("get", "/api/search/suggestions", params={"q": "may"}).json()["suggestions"][0]["q"] == "may 2024"
    for path in ("/api/map", "/api/places"):
        answer = door.call("get", path)
        again = door.call("get", path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and answer.json()
    assert door.call("get", "/api/map", params={"zoom": 21}).status_code == 400


def test_labels_given_and_taken_by_hand(door, photo):
    change = {"ids": [photo["photo_id"], "nobody"], "add": ["Wedding", "Ünal's garden"]}
    assert door.call("patch", "/api/photos/labels", json=change).json() == {"changed": 1}
    told = door.call("get", "/api/photos/{photo_id}", photo).json()
    assert {"Wedding", "Ünal's garden"} <= {label["name"] for label in told["labels"] if label["own"]}
    assert told["analysis"]["state"] in ("waiting", "running", "done")
    back = {"ids": [photo["photo_id"]], "remove": ["WEDDING", "Ünal's garden"]}
    assert door.call("patch", "/api/photos/labels", json=back).json() == {"changed": 1}
    assert door.call("patch", "/api/photos/labels", json={"ids": [photo["photo_id"]], "add": ["\t"]}).status_code == 422
    assert door.call("patch", "/api/photos/labels", json={"ids": [photo["photo_id"]], "add": ["x" * 61]}).status_code == 400


def test_what_is_alike(door, photo):
    similar = door.call("get", "/api/photos/{photo_id}/similar", photo, params={"limit": 5}).json()
    assert len(similar["ids"]) == len(similar["similarity"]) <= 5
    assert door.call("get", "/api/duplicates", params={"limit": 1}).status_code == 200
    ids = door.owner.timeline()[:2]
    assert door.call("post", "/api/duplicates/resolve", json={"ids": ids, "keep": ids}).json() == {"trashed": 0}
    assert door.call("post", "/api/duplicates/resolve", json={"ids": ids, "keep": ["other"]}).status_code == 400


def test_people(door):
    assert door.call("get", "/api/people", params={"show": "all", "limit": 200}).json()["next"] is None
    assert door.call("get", "/api/people", params={"show": "some"}).status_code == 400
    nobody = {"person_id": "nobody"}
    for path in ("/api/people/{person_id}", "/api/people/{person_id}/photos", "/api/people/{person_id}/faces"):
        assert door.call("get", path, nobody).json()["error"]["code"] == "PersonNotFound"
    assert door.call("patch", "/api/people/{person_id}", nobody, json={"name": "Anna"}).status_code == 404
    assert door.call("post", "/api/people/{person_id}/split", nobody, json={"face_ids": ["f"]}).status_code == 404
    assert door.call("post", "/api/people/merge", json={"ids": ["a", "b"]}).status_code == 404
    assert door.call("post", "/api/people/merge", json={"ids": ["a"]}).status_code == 400
    assert door.call("post", "/api/faces/move", json={"face_ids": ["f"], "person_id": "nobody"}).status_code == 404
    assert door.call("post", "/api/faces/hide", json={"face_ids": ["f"]}).status_code == 404
    assert door.call("get", "/api/faces/{face_id}/crop", {"face_id": "f"}).status_code == 404
    assert door.call("get", "/api/people/questions").status_code == 200
    assert door.call("post", "/api/people/questions/{question_id}", {"question_id": "a-b"}, json={"same": True}).status_code == 404
    assert door.call("get", "/api/people/edits").status_code == 200
    assert door.call("post", "/api/people/edits/{edit_id}/undo", {"edit_id": "e"}, json={}).status_code == 404


def test_jobs(door, photo):
    queues = {queue["kind"]: queue for queue in door.call("get", "/api/jobs").json()["queues"]}
    assert set(queues) == {"reading", "analysing"}
    assert queues["reading"]["state"] == "idle" and queues["reading"]["done"] >= 2
    analysing = {"kind": "analysing"}
    assert door.call("post", "/api/jobs/{kind}/pause", analysing, json={}).json()["state"] == "paused"
    assert door.call("post", "/api/jobs/analysing/again", json={"ids": [photo["photo_id"]]}).json() == {"changed": 1}
    assert door.call("post", "/api/jobs/{kind}/resume", analysing, json={}).json()["state"] in ("working", "blocked", "idle")
    assert door.call("get", "/api/jobs/{kind}/failures", {"kind": "reading"}).json() == {"failures": []}
    assert door.call("post", "/api/jobs/{kind}/retry", {"kind": "reading"}, json={}).json() == {"changed": 0}
    assert door.call("post", "/api/jobs/{kind}/pause", {"kind": "sleeping"}, json={}).status_code == 400


def test_a_zip_of_originals(door):
    ids = door.owner.timeline()
    prepared = door.call("post", "/api/downloads", json={"ids": ids})
    download = {"download_id": prepared.json()["url"].rpartition("/")[2]}
    answer = door.call("get", "/api/downloads/{download_id}", download)
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len(names) == len(set(names)) == len(ids)
    assert door.call("get", "/api/downloads/{download_id}", {"download_id": "nobody"}).status_code == 404


def events_until(answer: requests.Response, *wanted: str) -> list[tuple[str, dict, str]]:
    """(event, data, id), until each of `wanted` was told; their order is free: a change may come before what stands."""
    seen, fields, missing = [], {}, set(wanted)
    for line in answer.iter_lines(decode_unicode=True):
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            seen.append((fields["event"], json.loads(fields["data"]), fields.get("id", "")))
            missing.discard(fields["event"])
            if not missing:
                return seen
            fields = {}
    raise AssertionError(f"the stream ended without {missing}: {seen}")


def test_events_resume_after_the_last_one_seen(door, photo):
    version = door.owner.ask("GET", "/api/timeline").json()["version"]
    change = {"ids": [photo["photo_id"]], "favourite": True}
    with contextlib.closing(door.call("get", "/api/events", stream=True, headers={"Last-Event-ID": str(version)})) as stream:
        door.call("patch", "/api/photos", json=change)
        seen = events_until(stream, "processing", "jobs", "people", "photo")
    told = {}
    for kind, data, number in seen:
        told.setdefault(kind, (data, number))
    check_schema({"$ref": "#/components/schemas/ProcessingEvent"}, told["processing"][0])
    check_schema({"$ref": "#/components/schemas/Jobs"}, told["jobs"][0])
    check_schema({"$ref": "#/components/schemas/PeopleEvent"}, told["people"][0])
    changed, number = told["photo"]
    check_schema({"$ref": "#/components/schemas/PhotoEvent"}, changed)
    assert changed["id"] == photo["photo_id"] and int(number) == version + 1

    with contextlib.closing(door.call("get", "/api/events", stream=True, params={"since": version})) as stream:
        again = events_until(stream, "photo")
    assert again[-1] == ("photo", changed, number)
    with contextlib.closing(door.call("get", "/api/events", stream=True, params={"since": version + 1000})) as stream:
        assert events_until(stream, "resync")
    assert door.call("get", "/api/events", headers={"Last-Event-ID": "yesterday"}).status_code == 400
    door.call("patch", "/api/photos", json={**change, "favourite": False})


def test_signing_out_ends_the_stream_at_once(door):
    second = PhotoClient(door.server.app).sign_in()
    with contextlib.closing(door.call("get", "/api/events", who=second.http, stream=True)) as stream:
        door.call("delete", "/api/session", who=second.http)
        for _ in stream.iter_content(None):
            pass
    assert door.call("get", "/api/events", who=second.http).status_code == 401


def test_csp_reports_are_taken_in_both_forms(door):
    old = {"csp-report": {"violated-directive": "script-src", "blocked-uri": "https://evil.test/\r\nx"}}
    new = [{"type": "csp-violation", "body": {"effectiveDirective": "script-src", "blockedURL": "inline"}}]
    for body, kind in ((old, "application/csp-report"), (new, "application/reports+json")):
        assert door.call("post", "/api/csp-report", data=json.dumps(body), headers={"Content-Type": kind}).status_code == 204
    assert door.call("post", "/api/csp-report", data="{", headers={"Content-Type": "application/csp-report"}).status_code == 400


def values_for(path: str) -> dict:
    return {name: {"month": "2024-05", "pixels": 256, "kind": "reading"}.get(name, "nobody") for name in re.findall(r"\{(\w+)\}", path)}


@pytest.mark.parametrize("method, path", SECURED)
def test_a_stranger_is_asked_to_sign_in(door, method, path):
    stranger = requests.Session()
    stranger.headers["Sec-Fetch-Site"] = "same-origin"
    body = {"json": {}} if "requestBody" in OPERATIONS[method, path] else {}
    answer = door.call(method, path, values_for(path), who=stranger, **body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "SignInRequired")


@pytest.mark.parametrize("method, path", CHANGING)
def test_another_site_changes_nothing(door, method, path):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.test"}):
        answer = door.call(method, path, values_for(path), headers=headers, json={})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "CrossSite")


@pytest.mark.parametrize("method, path", TAKING_JSON)
def test_a_malformed_body_is_refused_in_words(door, method, path):
    def send(body, kind=BODY_TYPE):
        return door.call(method, path, values_for(path), data=body, headers={"Content-Type": kind})

    for body in ("", "{", "nonsense", "[" * 100, '{"a":"\\ud800"}', b"\xff\xfe"):
        answer = send(body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "MalformedJson"), body
    assert send("{}", "text/plain").status_code == 415
    assert send("{}", "application/x-www-form-urlencoded").status_code == 415
    assert send('{"x":"' + "y" * 5_000_000 + '"}').status_code == 413
    schema = resolved(OPERATIONS[method, path]["requestBody"])["content"][BODY_TYPE]["schema"]
    for name in resolved(schema).get("required", []):
        for wrong in (7.5, {"a": 1}, [[]]):
            answer = send(json.dumps({name: wrong}))
            assert answer.status_code == 400, (name, wrong, answer.text)
            assert answer.json()["error"]["details"]["Field"].startswith(tuple(resolved(schema)["required"]))


def test_every_operation_was_asked(door, request):
    mine = {name for name in globals() if name.startswith("test_")}
    if mine - {getattr(item, "originalname", item.name) for item in request.session.items}:
        pytest.skip("only when every test of this file runs")
    assert set(OPERATIONS) - door.asked == set()
