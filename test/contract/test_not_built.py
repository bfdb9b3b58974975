"""What is not built says so by name, in the form that the service's own client reads."""

import pytest

from contract.errors import refused

ASKED = [
    ("dynamodb", "list_tables", {}, "ListTables of Amazon DynamoDB"),
    ("autoscaling", "describe_auto_scaling_groups", {}, "DescribeAutoScalingGroups of Auto Scaling"),
    ("ec2", "describe_instances", {}, "DescribeInstances"),
    ("lambda", "list_functions", {}, "AWS Lambda"),
    ("cloudfront", "list_distributions", {}, "Amazon CloudFront"),
    ("textract", "get_document_analysis", {"JobId": "1"}, "GetDocumentAnalysis of Amazon Textract"),
]


@pytest.mark.differs("moto", "it has these services")
@pytest.mark.parametrize("service, operation, arguments, words", ASKED)
def test_a_service_that_is_not_built_is_named(endpoint, service, operation, arguments, words):
    with refused("NotImplemented", 501) as answer:
        getattr(endpoint.client(service), operation)(**arguments)
    assert answer["Error"]["Message"].endswith(f"{words} is not implemented.")
