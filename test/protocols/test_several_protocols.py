"""One service in several protocols: the same words for the same mistake, and SQS in the forms of its query days."""

import urllib.parse

import pytest

from protocols.tables import PROTOCOLS
from protocols.test_botocore_agrees import Peer

# What SQS's model has lost since it moved to JSON.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
SQS = {
    "protocols": ["json", "query"],
    "wraps_results": True,
    "form_names": {
        "ReceiveMessageRequest": {"AttributeNames": "AttributeName", "MessageAttributeNames": "MessageAttributeName"},
        "ReceiveMessageResult": {"Messages": "Message"},
        "Message": {"Attributes": "Attribute", "MessageAttributes": "MessageAttribute"},
        "SetQueueAttributesRequest": {"Attributes": "Attribute"},
        "SendMessageBatchRequest": {"Entries": "SendMessageBatchRequestEntry"},
        "ListQueuesResult": {"QueueUrls": "QueueUrl"},
    },
    "form_entries": {
        "QueueAttributeMap": {"key": "Name", "value": "Value"},
        "MessageSystemAttributeMap": {"key": "Name", "value": "Value"},
        "MessageBodyAttributeMap": {"key": "Name", "value": "Value"},
    },
}


@pytest.fixture(scope="module")
def sqs():
    peer = Peer("sqs", settings=SQS)
    yield peer
    peer.codecs.close()


@pytest.fixture(scope="module")
def cloudwatch():
    peer = Peer("cloudwatch")
    yield peer
    peer.codecs.close()


def form(peer: Peer, text: str) -> dict:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return peer.codecs.decode_request("POST", "/", "", headers, text.encode())


def test_sqs_reads_the_forms_that_its_documentation_shows(sqs):
    url = urllib.parse.quote("https://sqs.us-east-2.amazonaws.com/123456789012/MyQueue/", safe="")
    read = form(sqs, f"Action=ReceiveMessage&QueueUrl={url}&MaxNumberOfMessages=5&VisibilityTimeout=15&AttributeName=All")
    assert PROTOCOLS[read["protocol"]] == "query"
    assert read["value"]["AttributeNames"] == ["All"] and read["value"]["MaxNumberOfMessages"] == 5
    read = form(sqs, f"Action=SetQueueAttributes&QueueUrl={url}&Attribute.Name=VisibilityTimeout&Attribute.Value=35")
    assert read["value"]["Attributes"] == {"VisibilityTimeout": "35"}
    read = form(sqs, f"Action=SetQueueAttributes&QueueUrl={url}&Attribute.1.Name=A&Attribute.1.Value=1&Attribute.2.Name=B&Attribute.2.Value=2")
    assert read["value"]["Attributes"] == {"A": "1", "B": "2"}
    entry = "SendMessageBatchRequestEntry"
    read = form(sqs, f"Action=SendMessageBatch&QueueUrl={url}&{entry}.1.Id=a&{entry}.1.MessageBody=x&{entry}.2.Id=b&{entry}.2.MessageBody=y")
    assert [row["Id"] for row in read["value"]["Entries"]] == ["a", "b"]


def test_sqs_answers_forms_in_xml_and_json_in_json(sqs):
    message = {"MessageId": "1", "Body": "hi", "Attributes": {"SenderId": "me"}}
    answer = sqs.codecs.encode_response("ReceiveMessage", {"Messages": [message]}, PROTOCOLS.index("query"))
    assert b"<ReceiveMessageResult><Message><MessageId>1</MessageId><Body>hi</Body><Attribute><Name>SenderId</Name><Value>me</Value></Attribute></Message></ReceiveMessageResult>" in answer["body"]
    assert b"<ResponseMetadata><RequestId>REQUEST1</RequestId></ResponseMetadata>" in answer["body"]
    answer = sqs.codecs.encode_response("ReceiveMessage", {"Messages": [message]}, PROTOCOLS.index("json_1_0"))
    assert answer["body"] == b'{"Messages":[{"MessageId":"1","Body":"hi","Attributes":{"SenderId":"me"}}]}'


def test_sqs_tells_the_code_of_its_query_days_beside_json(sqs):
    answer = sqs.codecs.encode_error("QueueDoesNotExist", "gone", PROTOCOLS.index("json_1_0"))
    assert ["x-amzn-query-error", "QueueDoesNotExist;Sender"] in answer["headers"]
    answer = sqs.codecs.encode_error("QueueDoesNotExist", "gone", PROTOCOLS.index("query"))
    assert b"<Type>Sender</Type><Code>QueueDoesNotExist</Code><Message>gone</Message>" in answer["body"]


@pytest.mark.parametrize(
    ("operation", "value", "message"),
    [
        (
            "PutMetricAlarm",
            {"AlarmName": "a", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 0},
            "1 validation error detected: Value '0' at 'evaluationPeriods' failed to satisfy constraint: Member must have value "
            "greater than or equal to 1",
        ),
        (
            "PutMetricAlarm",
            {"AlarmName": "", "ComparisonOperator": "Sideways", "EvaluationPeriods": 1},
            None,
        ),
        (
            "SetAlarmState",
            {"AlarmName": "a", "StateValue": "OK"},
            "1 validation error detected: Value null at 'stateReason' failed to satisfy constraint: Member must not be null",
        ),
        (
            "PutMetricData",
            {"Namespace": "n", "MetricData": [{"MetricName": "m"}, {"MetricName": "m", "Dimensions": [{"Name": "x", "Value": ""}]}]},
            "1 validation error detected: Value '' at 'metricData.2.member.dimensions.1.member.value' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1",
        ),
    ],
)
def test_a_broken_constraint_is_told_alike_in_every_protocol(cloudwatch, operation, value, message):
    told = set()
    for protocol in ("cbor", "json_1_0", "query"):
        sent = cloudwatch.codecs.encode_request(operation, value, PROTOCOLS.index(protocol))
        read = cloudwatch.codecs.decode_request(sent["method"], sent["path"], sent["query"], dict(sent["headers"]), sent["body"])
        assert read["broken"]["error"] == "ValidationError", read
        told.add(read["broken"]["message"])
    assert len(told) == 1
    assert message is None or told == {message}
