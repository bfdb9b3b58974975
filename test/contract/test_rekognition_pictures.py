"""What Rekognition sees: real photos, with expectations that a person would agree to."""

import io

import pytest
from PIL import Image

from .errors import refused
from support.truth_photos import jpeg, photo, photo_bytes


@pytest.fixture(scope="module")
def rekognition(endpoint):
    return endpoint.client("rekognition", read_timeout=120)


def overlap(box: dict, percent: tuple) -> float:
    """Of a box of the service and one of the truth set, the share of their union that is both."""
    left, top, width, height = (value / 100 for value in percent)
    across = min(box["Left"] + box["Width"], left + width) - max(box["Left"], left)
    down = min(box["Top"] + box["Height"], top + height) - max(box["Top"], top)
    if across <= 0 or down <= 0:
        return 0
    return across * down / (box["Width"] * box["Height"] + width * height - across * down)


def labels_of(rekognition, image: dict, **asked) -> dict[str, dict]:
    answer = rekognition.detect_labels(Image=image, **asked)
    assert answer["LabelModelVersion"] == "3.0"
    confidences = [label["Confidence"] for label in answer["Labels"]]
    assert confidences == sorted(confidences, reverse=True)
    return {label["Name"]: label for label in answer["Labels"]}


def names(entries: list[dict]) -> list[str]:
    return [entry["Name"] for entry in entries]


def test_the_dog_is_seen_where_it_sits(rekognition):
    labels = labels_of(rekognition, {"Bytes": photo_bytes("dog")})
    dog = labels["Dog"]
    assert names(dog["Parents"]) == ["Animal", "Canine", "Mammal", "Pet"]
    assert names(dog["Categories"]) == ["Animals and Pets"]
    boxes = [instance["BoundingBox"] for instance in dog["Instances"]]
    assert max(overlap(box, (17, 38, 25, 56)) for box in boxes) > 0.6
    assert dog["Confidence"] >= 80
    for parent in names(dog["Parents"]):
        assert labels[parent]["Confidence"] >= dog["Confidence"]
    assert labels["Bicycle"]["Instances"]
    assert "Cat" not in labels


@pytest.mark.parametrize("name", ["giraffe", "horses", "eagle", "messi5", "china", "coffee"])
def test_what_a_person_sees_at_once_is_seen(rekognition, name):
    labels = labels_of(rekognition, {"Bytes": photo_bytes(name)})
    for either in photo(name).shows:
        assert either & set(labels), f"{name}: none of {sorted(either)} among {sorted(labels)}"


def test_an_object_of_s3_is_looked_at_like_bytes(rekognition, s3, bucket):
    s3.put_object(Bucket=bucket, Key="hund.jpg", Body=photo_bytes("dog"))
    by_key = labels_of(rekognition, {"S3Object": {"Bucket": bucket, "Name": "hund.jpg"}})
    assert by_key.keys() == labels_of(rekognition, {"Bytes": photo_bytes("dog")}).keys()


def test_labels_are_filtered_and_limited(rekognition):
    image = {"Bytes": photo_bytes("dog")}
    only = {"GeneralLabels": {"LabelInclusionFilters": ["Dog", "Bicycle"]}}
    assert set(labels_of(rekognition, image, Settings=only)) == {"Dog", "Bicycle"}
    kinds = {"GeneralLabels": {"LabelCategoryInclusionFilters": ["Animals and Pets"]}}
    animals = labels_of(rekognition, image, Settings=kinds)
    assert "Dog" in animals and {name for label in animals.values() for name in names(label["Categories"])} == {"Animals and Pets"}
    without = {"GeneralLabels": {"LabelCategoryExclusionFilters": ["Animals and Pets"], "LabelExclusionFilters": ["Bicycle"]}}
    assert not {"Dog", "Animal", "Bicycle"} & set(labels_of(rekognition, image, Settings=without))
    assert len(labels_of(rekognition, image, MaxLabels=2)) == 2
    assert all(label["Confidence"] >= 90 for label in labels_of(rekognition, image, MinConfidence=90).values())


def test_colours_and_quality_are_told(rekognition):
    red = jpeg(Image.new("RGB", (400, 300), (220, 20, 60)))
    answer = rekognition.detect_labels(Image={"Bytes": red}, Features=["IMAGE_PROPERTIES"])
    assert answer["Labels"] == []
    properties = answer["ImageProperties"]
    first = properties["DominantColors"][0]
    assert first["SimplifiedColor"] in ("red", "pink") and first["PixelPercent"] > 90
    assert abs(first["Red"] - 220) < 30 and first["HexCode"].startswith("#")
    assert properties["Quality"]["Sharpness"] < 20
    settings = {"ImageProperties": {"MaxDominantColors": 2}}
    photo_colours = rekognition.detect_labels(Image={"Bytes": photo_bytes("kite")}, Features=["IMAGE_PROPERTIES"], Settings=settings)
    assert len(photo_colours["ImageProperties"]["DominantColors"]) == 2
    assert photo_colours["ImageProperties"]["Quality"]["Sharpness"] > properties["Quality"]["Sharpness"]


def test_faces_are_found_where_they_are(rekognition):
    truth = photo("sample1")
    answer = rekognition.detect_faces(Image={"Bytes": photo_bytes("sample1")})
    assert "OrientationCorrection" not in answer
    faces = answer["FaceDetails"]
    for face in truth.faces:
        assert max(overlap(found["BoundingBox"], face.box) for found in faces) > 0.4
    for found in faces:
        assert set(found) == {"BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"}
        assert len(found["Landmarks"]) == 28
        eyes = {landmark["Type"]: landmark for landmark in found["Landmarks"]}
        assert eyes["eyeLeft"]["X"] < eyes["eyeRight"]["X"]
        assert eyes["eyeLeft"]["Y"] < eyes["chinBottom"]["Y"]


def test_of_a_face_that_is_turned_away_the_points_and_the_pose_are_told_and_no_looks(rekognition):
    faces = rekognition.detect_faces(Image={"Bytes": photo_bytes("sample2")}, Attributes=["ALL"])["FaceDetails"]
    (turned,) = [face for face in faces if "Gender" not in face]
    assert set(turned) == {"BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"}
    assert turned["Pose"]["Yaw"] < -40 and 0 < turned["Quality"]["Sharpness"] <= 100
    box, points = turned["BoundingBox"], {point["Type"]: point for point in turned["Landmarks"]}
    assert points["nose"]["X"] < box["Left"] + box["Width"] / 2, "she looks to the left"
    assert box["Top"] < points["eyeLeft"]["Y"] < points["mouthLeft"]["Y"] < box["Top"] + box["Height"]


def test_a_picture_without_faces_has_none(rekognition):
    for name in ("dog", "giraffe", "china"):
        assert rekognition.detect_faces(Image={"Bytes": photo_bytes(name)})["FaceDetails"] == []


def test_of_a_face_more_is_told_when_asked_and_nothing_that_no_model_knows(rekognition):
    (face,) = rekognition.detect_faces(Image={"Bytes": photo_bytes("astronaut")}, Attributes=["ALL"])["FaceDetails"]
    assert face["Gender"]["Value"] == "Female" and face["Gender"]["Confidence"] > 70
    assert face["AgeRange"]["Low"] <= 45 and face["AgeRange"]["High"] >= 25
    assert face["Emotions"][0]["Type"] == "HAPPY"
    assert face["Smile"]["Value"] is True
    assert not {"Beard", "Mustache", "Eyeglasses", "Sunglasses", "FaceOccluded", "EyeDirection"} & set(face)
    (less,) = rekognition.detect_faces(Image={"Bytes": photo_bytes("astronaut")}, Attributes=["GENDER"])["FaceDetails"]
    assert "Gender" in less and "Emotions" not in less and "AgeRange" not in less


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_seen_upright_however_it_was_held(rekognition, orientation):
    upright = Image.open(io.BytesIO(photo_bytes("astronaut"))).convert("RGB")
    undo = {2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}  # Image.Transpose that stores it as a camera would
    stored = upright
    for step in undo.get(orientation, []):
        stored = stored.transpose(Image.Transpose(step))
    exif = Image.Exif()
    exif[0x0112] = orientation
    (face,) = rekognition.detect_faces(Image={"Bytes": jpeg(stored, exif=exif)})["FaceDetails"]
    assert overlap(face["BoundingBox"], photo("astronaut").faces[0].box) > 0.4
    assert abs(face["Pose"]["Roll"]) < 25


def test_text_is_read_as_lines_and_words(rekognition):
    detections = rekognition.detect_text(Image={"Bytes": photo_bytes("parking")})["TextDetections"]
    words = {found["DetectedText"].upper().strip(".,") for found in detections if found["Type"] == "WORD"}
    assert {"NOTICE", "PARKING", "PROHIBITED"} <= words
    lines = {found["Id"] for found in detections if found["Type"] == "LINE"}
    for found in detections:
        assert (found["ParentId"] in lines) if found["Type"] == "WORD" else ("ParentId" not in found)
        assert len(found["Geometry"]["Polygon"]) == 4
    below = {"RegionsOfInterest": [{"BoundingBox": {"Left": 0, "Top": 0.9, "Width": 1, "Height": 0.1}}]}
    fewer = rekognition.detect_text(Image={"Bytes": photo_bytes("parking")}, Filters=below)["TextDetections"]
    assert len(fewer) < len(detections)
    assert rekognition.detect_text(Image={"Bytes": photo_bytes("dog")})["TextDetections"] == []


def test_harmless_photos_are_not_moderated(rekognition):
    for name in ("dog", "china", "astronaut", "giraffe"):
        answer = rekognition.detect_moderation_labels(Image={"Bytes": photo_bytes(name)})
        assert answer["ModerationLabels"] == [], name
        assert answer["ModerationModelVersion"] == "7.0"


def test_filters_must_make_sense(rekognition):
    image = {"Bytes": photo_bytes("dog")}
    with refused("InvalidParameterException", 400):
        rekognition.detect_labels(Image=image, Features=["IMAGE_PROPERTIES"], MaxLabels=3)
    with refused("InvalidParameterException", 400):
        rekognition.detect_text(Image=image, Filters={"RegionsOfInterest": [{"Polygon": [{"X": 0, "Y": 0}, {"X": 1, "Y": 1}]}]})
