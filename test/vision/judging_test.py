import dataclasses

import pytest

from .judging import (
    LabelScore,
    Score,
    Verification,
    judge_faces,
    judge_labels,
    judge_things,
    judge_words,
    overlap,
    words_without_spaces,
)
from .truth import Face, Photo, read

PHOTO = Photo("garden", "", "", frozenset(), frozenset(), (), frozenset(), (), False, ())


def photo(**facts):
    return dataclasses.replace(PHOTO, **facts)


def test_doubtful_things_count_neither_way():
    score = Score()

    judge_things(score, photo(things=frozenset({"dog", "cat"}), things_maybe=frozenset({"car"})), {"dog", "car", "kite"})

    assert (score.right, score.false, score.missed) == (1, ["garden: kite"], ["garden: cat"])
    assert score.precision == score.recall == score.f1 == 0.5


def test_parents_of_right_labels_are_right_and_only_leaves_are_counted():
    score = LabelScore()
    said = {"Samoyed": {"Dog", "Animal"}, "Dog": {"Animal"}, "Animal": set(), "Boat": {"Vehicle"}, "Vehicle": set()}
    garden = photo(shows=(frozenset({"Dog"}), frozenset({"Tree", "Plant"})), also=frozenset({"Samoyed"}))

    judge_labels(score, garden, said, {"Samoyed": {"Dog", "Animal"}, "Dog": {"Animal"}}, set())

    assert (score.said, score.false) == (2, ["garden: Boat"])
    assert (score.wanted, score.missed) == (2, ["garden: Plant|Tree"])


def test_a_face_is_found_once_and_elsewhere_is_a_false_alarm():
    score = Score()
    garden = photo(faces=(Face((10, 10, 10, 10)), Face((50, 50, 10, 10))))

    judge_faces(score, garden, [(11, 11, 10, 10), (9, 9, 10, 10), (80, 80, 5, 5)])

    assert (score.right, len(score.false), score.missed) == (1, 2, ["garden: face 1"])


def test_where_faces_are_unclear_more_of_them_are_no_false_alarm():
    score = Score()

    judge_faces(score, photo(faces_unclear=True), [(80, 80, 5, 5)])

    assert (score.right, score.false, score.missed) == (0, [], [])


def test_overlap_of_boxes():
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 10, 10), (20, 0, 10, 10)) == 0


def test_words_are_counted_without_case_and_punctuation_but_as_often_as_they_stand_there():
    score = Score()

    judge_words(score, photo(words=("NO", "Parking,", "no", "parking")), ["no", "PARKING", "other"])

    assert (score.right, len(score.missed)) == (2, 2)


def test_words_whose_spaces_were_lost_are_found_in_the_line():
    assert words_without_spaces(photo(words=("AT", "ALL", "TIMES", "never")), ["ATALL TIMES"]) == 3


def test_verification_states_what_passes_at_a_rate_of_false_accepts():
    pairs = Verification(same=[0.9, 0.8, 0.3], different=[0.5] + [0.1] * 99)

    assert pairs.accepted_at(0) == (0.5, pytest.approx(2 / 3))
    assert pairs.accepted_at(0.01) == (0.1, 1)
    assert pairs.false_accepts(0.4) == 0.01
    assert pairs.true_accepts(0.85) == pytest.approx(1 / 3)


def test_the_truth_is_well_formed():
    photos = read()

    assert len(photos) >= 60
    assert sum(len(each.faces) for each in photos) >= 50
    for each in photos:
        assert not each.things & each.things_maybe, each.name
        assert all(box[2] > 0 and box[3] > 0 and 0 <= box[0] <= 100 for box in (face.box for face in each.faces)), each.name
