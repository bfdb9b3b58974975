"""What the library keeps for itself: read by whoever may, changed by no AWS key, the root's neither."""

import json
import subprocess

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from contract.iam_things import a_user, allow
from support.photos import PhotoClient
from support.pictures import jpeg
from support.server import BINARY, Server

PHOTOS = "lightwell-photos"
DENIED = "with an explicit deny in a service control policy"


def client(server: Server, service: str, *key: str):
    key_id, secret = key or server.credentials()
    return boto3.client(service, endpoint_url=server.cloud, aws_access_key_id=key_id, aws_secret_access_key=secret,
                        region_name="us-east-1", config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))


class Library:
    def __init__(self, server: Server):
        self.server = server
        self.owner = PhotoClient(server.app).set_up(server.setup)
        self.body = jpeg(1)
        self.id = self.owner.upload("one.jpg", self.body)["photo"]["id"]
        self.owner.wait_until_processed()
        self.keys = self.kept()

    def kept(self) -> list[str]:
        listed = client(self.server, "s3").list_objects_v2(Bucket=PHOTOS)["Contents"]
        return [one["Key"] for one in listed if not one["Key"].startswith("staging/")]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("guard") / "data", []).start()
    yield Library(server)
    assert server.stop() == 0


def refusal(call, *arguments, **named) -> ClientError:
    with pytest.raises(ClientError) as caught:
        call(*arguments, **named)
    assert caught.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")
    assert caught.value.response["Error"]["Message"].endswith(DENIED)
    return caught.value


def try_everything(s3, rekognition, keys: list[str]) -> None:
    original = next(key for key in keys if key.startswith("originals/"))
    everybody = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{PHOTOS}/*"}}
    refusal(s3.delete_object, Bucket=PHOTOS, Key=original)
    errors = s3.delete_objects(Bucket=PHOTOS, Delete={"Objects": [{"Key": key} for key in keys]})["Errors"]
    assert [(one["Key"], one["Code"], one["Message"].endswith(DENIED)) for one in errors] == [(key, "AccessDenied", True) for key in keys]
    refusal(s3.put_object, Bucket=PHOTOS, Key=original, Body=b"another")
    refusal(s3.put_object, Bucket=PHOTOS, Key="staging/new", Body=b"another")
    refusal(s3.copy_object, Bucket=PHOTOS, Key="copy", CopySource={"Bucket": PHOTOS, "Key": original})
    refusal(s3.create_multipart_upload, Bucket=PHOTOS, Key=original)
    refusal(s3.put_object_tagging, Bucket=PHOTOS, Key=original, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    refusal(s3.delete_bucket, Bucket=PHOTOS)
    refusal(s3.create_bucket, Bucket=PHOTOS)
    refusal(s3.put_bucket_policy, Bucket=PHOTOS, Policy=json.dumps(everybody))
    refusal(s3.delete_bucket_policy, Bucket=PHOTOS)
    refusal(s3.delete_public_access_block, Bucket=PHOTOS)
    refusal(s3.put_bucket_cors, Bucket=PHOTOS, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]})
    refusal(rekognition.create_collection, CollectionId="lightwell-somebody")
    refusal(rekognition.delete_collection, CollectionId="lightwell-somebody")
    refusal(rekognition.delete_faces, CollectionId="lightwell-somebody", FaceIds=["11111111-2222-3333-4444-555555555555"])
    refusal(rekognition.delete_user, CollectionId="lightwell-somebody", UserId="u")
    refusal(rekognition.create_user, CollectionId="lightwell-somebody", UserId="u")


def test_the_roots_key_reads_the_library_and_changes_nothing_of_it(library):
    s3, rekognition = client(library.server, "s3"), client(library.server, "rekognition")
    try_everything(s3, rekognition, library.keys)
    original = next(key for key in library.keys if key.startswith("originals/"))
    assert s3.get_object(Bucket=PHOTOS, Key=original)["Body"].read() == library.body
    assert library.kept() == library.keys
    s3.get_public_access_block(Bucket=PHOTOS)
    s3.create_bucket(Bucket="my-own-copies")
    s3.copy_object(Bucket="my-own-copies", Key="copy", CopySource={"Bucket": PHOTOS, "Key": original})
    s3.delete_object(Bucket="my-own-copies", Key="copy")
    s3.delete_bucket(Bucket="my-own-copies")
    rekognition.create_collection(CollectionId="mine")
    rekognition.delete_collection(CollectionId="mine")
    assert library.owner.original(library.id) == library.body


def test_an_administrator_is_held_too_and_one_with_the_name_of_the_librarys_own(library):
    iam = client(library.server, "iam")
    with a_user(iam, UserName="lightwell-upload-links") as user:
        iam.put_user_policy(UserName=user["UserName"], PolicyName="all", PolicyDocument=allow("*"))
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        key = (key["AccessKeyId"], key["SecretAccessKey"])
        try_everything(client(library.server, "s3", *key), client(library.server, "rekognition", *key), library.keys)


def test_why_names_the_policy_and_its_statement(library):
    told = refusal(client(library.server, "s3").delete_bucket, Bucket=PHOTOS)
    request = told.response["ResponseMetadata"]["RequestId"]
    why = subprocess.run([BINARY, "why", "--data", str(library.server.data), request], capture_output=True, text=True,
                         timeout=30, check=True).stdout
    assert '"OnlyTheLibraryChangesItsPhotos" (line 4, column 5) of the service control policy "LightwellLibrary"' in why


def test_the_simulator_says_so_as_of_an_organizations_policy(library):
    iam = client(library.server, "iam")
    photos, other = f"arn:aws:s3:::{PHOTOS}/{library.keys[0]}", "arn:aws:s3:::somebodys/key"
    with a_user(iam) as user:
        iam.put_user_policy(UserName=user["UserName"], PolicyName="all", PolicyDocument=allow("*"))

        def simulated(action: str, resource: str) -> tuple:
            asked = dict(PolicySourceArn=user["Arn"], ActionNames=[action], ResourceArns=[resource])
            result = iam.simulate_principal_policy(**asked)["EvaluationResults"][0]
            specific = result["ResourceSpecificResults"][0]["EvalResourceDecision"]
            assert specific == result["EvalDecision"]
            return specific, result["OrganizationsDecisionDetail"]["AllowedByOrganizations"], len(result["MatchedStatements"])

        assert simulated("s3:DeleteObject", photos) == ("explicitDeny", False, 0)
        assert simulated("s3:GetObject", photos) == ("allowed", True, 1)
        assert simulated("s3:DeleteObject", other) == ("allowed", True, 1)
        faces = "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-1"
        assert simulated("rekognition:DeleteCollection", faces) == ("explicitDeny", False, 0)


def test_the_library_goes_on_with_all_its_own_work(library):
    added = library.owner.upload("two.jpg", jpeg(2))
    assert added["result"] == "added"
    library.owner.wait_until_processed()
    gone = added["photo"]["id"]
    library.owner.ask("POST", "/api/photos/trash", 200, json={"ids": [gone]})
    assert library.owner.ask("POST", "/api/trash/empty", 200, json={"ids": [gone]}).json() == {"removed": 1}


@pytest.mark.parametrize("mode", ["verify", "off"])
def test_the_guard_holds_where_permissions_are_not_enforced_and_uploads_go_on(tmp_path, mode):
    server = Server(tmp_path / "data", ["--auth", mode]).start()
    library = Library(server)
    s3, rekognition = client(server, "s3"), client(server, "rekognition")
    try_everything(s3, rekognition, library.keys)
    assert library.owner.upload("two.jpg", jpeg(2))["result"] == "added"
    s3.create_bucket(Bucket="anything-else")
    s3.delete_bucket(Bucket="anything-else")
    assert server.stop() == 0


def test_a_test_suite_may_do_what_it_likes(tmp_path):
    server = Server(None, ["--testing"]).start()
    s3 = client(server, "s3", "any", "thing")
    s3.create_bucket(Bucket=f"{PHOTOS}-of-a-suite")
    rekognition = client(server, "rekognition", "any", "thing")
    rekognition.create_collection(CollectionId="lightwell-of-a-suite")
    rekognition.delete_collection(CollectionId="lightwell-of-a-suite")
    assert server.stop() == 0
