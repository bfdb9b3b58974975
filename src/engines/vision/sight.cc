#include "engines/vision/sight.h"

namespace lightwell::engines::vision {
namespace {

constexpr std::array<std::string_view, kLandmarks> kLandmarkNames = {
    "eye_left",          "eye_right",          "mouth_left",         "mouth_right",        "nose",
    "left_eyebrow_left", "left_eyebrow_right", "left_eyebrow_up",    "right_eyebrow_left", "right_eyebrow_right",
    "right_eyebrow_up",  "left_eye_left",      "left_eye_right",     "left_eye_up",        "left_eye_down",
    "right_eye_left",    "right_eye_right",    "right_eye_up",       "right_eye_down",     "nose_left",
    "nose_right",        "mouth_up",           "mouth_down",         "upper_jawline_left", "mid_jawline_left",
    "chin_bottom",       "mid_jawline_right",  "upper_jawline_right"};
constexpr std::array<std::string_view, kEmotions> kEmotionNames = {"angry", "disgusted", "afraid", "happy",
                                                                   "sad",   "surprised", "calm"};

}  // namespace

std::string_view name_of(Landmark landmark) { return kLandmarkNames[size_t(landmark)]; }
std::string_view name_of(Emotion emotion) { return kEmotionNames[size_t(emotion)]; }

}  // namespace lightwell::engines::vision
