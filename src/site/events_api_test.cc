#include <doctest/doctest.h>

#include <thread>

#include "site/testing/site_world.h"

namespace lightwell::site {
namespace {

// A page that follows: reads its stream as it comes.
class Follower {
 public:
  Follower(SiteWorld& world, const SiteWorld::Fields& fields = {}, std::string target = "/api/events") : world_(world) {
    http::Request request = world.request("GET", std::move(target), "", fields);
    http::Response response = world.respond(request);
    status = response.status;
    type = response.headers.get("Content-Type");
    stream_ = source_of(std::move(response.body));
  }

  // What comes next; empty at the end.
  std::string next() {
    const auto read = world_.run(next_of(*stream_));
    REQUIRE(read);
    return *read;
  }
  // All that comes until `words` are there, or the end.
  std::string until(std::string_view words) {
    std::string all;
    while (!all.contains(words)) {
      const std::string more = next();
      if (more.empty()) break;
      all += more;
    }
    return all;
  }

  // The connection is gone.
  void leave() { stream_->interrupt(); }

  int status = 0;
  std::string type;

 private:
  static Task<Result<std::string>> next_of(ByteSource& stream) {
    CO_TRY(const Bytes bytes, co_await stream.read());
    co_return std::string(as_text(bytes));
  }

  SiteWorld& world_;
  std::unique_ptr<ByteSource> stream_;
};

}  // namespace

TEST_CASE_FIXTURE(SiteWorld, "a page hears of what is added after it began to follow") {
  set_up();
  add("before.jpg", "0000");
  Follower page(*this);
  CHECK(page.status == 200);
  CHECK(page.type == "text/event-stream");
  CHECK(page.next() == "retry: 2000\n\n");
  CHECK(page.until("processing").contains(R"(data: {"waiting":1,"running":0,"failed":0})"));

  const std::string id = add("after.jpg", "1111");
  const std::string heard = page.until("event: photo");
  CHECK(heard.contains("id: 2\n"));
  CHECK(heard.contains(id));
  CHECK(heard.contains(R"("change":"added")"));
}

TEST_CASE_FIXTURE(SiteWorld, "a page that was away hears what it missed, once, in order") {
  set_up();
  const std::string one = add("1.jpg", "1111");
  const std::string two = add("2.jpg", "2222");
  const std::string three = add("3.jpg", "3333");
  Follower page(*this, {{"Last-Event-ID", "1"}});
  const std::string heard = page.until("id: 3");
  CHECK_FALSE(heard.contains(one));
  REQUIRE(heard.contains(two));
  REQUIRE(heard.contains(three));
  CHECK(heard.find(two) < heard.find(three));

  Follower by_version(*this, {}, "/api/events?since=2");
  const std::string rest = by_version.until("event: photo");
  CHECK_FALSE(rest.contains(two));
  CHECK(rest.contains(three));
}

TEST_CASE_FIXTURE(SiteWorld, "a page that names a change that is not known is told to load everything again") {
  set_up();
  add("1.jpg", "1111");
  Follower page(*this, {{"Last-Event-ID", "99"}});
  const std::string heard = page.until("resync");
  CHECK(heard.contains("id: 1\nevent: resync\n"));
  for (const std::string_view wrong : {"x", "-1", "1.5", "99999999999999999999"}) {
    CHECK(ask("GET", "/api/events", "", {{"Last-Event-ID", std::string(wrong)}}).status == 400);
  }
}

TEST_CASE_FIXTURE(SiteWorld, "nobody hears of another person's photos") {
  set_up();
  Follower page(*this, {{"Last-Event-ID", "0"}});
  const std::string theirs = add_for_stranger("secret.jpg", "ssss");
  const std::string ours = add("ours.jpg", "oooo");
  CHECK_FALSE(page.until(ours).contains(theirs));
}

TEST_CASE_FIXTURE(SiteWorld, "signing out ends this session's streams, while they wait") {
  set_up();
  Follower page(*this);
  page.until("processing");
  std::thread out([&] { CHECK(ask("DELETE", "/api/session").status == 204); });
  CHECK(page.next().empty());
  out.join();
}

TEST_CASE_FIXTURE(SiteWorld, "a page that left is let go while it waits") {
  set_up();
  Follower page(*this);
  page.until("processing");
  std::thread away([&] { page.leave(); });
  CHECK(page.next().empty());
  away.join();
}

TEST_CASE_FIXTURE(SiteWorld, "the end of the server ends every stream, and none begins after it") {
  set_up();
  Follower page(*this);
  page.until("processing");
  std::thread end([&] { site.stop(); });
  CHECK(page.next().empty());
  end.join();
  CHECK(ask("GET", "/api/events").status == 503);
}

TEST_CASE_FIXTURE(SiteWorld, "one browser opens so many streams and no more, and a closed one counts no longer") {
  set_up();
  auto first = std::make_unique<Follower>(*this);
  Follower second(*this);
  CHECK(second.status == 200);
  CHECK(ask("GET", "/api/events").code() == "TooManyStreams");
  first.reset();
  CHECK(Follower(*this).status == 200);
}

}  // namespace lightwell::site
