"""Asking for an error, and looking at it."""

import contextlib

import pytest
from botocore.exceptions import ClientError


@contextlib.contextmanager
def refused(code: str, status: int):
    """The block must fail with AWS's `code` and HTTP `status`; yields a dict that is the error answer afterwards."""
    answer: dict = {}
    with pytest.raises(ClientError) as caught:
        yield answer
    answer.update(caught.value.response)
    assert answer["Error"]["Code"] == code, answer
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
