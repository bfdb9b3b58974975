#include "run/executor.h"

namespace lightwell {
namespace {
thread_local Executor* current_executor = nullptr;
}

Executor* Executor::current() { return current_executor; }
ExecutorScope::ExecutorScope(Executor& executor) : before_(current_executor) { current_executor = &executor; }
ExecutorScope::~ExecutorScope() { current_executor = before_; }

}  // namespace lightwell
