"""Regions and availability zones through boto3."""

import boto3
import pytest

from contract.errors import refused


@pytest.fixture(scope="module")
def ec2(endpoint):
    return endpoint.client("ec2")


def test_the_regions_are_those_an_sdk_knows(ec2):
    told = {one["RegionName"]: one for one in ec2.describe_regions()["Regions"]}
    assert sorted(told) == sorted(boto3.session.Session().get_available_regions("ec2"))
    assert told["eu-west-1"] == {"RegionName": "eu-west-1", "Endpoint": "ec2.eu-west-1.amazonaws.com", "OptInStatus": "opt-in-not-required"}
    assert ec2.describe_regions(AllRegions=True)["Regions"] == list(told.values())


@pytest.mark.differs("moto", "other words, and opts in nowhere")
def test_regions_are_named_and_filtered(ec2):
    def found(**filters) -> list[str]:
        return [one["RegionName"] for one in ec2.describe_regions(Filters=[{"Name": name.replace("_", "-"), "Values": values} for name, values in filters.items()])["Regions"]]

    assert found(region_name=["us-*"]) == ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]
    assert found(endpoint=["ec2.eu-west-?.amazonaws.com"], opt_in_status=["opt-in-not-required"]) == ["eu-west-1", "eu-west-2", "eu-west-3"]
    assert "af-south-1" in found(opt_in_status=["opted-in"]) and found(opt_in_status=["not-opted-in"]) == []
    assert [one["RegionName"] for one in ec2.describe_regions(RegionNames=["eu-north-1", "ca-central-1"])["Regions"]] == ["ca-central-1", "eu-north-1"]
    with refused("InvalidParameterValue", 400, "us-moon-1"):
        ec2.describe_regions(RegionNames=["us-moon-1"])
    for name in ("colour", "tag:team"):
        with refused("InvalidParameterValue", 400, f"The filter '{name}' is invalid"):
            ec2.describe_regions(Filters=[{"Name": name, "Values": ["red"]}])
    with refused("DryRunOperation", 412):
        ec2.describe_regions(DryRun=True)


@pytest.mark.differs("moto", "deals the letters otherwise")
def test_the_zones_are_those_of_the_clients_region(endpoint, ec2):
    told = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [one["ZoneName"] for one in told] == [f"us-east-1{letter}" for letter in "abcdef"]
    assert told[0] == {
        "ZoneName": "us-east-1a", "ZoneId": "use1-az1", "RegionName": "us-east-1", "State": "available", "Messages": [], "ZoneType": "availability-zone",
        "OptInStatus": "opt-in-not-required", "GroupName": "us-east-1-zg-1", "NetworkBorderGroup": "us-east-1",
    }  # fmt: skip
    keys = {"aws_access_key_id": endpoint.key, "aws_secret_access_key": endpoint.secret}
    tokyo = boto3.client("ec2", endpoint_url=endpoint.url, region_name="ap-northeast-1", **keys)
    assert [one["ZoneId"] for one in tokyo.describe_availability_zones()["AvailabilityZones"]] == ["apne1-az1", "apne1-az3", "apne1-az4"]


@pytest.mark.differs("moto", "other words")
def test_zones_are_named_and_filtered(ec2):
    def found(**asked) -> list[str]:
        return [one["ZoneName"] for one in ec2.describe_availability_zones(**asked)["AvailabilityZones"]]

    assert found(ZoneNames=["us-east-1b"], ZoneIds=["use1-az3"]) == ["us-east-1b", "us-east-1c"]
    assert found(Filters=[{"Name": "zone-id", "Values": ["use1-az4", "use1-az5"]}, {"Name": "state", "Values": ["available"]}]) == ["us-east-1d", "us-east-1e"]
    assert found(Filters=[{"Name": "zone-type", "Values": ["local-zone"]}], AllAvailabilityZones=True) == []
    with refused("InvalidParameterValue", 400, "Invalid availability zone: [eu-west-1a]"):
        found(ZoneNames=["us-east-1a", "eu-west-1a"])
    with refused("InvalidParameterValue", 400, "The filter 'colour' is invalid"):
        found(Filters=[{"Name": "colour", "Values": ["red"]}])
    with refused("DryRunOperation", 412):
        found(DryRun=True)
