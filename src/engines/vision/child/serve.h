// The engine's side of the conversation with the server.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engines/vision/child/look.h"

namespace lightwell::engines::vision {

using LookFunction = std::function<Sight(const Picture&, const Wanted&, Parts&)>;

// The Setup, with the open files beside it. Nothing: the server has gone, or says something else.
struct Greeting {
  Setup setup;
  std::vector<Descriptor> files;
};
std::optional<Greeting> receive_greeting(int socket);

// Says that it is ready, then answers one request after the other until the socket closes; answers the exit code.
int serve(int socket, Parts& parts, bool locked, const std::string& trouble, const LookFunction& look = look_at);

// The whole life of an engine, from its greeting on.
int live(int socket, const LookFunction& look = look_at);

}  // namespace lightwell::engines::vision
