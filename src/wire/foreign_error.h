// Errors that another server answered, as rows of ours.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/model.h"

namespace lightwell::wire {

// The model's own row where it knows the code, else a row made for it and kept for ever; past a thousand such codes
// the model's internal_error, with the code in front of the message.
Error foreign_error(const ServiceModel& model, const Operation& operation, int status, std::string_view code,
                    std::string message, std::vector<ErrorDetail> details = {});

// For an answer without a body (HEAD): the code is guessed from the status.
Error bodyless_error(const ServiceModel& model, const Operation& operation, int status);

// An answer that could not be read.
Error unreadable_answer(const ServiceModel& model, const Operation& operation, std::string_view problem);

}  // namespace lightwell::wire
