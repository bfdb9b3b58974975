"""Judging answers against the truth. Pure: answers in, scores out."""

import dataclasses
import re
from collections import Counter

from .truth import Box, Photo

SAME_PLACE = 0.4  # Intersection over union from which two boxes mean the same face.
WITH_FACES = {"Face", "Head", "Person", "Adult"}


@dataclasses.dataclass
class Score:
    right: int = 0
    false: list[str] = dataclasses.field(default_factory=list)  # "photo: what was said"
    missed: list[str] = dataclasses.field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + len(self.false), 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + len(self.missed), 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + len(self.false) + len(self.missed), 1)


def judge_things(score: Score, photo: Photo, found: set[str]) -> None:
    """Things of COCO's classes; what is there but doubtful counts neither way."""
    score.right += len(found & photo.things)
    score.false += [f"{photo.name}: {each}" for each in sorted(found - photo.things - photo.things_maybe)]
    score.missed += [f"{photo.name}: {each}" for each in sorted(photo.things - found)]


@dataclasses.dataclass
class LabelScore:
    """Precision counts the labels said that are nobody's parent; recall the things that must be said."""

    said: int = 0
    false: list[str] = dataclasses.field(default_factory=list)
    wanted: int = 0
    missed: list[str] = dataclasses.field(default_factory=list)

    @property
    def precision(self) -> float:
        return 1 - len(self.false) / max(self.said, 1)

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0


def judge_labels(score: LabelScore, photo: Photo, said: dict[str, set[str]], parents: dict[str, set[str]], things: set[str]) -> None:
    """`said`: labels of the answer -> their parents. `parents`: the same of all answers. `things`: labels that stand for
    the photo's certain and doubtful things of COCO's classes."""
    accepted = set(photo.also) | things | {word for one in photo.shows for word in one}
    if photo.faces or photo.faces_unclear:
        accepted |= WITH_FACES
    for label in list(accepted):
        accepted |= parents.get(label, set())
    leaves = set(said) - {parent for each in said.values() for parent in each}
    score.said += len(leaves)
    score.false += [f"{photo.name}: {label}" for label in sorted(leaves - accepted)]
    score.wanted += len(photo.shows)
    score.missed += [f"{photo.name}: {'|'.join(sorted(one))}" for one in photo.shows if not one & set(said)]


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(wide, 0) * max(high, 0)
    return shared / (one[2] * one[3] + other[2] * other[3] - shared or 1)


def match_faces(photo: Photo, found: list[Box]) -> dict[int, int]:
    """Which box found is which face of the truth, each once, the best fit first: index found -> index of the truth."""
    pairs = [
        (overlap(box, face.box), at, which) for at, box in enumerate(found) for which, face in enumerate(photo.faces)
    ]
    matched: dict[int, int] = {}
    for fit, at, which in sorted(pairs, reverse=True):
        if fit >= SAME_PLACE and at not in matched and which not in matched.values():
            matched[at] = which
    return matched


def judge_faces(score: Score, photo: Photo, found: list[Box]) -> None:
    matched = match_faces(photo, found)
    score.right += len(matched)
    score.missed += [f"{photo.name}: face {at}" for at in range(len(photo.faces)) if at not in matched.values()]
    if not photo.faces_unclear:
        score.false += [f"{photo.name}: {tuple(map(round, found[at]))}" for at in range(len(found)) if at not in matched]


def judge_words(score: Score, photo: Photo, found: list[str]) -> None:
    """Words are compared without case and punctuation; their order and their lines do not count."""
    wanted, read = Counter(map(plain, photo.words)), Counter(map(plain, found))
    wanted.pop("", None)
    score.right += (wanted & read).total()
    score.missed += [f"{photo.name}: {word}" for word in (wanted - read).elements()]


def words_without_spaces(photo: Photo, lines: list[str]) -> int:
    """How many of the words stand somewhere in a line, be the spaces around them lost."""
    text = [plain(line) for line in lines]
    return sum(bool(plain(word)) and any(plain(word) in line for line in text) for word in photo.words)


def plain(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()


@dataclasses.dataclass(frozen=True)
class Verification:
    """How well two faces of one person are told from two of different ones."""

    same: list[float]  # similarities of pairs that are one person
    different: list[float]

    def accepted_at(self, false_accept_rate: float) -> tuple[float, float]:
        """The threshold that lets through at most this share of the different pairs, and the share of same ones above."""
        allowed = int(false_accept_rate * len(self.different))
        threshold = sorted(self.different, reverse=True)[allowed] if self.different else 0
        return threshold, sum(each > threshold for each in self.same) / max(len(self.same), 1)

    def false_accepts(self, threshold: float) -> float:
        return sum(each >= threshold for each in self.different) / max(len(self.different), 1)

    def true_accepts(self, threshold: float) -> float:
        return sum(each >= threshold for each in self.same) / max(len(self.same), 1)
