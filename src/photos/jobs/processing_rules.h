// What a reading does to a photo, and what a failure does to a job. Pure.

#pragma once

#include <chrono>
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "photos/jobs/image_reader.h"
#include "photos/jobs/job_queue.h"
#include "photos/library/photo.h"

namespace lightwell::photos {

// The camera's date wins over the file's; stars given by hand win over the file's.
void apply(const Reading& reading, Photo& photo);

// `attempts`: how many ended badly before this one.
Verdict judge(const Error& failed, int attempts, const JobLimits& limits);

}  // namespace lightwell::photos
