// What the handlers of the app door work with: the photo application, and what the door keeps for itself.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "http/message.h"
#include "http/static_files.h"
#include "photos/events.h"
#include "photos/jobs/analysis.h"
#include "photos/jobs/processing.h"
#include "photos/labels/labels.h"
#include "photos/library/library.h"
#include "photos/likeness/likeness.h"
#include "photos/owners/owners.h"
#include "photos/people/people.h"
#include "photos/search/search.h"
#include "photos/uploads/uploads.h"
#include "run/timer.h"
#include "site/front_door.h"
#include "site/instance_facts.h"
#include "site/probes.h"
#include "site/report_budget.h"
#include "site/streams.h"

namespace lightwell::site {

struct Options {
  std::string version;
  std::vector<std::string> services;  // that run in this process, for /health
  DoorRules rules;
  StreamLimits streams;
  std::chrono::nanoseconds probe_patience = kProbePatience;
};

struct Parts {  // what is referred to must outlive the site
  photos::Owners& owners;
  photos::Uploads& uploads;
  photos::Library& library;
  photos::Labels& labels;
  photos::People& people;
  photos::Likeness& likeness;
  photos::Processing& processing;
  photos::Analysis& analysis;
  photos::Events& events;
  photos::Search& search;
  Timer& timer;
  Ids& ids;
  const Clock& clock;
  http::StaticFiles pages;
  std::vector<Probe> stores;
  http::Handler signed_requests;  // where requests go that an AWS client signed
  std::function<InstanceFacts()> instance;
};

struct Application {
  Application(Parts given_parts, Options given_options)
      : parts(std::move(given_parts)), options(std::move(given_options)), streams(options.streams) {}

  Parts parts;
  const Options options;
  Streams streams;
  ReportBudget reports;
};

}  // namespace lightwell::site
