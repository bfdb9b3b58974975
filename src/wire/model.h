// The tables of a service's interface, as the generator writes them and the codecs walk them.
//
// A codec knows no struct. A Shape tells it what a value is, its Members tell where each part lies inside the struct
// and where it travels on the wire, and a few function pointers reach through optional, vector and map. Every row has
// static storage; everything here is read-only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/call.h"
#include "base/error.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::wire {

enum class Protocol : uint8_t { rest_xml, rest_json, json_1_0, json_1_1, query, ec2, cbor };

// What a value is, and the C++ type that holds it.
enum class Type : uint8_t {
  structure,       // a generated struct
  list,            // std::vector<T>
  map,             // std::map<std::string, T>
  string,          // std::string, for enumerations too
  boolean,         // bool
  integer,         // int32_t
  long_integer,    // int64_t
  floating_point,  // double, for the model's float too
  timestamp,       // lightwell::Timestamp
  blob,            // std::string of raw bytes
  document,        // std::string: any JSON value, as its text
};

// `event_header` is a header of an event of a stream; the others are of HTTP.
enum class Location : uint8_t { body, header, prefix_headers, query, uri, status, event_header };

// `automatic` leaves it to the place: http dates in headers, ISO 8601 in query strings and XML, Unix time in JSON.
enum class TimestampFormat : uint8_t { automatic, iso8601, http_date, unix_time };

struct Shape;

// How std::optional<T>, or Box<T>, is reached without knowing T.
struct OptionalAccess {
  void* (*emplace)(void* optional);           // makes it hold a fresh T and answers its address
  const void* (*find)(const void* optional);  // null when it holds nothing
  void (*reset)(void* optional);
};

struct ListAccess {
  void* (*append)(void* list);  // the address stays valid until the next append
  size_t (*size)(const void* list);
  const void* (*at)(const void* list, size_t index);
  void (*clear)(void* list);
};

struct MapAccess {
  using Visit = void (*)(void* context, const std::string& key, const void* value);
  void* (*insert)(void* map, std::string key);  // the value already there, if the key is taken
  size_t (*size)(const void* map);
  void (*visit)(const void* map, void* context, Visit visit);  // in the order of the keys
};

struct StructAccess {
  void* (*make)();
  void (*destroy)(void*);
};

// The events of a stream, one after another, without knowing their type.
class AnyEvents {
 public:
  virtual ~AnyEvents() = default;
  // Fills a fresh struct of the stream's shape, in which the member that happened is set; false at the end. After an
  // error or the end, not to be asked again.
  virtual Task<Result<bool>> next(void* event) = 0;
  // Whoever waits has gone: a stream that waits for something to happen gives its end now.
  virtual void interrupt() {}
};

// How a std::unique_ptr<EventSource<T>> is reached without knowing T.
struct EventsAccess {
  std::unique_ptr<AnyEvents> (*take)(void* slot);  // null where there is none
  void (*put)(void* slot, std::unique_ptr<AnyEvents> events);
};

struct Member {
  std::string_view name;            // as the model spells it: ContentMD5
  std::string_view wire_name;       // of the header, query parameter, label, element or key: Content-MD5
  std::string_view form_name = {};  // of the form parameter; empty: wire_name
  const Shape* shape;
  uint32_t offset;  // in bytes, of the member inside its struct
  Location location = Location::body;
  bool is_optional = true;  // held in std::optional
  bool is_required = false;
  bool is_flattened = false;  // a list or map without an element around it
  bool is_attribute = false;  // an XML attribute of its parent
  // std::unique_ptr<ByteSource> in an input, std::optional<Payload> in an output; of events (the shape has `events`),
  // std::unique_ptr<EventSource<T>> in both.
  bool is_streaming = false;
  bool is_json_value = false;                // JSON text, which travels in base64 where it is a header
  bool is_idempotency_token = false;         // a client that leaves it out has one made for it
  bool is_url_encoded = false;               // percent-encoded in an answer whose EncodingType says "url"
  const OptionalAccess* optional = nullptr;  // where it is not the shape's own: of a Box
  std::string_view xml_namespace = {};
  std::string_view xml_prefix = {};
};

// What a value must satisfy, from the model. Lengths are code points of a string, bytes of a blob, entries of a list.
struct Constraints {
  int64_t min = std::numeric_limits<int64_t>::min();
  int64_t max = std::numeric_limits<int64_t>::max();
  std::string_view pattern = {};                  // ECMAScript
  std::span<const std::string_view> values = {};  // of an enumeration
  const ErrorKind* error = nullptr;  // answered for a value that is none of `values`; null: the protocol's own
  std::string_view error_message = {};
  // The whole message for text that breaks `pattern`, with the member's name for "{member}"; empty: AWS's usual one.
  std::string_view pattern_message = {};
};

// An error that may end a stream of events, by its member's name.
struct EventError {
  std::string_view name;
  const ErrorKind* kind;
};

struct Shape {
  std::string_view name;
  Type type;
  const OptionalAccess* optional = nullptr;
  const StructAccess* structure = nullptr;  // of a structure
  const ListAccess* list = nullptr;         // of a list
  const MapAccess* map = nullptr;           // of a map
  std::span<const Member> members = {};     // of a structure, in the model's order
  int payload = -1;                         // index of the member that is the body, or -1
  const Shape* element = nullptr;           // of a list; the value of a map
  const Shape* key = nullptr;               // of a map; always a string
  std::string_view element_name = {};       // "member" unless the model says otherwise; "value" of a map
  std::string_view key_name = {};           // of a map
  TimestampFormat timestamp_format = TimestampFormat::automatic;
  bool is_sensitive = false;  // never to be logged
  bool is_sparse = false;     // of a list or map: its values are held in std::optional
  bool is_union = false;      // of a structure: exactly one member is set
  const Constraints* constraints = nullptr;
  const EventsAccess* events = nullptr;           // of a structure that is one event of a stream
  std::span<const EventError> event_errors = {};  // of the same
};

// A row of the service's errors: the kind, and the other names it travels by.
struct ErrorRow {
  const ErrorKind* kind;
  std::string_view shape_name;  // what a JSON __type names
};

// A struct of some shape, owned. One that was read also keeps what its reader found to break the model's constraints.
class Value {
 public:
  explicit Value(const Shape& shape) : shape_(&shape), data_(shape.structure->make()) {}
  ~Value() {
    if (data_ != nullptr) shape_->structure->destroy(data_);
  }
  Value(Value&& other) noexcept
      : shape_(other.shape_), data_(std::exchange(other.data_, nullptr)), broken_(std::move(other.broken_)) {}
  Value& operator=(Value&& other) noexcept {
    std::swap(shape_, other.shape_);
    std::swap(data_, other.data_);
    std::swap(broken_, other.broken_);
    return *this;
  }
  const Shape& shape() const { return *shape_; }
  void* data() { return data_; }
  const void* data() const { return data_; }
  // The caller knows the type.
  template <class T>
  T& as() {
    return *static_cast<T*>(data_);
  }
  void set_broken(Error failure) { broken_ = std::make_unique<Error>(std::move(failure)); }
  const Error* broken() const { return broken_.get(); }

 private:
  const Shape* shape_;
  void* data_;
  std::unique_ptr<Error> broken_;
};

// A context key of IAM's and the input member its value is.
struct DemandKey {
  std::string_view name;    // s3:prefix; "aws:RequestTag" and its like stand for a key a tag: aws:RequestTag/colour
  std::string_view member;  // a path of members: Prefix, Tagging.TagSet
};

// What an operation demands of the caller's policies: a row of [authorization] in models/<service>.toml.
struct Demand {
  std::string_view action;  // s3:PutObject
  // arn:aws:s3:::{Bucket}/{Key}. {A.B} is an input member, {A=text} one with a default, {account} and {region} are the
  // call's. "*" where the action knows no resource. A list on the path makes a resource of each entry.
  std::string_view resource;
  std::span<const DemandKey> keys = {};
  std::string_view when = {};    // only where the input holds this member
  std::string_view unless = {};  // only where it does not
  // The code of an error: asked once the call has failed with it, whether the caller may know that.
  std::string_view after = {};
  bool is_asked_by_service = false;  // which knows better what is meant, or serves a list's other entries
};

struct Operation {
  std::string_view name;         // PutObject
  std::string_view method;       // PUT
  std::string_view uri;          // /{Bucket}/{Key+}?uploads
  int status = 200;              // of a success
  const Shape* input = nullptr;  // null where the operation is not built
  const Shape* output = nullptr;
  // Parameters a request must carry to be meant for this operation, besides what `uri` spells out.
  std::span<const std::string_view> required_queries = {};
  std::span<const std::string_view> required_headers = {};
  bool is_deprecated = false;
  bool is_checksum_required = false;                // Content-MD5 or an x-amz-checksum header
  std::string_view checksum_algorithm_member = {};  // of the input: names the algorithm the client chose
  std::string_view output_root = {};                // element around an XML answer; empty: none
  std::string_view input_root = {};                 // element around an XML request without a payload member
  bool is_output_bare = false;                      // the root element holds the only member's text itself
  std::span<const Demand> demands = {};             // all of them must be allowed; none: allowed to whoever signs
  bool is_unsigned = false;                         // the model lets anyone call it
  bool is_payload_unsigned = false;                 // a client need not digest the body
  // Calls the method of the handlers class: `input` and `output` are structs of the shapes above. Null: not built.
  Task<Result<void>> (*invoke)(void* handlers, const Call& call, void* input, void* output) = nullptr;

  bool is_built() const { return invoke != nullptr; }
};

struct ServiceModel {
  std::string_view name;             // s3
  std::string_view signing_name;     // of the credential scope: s3
  std::string_view endpoint_prefix;  // s3
  std::string_view api_version;      // 2006-03-01
  Protocol protocol;
  const ServiceModel* also = nullptr;   // the same service in another of its protocols, and so on
  std::string_view target_prefix = {};  // of X-Amz-Target; of CBOR's path too
  std::string_view xml_namespace = {};
  std::string_view error_namespace = {};  // before '#' in a JSON 1.0 __type
  bool is_query_compatible = false;  // JSON or CBOR that also tells the code of its query days, in x-amzn-query-error
  bool wraps_errors = false;         // XML errors stand in <ErrorResponse>
  bool tells_crc32 = false;          // x-amz-crc32 of the body, with every answer
  std::span<const Operation> operations = {};  // by name
  std::span<const ErrorRow> errors = {};

  // The rows that the codecs themselves answer with.
  const ErrorKind* malformed_body = nullptr;      // the body cannot be parsed, or a value has the wrong type
  const ErrorKind* missing_body = nullptr;        // a required body is not there
  const ErrorKind* invalid_parameter = nullptr;   // a header, label or query parameter cannot be read
  const ErrorKind* missing_parameter = nullptr;   // a required header or query parameter is not there
  const ErrorKind* validation = nullptr;          // constraints of the model
  const ErrorKind* unknown_operation = nullptr;   // no such action or target
  const ErrorKind* method_not_allowed = nullptr;  // a path that exists under other methods
  const ErrorKind* not_implemented = nullptr;     // known by name, not built
  const ErrorKind* internal_error = nullptr;

  const Operation* find_operation(std::string_view operation_name) const;
  const ErrorKind* find_error(std::string_view code_or_shape) const;
};

// A model with the object that answers its operations, which must outlive it.
struct Service {
  const ServiceModel* model;
  void* handlers;
};

// Carries one call of an operation to wherever it is answered. The generated remote classes are made of it; src/remote
// is the one that signs and sends.
class Sender {
 public:
  virtual ~Sender() = default;
  // `input` and `output` are structs of the operation's shapes.
  virtual Task<Result<void>> send(const ServiceModel& model, const Operation& operation, const Call& call, void* input,
                                  void* output) = 0;
};

}  // namespace lightwell::wire
