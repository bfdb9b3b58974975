#include "engines/vision/child/faces.h"

#include <doctest/doctest.h>

#include <cmath>

namespace lightwell::engines::vision {
namespace {

// A flat face: the points that are read, where they would be in a face of 200 pixels looking straight ahead.
Mesh straight_face() {
  Mesh mesh;
  mesh.flag = 1;
  mesh.points.fill({100, 100, 0});
  const auto put = [&](size_t point, float x, float y, float z) { mesh.points[point] = {x, y, z}; };
  put(33, 50, 80, 0);  // the eyes' outer corners
  put(263, 150, 80, 0);
  put(234, 10, 90, 0);  // the ears
  put(454, 190, 90, 0);
  put(10, 100, 10, 0);  // forehead and chin
  put(152, 100, 200, 0);
  put(78, 70, 150, 0);  // the mouth's inner corners
  put(308, 130, 150, 0);
  put(13, 100, 149, 0);
  put(14, 100, 151, 0);
  put(61, 65, 150, 0);
  put(291, 135, 150, 0);
  return mesh;
}

}  // namespace

TEST_CASE("a face's pose is read from the depth of its mesh") {
  Mesh mesh = straight_face();
  CHECK(pose_of(mesh) == Pose{0, 0, 0});
  mesh.points[454].z = 180;  // the picture's right side has gone back
  CHECK(pose_of(mesh).yaw == doctest::Approx(45));
  mesh = straight_face();
  mesh.points[152].z = 190;  // the chin has: it looks down
  CHECK(pose_of(mesh).pitch == doctest::Approx(-45));
  mesh = straight_face();
  mesh.points[263].y = 180;  // the right eye is lower: it leans clockwise
  CHECK(pose_of(mesh).roll == doctest::Approx(45));
}

TEST_CASE("a mouth is open when its lips are apart") {
  Mesh mesh = straight_face();
  CHECK_FALSE(mouth_open_of(mesh).value);
  CHECK(mouth_open_of(mesh).confidence > .8f);
  mesh.points[14].y = 170;
  CHECK(mouth_open_of(mesh).value);
  CHECK(mouth_open_of(mesh).confidence > .9f);
}

TEST_CASE("landmarks lie on the sides of the picture that their names say") {
  const auto landmarks = landmarks_of(straight_face(), 200, 400);
  const auto at = [&](Landmark landmark) { return landmarks[size_t(landmark)]; };
  CHECK(at(Landmark::mouth_left) == Point{.325f, .375f});
  CHECK(at(Landmark::mouth_right).x > at(Landmark::mouth_left).x);
  CHECK(at(Landmark::chin_bottom) == Point{.5f, .5f});
  CHECK(at(Landmark::upper_jawline_left).x < at(Landmark::upper_jawline_right).x);
  CHECK(at(Landmark::left_eye_left).x < at(Landmark::right_eye_right).x);
}

TEST_CASE("five points are put where the embedding's model expects them") {
  Mesh mesh;
  const auto put = [&](std::initializer_list<size_t> points, float x, float y) {
    for (const size_t point : points) mesh.points[point] = {x, y, 0};
  };
  put({33, 133, 159, 145}, 138, 151);
  put({263, 362, 386, 374}, 173, 151);
  put({1, 4}, 156, 171);
  put({61}, 141, 192);
  put({291}, 170, 192);

  const Affine aligned = alignment(mesh, "arcface", 112);
  CHECK(distance(aligned.of(138, 151), {38.3f, 51.6f}) < 3);
  CHECK(distance(aligned.of(170, 192), {70.7f, 92.2f}) < 3);
  CHECK(distance(alignment(mesh, "arcface", 224).of(138, 151), {76.6f, 103.2f}) < 6);
}

TEST_CASE("dlib's network wants the corners of the eyes and the base of the nose, with a quarter of the face around") {
  Mesh mesh;
  mesh.points[263] = {186, 143, 0};
  mesh.points[362] = {165, 144, 0};
  mesh.points[33] = {112, 143, 0};
  mesh.points[133] = {133, 144, 0};
  mesh.points[2] = {149, 184, 0};

  const Affine aligned = alignment(mesh, "dlib-resnet", 150);

  CHECK(distance(aligned.of(186, 143), {111, 46}) < 2);
  CHECK(distance(aligned.of(112, 143), {37, 46}) < 2);
  CHECK(distance(aligned.of(149, 184), {74, 88}) < 2);
}

TEST_CASE("an age is what its probabilities expect") {
  std::vector<float> ages(100, 0);
  ages[20] = .5f;
  ages[40] = .5f;
  CHECK(expected_age(ages) == 30);
  CHECK(expected_age(std::vector<float>(100, 0)) == 0);
  CHECK(expected_age(std::vector<float>{std::nanf(""), 1}) == 1);
  CHECK(expected_age(std::vector<float>{3e38f, 3e38f, 3e38f}) == 1);  // sums that no float holds
}

TEST_CASE("vectors get length 1; one of zeros, or with what is no number, does no harm") {
  std::vector<float> vector = {3, 4};
  normalise(vector);
  CHECK(vector == std::vector<float>{.6f, .8f});
  std::vector<float> zeros = {0, 0};
  normalise(zeros);
  CHECK(zeros == std::vector<float>{0, 0});
  std::vector<float> broken = {std::nanf(""), 2, HUGE_VALF};
  normalise(broken);
  CHECK(broken == std::vector<float>{0, 1, 0});
}

}  // namespace lightwell::engines::vision
