#include "site/streams.h"

#include <algorithm>

#include "site/errors.h"

namespace lightwell::site {

Streams::Ticket::~Ticket() {
  const std::lock_guard lock(streams_.mutex_);
  std::erase(streams_.tickets_, this);
}

Result<std::unique_ptr<Streams::Ticket>> Streams::open(std::string person, std::string session_id) {
  auto ticket = std::make_unique<Ticket>(*this, std::move(person), std::move(session_id));
  const std::lock_guard lock(mutex_);
  if (is_stopped_) return fail(lightwell::errors::stopped);
  const auto same = std::ranges::count(tickets_, ticket->session_id_, &Ticket::session_id_);
  if (size_t(same) >= limits_.each_session_max || tickets_.size() >= limits_.all_max) {
    return fail(errors::too_many_streams);
  }
  tickets_.push_back(ticket.get());
  return ticket;
}

template <class Matches>
void Streams::end_where(Matches matches) {
  // The sources are copied out: a callback of a stop may end in a ticket's destructor, which takes the lock.
  std::vector<std::stop_source> ending;
  {
    const std::lock_guard lock(mutex_);
    for (const Ticket* ticket : tickets_) {
      if (matches(*ticket)) ending.push_back(ticket->stop_);
    }
  }
  for (std::stop_source& source : ending) source.request_stop();
}

void Streams::end_session(std::string_view session_id) {
  end_where([&](const Ticket& ticket) { return ticket.session_id_ == session_id; });
}

void Streams::end_others(std::string_view person, std::string_view session_id) {
  end_where([&](const Ticket& ticket) { return ticket.person_ == person && ticket.session_id_ != session_id; });
}

void Streams::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  end_where([](const Ticket&) { return true; });
}

size_t Streams::open_count() const {
  const std::lock_guard lock(mutex_);
  return tickets_.size();
}

}  // namespace lightwell::site
