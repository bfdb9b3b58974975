"""Asking for an error, and looking at it."""

import contextlib

import pytest
from botocore.exceptions import ClientError


@contextlib.contextmanager
def refused(code: str, status: int, words: str = ""):
    """The block must fail with AWS's `code`, HTTP `status` and these words; yields a dict, the error answer afterwards."""
    answer: dict = {}
    with pytest.raises(ClientError) as caught:
        yield answer
    answer.update(caught.value.response)
    assert answer["Error"]["Code"] == code, answer
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
    assert words in answer["Error"]["Message"], answer
