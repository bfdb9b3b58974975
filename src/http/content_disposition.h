// Content-Disposition with a file name of any script. https://www.rfc-editor.org/rfc/rfc6266

#pragma once

#include <string>
#include <string_view>

namespace lightwell::http {

enum class Disposition { inline_view, attachment };

// `file_name` is UTF-8. Path separators and control characters become '_'; where the name is not plain ASCII, a plain
// form precedes the exact one (filename*).
std::string content_disposition(Disposition, std::string_view file_name);

}  // namespace lightwell::http
