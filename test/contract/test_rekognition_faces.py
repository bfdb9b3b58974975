"""Collections of faces: who is in which picture."""

import uuid

import pytest

from .errors import refused
from support.truth_photos import photo_bytes

NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def rekognition(endpoint):
    return endpoint.client("rekognition", read_timeout=120)


@pytest.fixture
def collection(rekognition):
    name = f"test-{uuid.uuid4().hex[:12]}"
    rekognition.create_collection(CollectionId=name)
    yield name
    rekognition.delete_collection(CollectionId=name)


def index(rekognition, collection: str, name: str, **asked) -> dict:
    return rekognition.index_faces(CollectionId=collection, Image={"Bytes": photo_bytes(name)}, ExternalImageId=name, **asked)


def the_face(indexed: dict) -> str:
    (record,) = indexed["FaceRecords"]
    return record["Face"]["FaceId"]


def test_a_collection_is_made_described_listed_and_deleted(rekognition):
    name = f"family.{uuid.uuid4().hex[:8]}"
    made = rekognition.create_collection(CollectionId=name, Tags={"kind": "people"})
    assert made["StatusCode"] == 200 and made["FaceModelVersion"] == "7.0"
    assert made["CollectionArn"] == f"arn:aws:rekognition:us-east-1:000000000000:collection/{name}"
    with refused("ResourceAlreadyExistsException", 400) as answer:
        rekognition.create_collection(CollectionId=name)
    assert answer["Error"]["Message"] == f"The collection id: {name} already exists"
    described = rekognition.describe_collection(CollectionId=name)
    assert described["FaceCount"] == 0 and described["UserCount"] == 0
    assert described["CollectionARN"] == made["CollectionArn"] and described["CreationTimestamp"].year >= 2024
    pages = rekognition.get_paginator("list_collections").paginate(PaginationConfig={"PageSize": 1})
    assert [one for page in pages for one in page["CollectionIds"]].count(name) == 1
    assert rekognition.list_tags_for_resource(ResourceArn=made["CollectionArn"])["Tags"] == {"kind": "people"}
    rekognition.tag_resource(ResourceArn=made["CollectionArn"], Tags={"year": "2026"})
    rekognition.untag_resource(ResourceArn=made["CollectionArn"], TagKeys=["kind"])
    assert rekognition.list_tags_for_resource(ResourceArn=made["CollectionArn"])["Tags"] == {"year": "2026"}
    assert rekognition.delete_collection(CollectionId=name)["StatusCode"] == 200
    with refused("ResourceNotFoundException", 400) as answer:
        rekognition.delete_collection(CollectionId=name)
    assert answer["Error"]["Message"] == f"The collection id: {name} does not exist"


def test_one_person_is_found_in_another_picture_and_strangers_are_not(rekognition, collection):
    first = the_face(index(rekognition, collection, "capture1"))
    stranger = the_face(index(rekognition, collection, "astronaut"))
    second = the_face(index(rekognition, collection, "capture2"))
    found = rekognition.search_faces(CollectionId=collection, FaceId=first)
    assert found["SearchedFaceId"] == first
    assert [match["Face"]["FaceId"] for match in found["FaceMatches"]] == [second]
    assert found["FaceMatches"][0]["Similarity"] >= 80
    assert found["FaceMatches"][0]["Face"]["ExternalImageId"] == "capture2"
    by_image = rekognition.search_faces_by_image(CollectionId=collection, Image={"Bytes": photo_bytes("capture1")})
    assert {match["Face"]["FaceId"] for match in by_image["FaceMatches"]} == {first, second}
    assert by_image["FaceMatches"][0]["Similarity"] > 99 and by_image["SearchedFaceConfidence"] > 50
    assert rekognition.search_faces(CollectionId=collection, FaceId=stranger)["FaceMatches"] == []
    everybody = rekognition.search_faces(CollectionId=collection, FaceId=first, FaceMatchThreshold=0, MaxFaces=5)["FaceMatches"]
    similarities = [match["Similarity"] for match in everybody]
    assert len(everybody) == 2 and similarities == sorted(similarities, reverse=True)


def test_two_pictures_are_compared(rekognition):
    same = rekognition.compare_faces(SourceImage={"Bytes": photo_bytes("capture1")}, TargetImage={"Bytes": photo_bytes("capture2")})
    assert len(same["FaceMatches"]) == 1 and same["FaceMatches"][0]["Similarity"] >= 80
    assert same["UnmatchedFaces"] == [] and "SourceImageOrientationCorrection" not in same
    other = rekognition.compare_faces(SourceImage={"Bytes": photo_bytes("capture1")}, TargetImage={"Bytes": photo_bytes("sample1")})
    assert other["FaceMatches"] == [] and len(other["UnmatchedFaces"]) >= 2
    with refused("InvalidParameterException", 400):
        rekognition.compare_faces(SourceImage={"Bytes": photo_bytes("dog")}, TargetImage={"Bytes": photo_bytes("sample1")})


def test_faces_are_indexed_once_listed_and_deleted(rekognition, collection):
    crowd = index(rekognition, collection, "sample1", DetectionAttributes=["ALL"])
    assert len(crowd["FaceRecords"]) == 3 and crowd["UnindexedFaces"] == []
    assert all(record["FaceDetail"]["Gender"] for record in crowd["FaceRecords"])
    sizes = [record["Face"]["BoundingBox"]["Width"] * record["Face"]["BoundingBox"]["Height"] for record in crowd["FaceRecords"]]
    assert sizes == sorted(sizes, reverse=True)
    again = index(rekognition, collection, "sample1")
    ids = [record["Face"]["FaceId"] for record in crowd["FaceRecords"]]
    assert [record["Face"]["FaceId"] for record in again["FaceRecords"]] == ids
    assert rekognition.describe_collection(CollectionId=collection)["FaceCount"] == 3
    pages = rekognition.get_paginator("list_faces").paginate(CollectionId=collection, PaginationConfig={"PageSize": 2})
    assert sorted(face["FaceId"] for page in pages for face in page["Faces"]) == sorted(ids)
    deleted = rekognition.delete_faces(CollectionId=collection, FaceIds=[ids[0], NOBODY])
    assert deleted["DeletedFaces"] == [ids[0]]
    assert deleted["UnsuccessfulFaceDeletions"] == [{"FaceId": NOBODY, "Reasons": ["FACE_NOT_FOUND"]}]
    with refused("InvalidParameterException", 400) as answer:
        rekognition.search_faces(CollectionId=collection, FaceId=ids[0])
    assert answer["Error"]["Message"] == "faceId was not found in the collection."
    left = rekognition.list_faces(CollectionId=collection, FaceIds=ids)["Faces"]
    assert sorted(face["FaceId"] for face in left) == sorted(ids[1:])


def test_the_largest_faces_are_indexed_first(rekognition, collection):
    one = index(rekognition, collection, "sample1", MaxFaces=1)
    assert len(one["FaceRecords"]) == 1
    assert [face["Reasons"] for face in one["UnindexedFaces"]] == [["EXCEEDS_MAX_FACES"]] * 2


def test_users_are_the_faces_of_one_person(rekognition, collection):
    first, second = (the_face(index(rekognition, collection, name)) for name in ("capture1", "capture2"))
    stranger = the_face(index(rekognition, collection, "astronaut"))
    rekognition.create_user(CollectionId=collection, UserId="camera-man", ClientRequestToken="t1")
    rekognition.create_user(CollectionId=collection, UserId="camera-man", ClientRequestToken="t1")
    with refused("IdempotentParameterMismatchException", 400):
        rekognition.create_user(CollectionId=collection, UserId="somebody", ClientRequestToken="t1")
    with refused("ConflictException", 400):
        rekognition.create_user(CollectionId=collection, UserId="camera-man")
    assert rekognition.list_users(CollectionId=collection)["Users"] == [{"UserId": "camera-man", "UserStatus": "CREATED"}]
    rekognition.associate_faces(CollectionId=collection, UserId="camera-man", FaceIds=[first])
    more = rekognition.associate_faces(CollectionId=collection, UserId="camera-man", FaceIds=[second, stranger])
    assert more["AssociatedFaces"] == [{"FaceId": second}] and more["UserStatus"] == "ACTIVE"
    (refusal,) = more["UnsuccessfulFaceAssociations"]
    assert refusal["FaceId"] == stranger and refusal["Reasons"] == ["LOW_MATCH_CONFIDENCE"] and refusal["Confidence"] < 75
    by_face = rekognition.search_users(CollectionId=collection, FaceId=second)
    assert [match["User"]["UserId"] for match in by_face["UserMatches"]] == ["camera-man"]
    by_image = rekognition.search_users_by_image(CollectionId=collection, Image={"Bytes": photo_bytes("capture2")})
    assert by_image["UserMatches"][0]["Similarity"] > 90 and by_image["UnsearchedFaces"] == []
    assert rekognition.search_users(CollectionId=collection, FaceId=stranger)["UserMatches"] == []
    kept = rekognition.delete_faces(CollectionId=collection, FaceIds=[first])
    assert kept["UnsuccessfulFaceDeletions"][0]["Reasons"] == ["ASSOCIATED_TO_AN_EXISTING_USER"]
    assert len(rekognition.list_faces(CollectionId=collection, UserId="camera-man")["Faces"]) == 2
    taken = rekognition.disassociate_faces(CollectionId=collection, UserId="camera-man", FaceIds=[first, second])
    assert taken["UserStatus"] == "CREATED" and len(taken["DisassociatedFaces"]) == 2
    rekognition.delete_user(CollectionId=collection, UserId="camera-man")
    with refused("ResourceNotFoundException", 400):
        rekognition.delete_user(CollectionId=collection, UserId="camera-man")


def test_tokens_of_other_lists_are_refused(rekognition, collection):
    with refused("InvalidPaginationTokenException", 400):
        rekognition.list_faces(CollectionId=collection, NextToken="bm9uc2Vuc2U")
    with refused("InvalidPaginationTokenException", 400):
        rekognition.list_collections(NextToken="x")
    with refused("InvalidPaginationTokenException", 400):
        rekognition.list_users(CollectionId=collection, NextToken="x")
