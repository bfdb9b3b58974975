"""Knocking by hand: forms that no SDK would write, bytes that no HTTP library would send, and a look whether anything changed."""

import contextlib
import json
import socket
import urllib.parse

import requests
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15", "ec2": "2016-11-15"}
FORM = "application/x-www-form-urlencoded; charset=utf-8"


def form_post(endpoint, service: str, body: str, query: str = "", **signing) -> requests.Response:
    """A signed form, written by hand: nothing of it is checked on this side."""
    request = AWSRequest("POST", f"{endpoint.url}/{query}", data=body.encode(), headers={"Content-Type": FORM})
    signer = SigV4Auth(Credentials(endpoint.key, endpoint.secret, signing.get("token")), signing.get("name", service), signing.get("region", "us-east-1"))
    signer.add_auth(request)
    prepared = request.prepare()
    return requests.post(prepared.url, data=prepared.body, headers=dict(prepared.headers), timeout=20)


def form(service: str, action: str, *pairs: tuple[str, str]) -> str:
    return urllib.parse.urlencode([("Action", action), ("Version", VERSIONS[service]), *pairs])


def raw(url: str, *pieces: bytes) -> bytes:
    """The answer to bytes that no HTTP library would send."""
    address = urllib.parse.urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        with contextlib.suppress(OSError):  # the server has answered and closed
            for piece in pieces:
                connection.sendall(piece)
        connection.settimeout(20)
        out = b""
        with contextlib.suppress(OSError):
            while more := connection.recv(65536):
                out += more
        return out


def presigned_sts(endpoint, expires: int = 60) -> str:
    request = AWSRequest("GET", f"{endpoint.url}/?Action=GetCallerIdentity&Version={VERSIONS['sts']}")
    SigV4QueryAuth(Credentials(endpoint.key, endpoint.secret), "sts", "us-east-1", expires=expires).add_auth(request)
    return request.prepare().url


def state_of(endpoint) -> dict:
    """Who and what there is in the account."""
    iam = endpoint.client("iam")
    details = iam.get_paginator("get_account_authorization_details").paginate(Filter=["User", "Role", "Group", "LocalManagedPolicy"])
    entities = [page[kind] for page in details for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")]
    for entity in (one for kind in entities for one in kind):
        entity.pop("RoleLastUsed", None)
    return {
        "entities": json.dumps(entities, default=str, sort_keys=True),
        "buckets": [bucket["Name"] for bucket in endpoint.client("s3").list_buckets()["Buckets"]],
        "key pairs": [pair["KeyPairId"] for pair in endpoint.client("ec2").describe_key_pairs()["KeyPairs"]],
        "providers": iam.list_open_id_connect_providers()["OpenIDConnectProviderList"],
    }


@contextlib.contextmanager
def unchanged_account(endpoint):
    """The server answers behind the block, and nothing of the account is another than before."""
    before = state_of(endpoint)
    yield
    assert state_of(endpoint) == before
