"""Asking a server's Rekognition about the photos of the truth set, with boto3."""

import dataclasses
import io

import boto3
from botocore.config import Config
from PIL import Image, ImageOps

from .judging import Verification, match_faces
from .truth import Box, Photo

# What COCO's things are called among the labels, where it is not the same word.
THINGS = {
    "Ball": "sports ball", "Stopsign": "stop sign", "Ski": "skis", "Remote Control": "remote", "Mobile Phone": "cell phone",
    "Computer Keyboard": "keyboard", "Blow Dryer": "hair drier",
}  # fmt: skip
LABELS = {thing: label for label, thing in THINGS.items()}
CERTAIN = 55  # Percent; what a request that names none gets.


@dataclasses.dataclass(frozen=True)
class Said:
    """What DetectLabels answered."""

    labels: dict[str, set[str]]  # with their parents
    things: set[str]  # of COCO's classes, from labels that have a place in the photo


def thing_of(label: str) -> str:
    return THINGS.get(label, label.lower())


def labels_of(photo: Photo) -> set[str]:
    """The labels of the photo's certain and doubtful things."""
    return {LABELS.get(thing, thing.title()) for thing in photo.things | photo.things_maybe} | (
        {"TV"} if "tv" in photo.things_maybe else set()
    )


class Eyes:
    """Rekognition and the bucket with the photos."""

    BUCKET = "truth"
    COLLECTION = "truth"

    def __init__(self, server):
        key, secret = server.credentials()

        def client(service: str):
            config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, read_timeout=120)
            return boto3.client(
                service, endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret,
                region_name="us-east-1", config=config,
            )  # fmt: skip

        self.s3 = client("s3")
        self.rekognition = client("rekognition")
        self.s3.create_bucket(Bucket=self.BUCKET)

    def put(self, name: str, content: bytes) -> dict:
        self.s3.put_object(Bucket=self.BUCKET, Key=name, Body=content)
        return self.image(name)

    def image(self, name: str) -> dict:
        return {"S3Object": {"Bucket": self.BUCKET, "Name": name}}

    def labels(self, image: dict) -> Said:
        answer = self.rekognition.detect_labels(Image=image)["Labels"]
        placed = [
            each["Name"] for each in answer if any(one["Confidence"] >= CERTAIN for one in each.get("Instances", []))
        ]
        labels = {each["Name"]: {parent["Name"] for parent in each.get("Parents", [])} for each in answer}
        return Said(labels, {thing_of(name) for name in placed})

    def faces(self, image: dict) -> list[Box]:
        return [percent(face["BoundingBox"]) for face in self.rekognition.detect_faces(Image=image)["FaceDetails"]]

    def text(self, image: dict) -> tuple[list[str], list[str]]:
        """The words and the lines."""
        found = self.rekognition.detect_text(Image=image)["TextDetections"]
        return tuple([each["DetectedText"] for each in found if each["Type"] == kind] for kind in ("WORD", "LINE"))

    def verification(self, photos: list[Photo]) -> Verification:
        """Likeness of every two faces of the photos, and of their small, strongly compressed copies with the originals."""
        self.rekognition.create_collection(CollectionId=self.COLLECTION)
        who: dict[str, tuple[str, bool]] = {}
        for photo in photos:
            self.put(photo.name + ".small", small_copy(photo))
            for name in (photo.name, photo.name + ".small"):
                who |= self._index(photo, name)
        pairs = Verification([], [])
        for face, (person, is_copy) in who.items():
            found = self.rekognition.search_faces(
                CollectionId=self.COLLECTION, FaceId=face, FaceMatchThreshold=0, MaxFaces=4096
            )
            alike = {match["Face"]["FaceId"]: match["Similarity"] for match in found["FaceMatches"]}
            for other, (other_person, other_is_copy) in who.items():
                if face < other and person == other_person:
                    pairs.same.append(alike.get(other, 0))
                elif face < other and not is_copy and not other_is_copy:
                    pairs.different.append(alike.get(other, 0))
        return pairs

    def _index(self, photo: Photo, name: str) -> dict[str, tuple[str, bool]]:
        records = self.rekognition.index_faces(
            CollectionId=self.COLLECTION, Image=self.image(name), QualityFilter="NONE", MaxFaces=100
        )["FaceRecords"]
        found = [percent(record["Face"]["BoundingBox"]) for record in records]
        return {
            records[at]["Face"]["FaceId"]: (photo.faces[which].who or f"{photo.name} {which}", name != photo.name)
            for at, which in match_faces(photo, found).items()
        }


def percent(box: dict) -> Box:
    return tuple(100 * box[side] for side in ("Left", "Top", "Width", "Height"))


def small_copy(photo: Photo) -> bytes:
    with Image.open(photo.file) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright = upright.resize((max(upright.width * 45 // 100, 80), max(upright.height * 45 // 100, 80)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=60)
    return out.getvalue()
