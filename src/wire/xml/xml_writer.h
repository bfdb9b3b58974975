// Structs into XML, as the tables say. Writing is appending.

#pragma once

#include <string>
#include <string_view>

#include "wire/members.h"
#include "wire/model.h"

namespace lightwell::wire {

void append_xml_text(std::string& out, std::string_view text);

class XmlWriter {
 public:
  // Values of members marked so are percent-encoded where `url_encoded` is true (S3's encoding-type=url). S3's answers
  // tell the milliseconds of each time, also where they are 000.
  XmlWriter(std::string& out, bool url_encoded = false, Naming naming = Naming::wire, bool tells_millis = false)
      : out_(out), url_encoded_(url_encoded), naming_(naming), tells_millis_(tells_millis) {}

  // <name xmlns="...">, with the attributes among the struct's members, if a struct is given.
  void open(std::string_view name, std::string_view xml_namespace = {}, const Shape* shape = nullptr,
            const void* structure = nullptr, std::string_view xml_prefix = {});
  void close(std::string_view name);
  void text_element(std::string_view name, std::string_view text);

  // The members of a struct that travel in the body, each as an element.
  void members(const Shape& shape, const void* structure);
  // One element of that name around any value.
  void element(std::string_view name, const Shape& shape, const void* value, std::string_view xml_namespace = {},
               std::string_view xml_prefix = {});

 private:
  void member(const Member& member, const void* value);
  void flattened(const Member& member, const void* value);
  void collection(const Shape& shape, const void* value);
  std::string scalar(const Shape& shape, const void* value) const;
  void entry(std::string_view name, const Shape& shape, const std::string& key, const void* value);

  std::string& out_;
  bool url_encoded_;
  Naming naming_;
  bool tells_millis_;
};

}  // namespace lightwell::wire
