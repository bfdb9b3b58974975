#include "gate/holding.h"

#include "gate/errors.h"
#include "gate/signature_words.h"

namespace lightwell::gate {

Error no_room(const wire::ServiceModel& model) {
  switch (dialect_of(model)) {
    case Dialect::s3: return error(errors::slow_down);
    case Dialect::ec2: return error(errors::unavailable);
    case Dialect::json:
    case Dialect::query: return error(errors::service_unavailable);
  }
  return error(errors::service_unavailable);
}

}  // namespace lightwell::gate
