"""types.h, errors.h, handlers.h, remote.h and their sources: what services and their callers include."""

from .model import Member, Operation, Service, Shape
from .names import Names
from .writing import NOTICE, quote


def types_header(service: Service, names: Names) -> str:
    parts = [
        NOTICE,
        f"// {service.metadata['serviceFullName']}: the inputs and outputs of its operations.\n\n#pragma once\n\n",
        "#include <cstdint>\n#include <deque>\n#include <map>\n#include <memory>\n#include <optional>\n#include <string>\n"
        "#include <vector>\n\n",
        '#include "base/box.h"\n#include "base/time.h"\n#include "run/bytes.h"\n#include "run/events.h"\n\n',
        f"namespace lightwell::api::{service.name} {{\n\n",
        _values(service, names),
        "".join(f"struct {shape.name};\n" for shape in service.ordered_structs),
        "\n",
        "\n".join(_struct(shape, service) for shape in service.ordered_structs),
        f"\n}}  // namespace lightwell::api::{service.name}\n",
    ]
    return "".join(parts)


def _values(service: Service, names: Names) -> str:
    out = ["namespace values {\n"]
    for shape in service.shapes.values():
        if "enum" not in shape.raw:
            continue
        out.append(f"namespace {names.snake(shape.name)} {{\n")
        taken: set[str] = set()
        for value in shape.raw["enum"]:
            name = names.constant(value)
            while name in taken:
                name += "_"
            taken.add(name)
            out.append(f"inline constexpr const char* {name} = {quote(value)};\n")
        out.append("}\n")
    out.append("}  // namespace values\n\n")
    return "".join(out)


def _struct(shape: Shape, service: Service) -> str:
    lines = [f"struct {shape.name} {{\n"]
    for member in shape.members:
        lines.append(f"  {_member_type(member, shape, service)} {member.cpp_name}{_initial(member, service)};\n")
    lines.append("};\n")
    return "".join(lines)


def _member_type(member: Member, shape: Shape, service: Service) -> str:
    if service.shapes[member.shape].raw.get("eventstream"):
        return f"std::unique_ptr<EventSource<{member.shape}>>"
    if member.is_streaming:
        return "std::unique_ptr<ByteSource>" if shape.in_input else "std::optional<Payload>"
    cpp_type = service.shapes[member.shape].cpp_type
    if member.is_boxed:
        return f"Box<{cpp_type}>"
    return f"std::optional<{cpp_type}>" if member.is_optional else cpp_type


def _initial(member: Member, service: Service) -> str:
    plain = not member.is_optional and not member.is_streaming
    return {"bool": " = false", "int32_t": " = 0", "int64_t": " = 0", "double": " = 0"}.get(
        service.shapes[member.shape].cpp_type if plain else "", ""
    )


def errors_header(service: Service) -> str:
    rows = []
    for row in service.errors:
        fault = "Fault::sender" if row.is_senders else "Fault::receiver"
        rows.append(
            f"inline constexpr ErrorKind {row.cpp_name}{{{quote(row.code)}, {row.status}, {fault}, {quote(row.message)}}};\n"
        )
    return "".join(
        [
            NOTICE,
            f"// {service.metadata['serviceFullName']}: the errors it answers.\n\n#pragma once\n\n",
            '#include "base/error.h"\n\n',
            f"namespace lightwell::api::{service.name}::errors {{\n\n",
            *rows,
            f"\n}}  // namespace lightwell::api::{service.name}::errors\n",
        ]
    )


def _signature(operation: Operation, prefix: str = "") -> str:
    return f"Task<Result<{operation.output}>> {prefix}{operation.cpp_name}(const Call& call, {operation.input}& request)"


def handlers_header(service: Service) -> str:
    chosen = [operation for operation in service.operations if operation.is_chosen]
    return "".join(
        [
            NOTICE,
            f"// {service.metadata['serviceFullName']}: one method an operation. The default bodies answer NotImplemented.\n",
            "// `call` and `request` must outlive the task; the request may be moved from.\n\n#pragma once\n\n",
            f'#include "api/{service.name}/types.h"\n#include "base/call.h"\n#include "base/result.h"\n',
            '#include "run/task.h"\n\n',
            f"namespace lightwell::api::{service.name} {{\n\n",
            f"class {service.class_name} {{\n public:\n  virtual ~{service.class_name}() = default;\n",
            *[f"  virtual {_signature(operation)};\n" for operation in chosen],
            "};\n",
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )


def handlers_source(service: Service) -> str:
    chosen = [operation for operation in service.operations if operation.is_chosen]
    return "".join(
        [
            NOTICE,
            f'\n#include "api/{service.name}/handlers.h"\n\n#include "api/{service.name}/errors.h"\n\n',
            f"namespace lightwell::api::{service.name} {{\n\n",
            "template <class Output>\nstatic Task<Result<Output>> refuse() {\n"
            "  co_return fail(errors::not_implemented);\n}\n\n",
            *[
                f"Task<Result<{operation.output}>> {service.class_name}::{operation.cpp_name}(const Call&, {operation.input}&) {{\n"
                f"  return refuse<{operation.output}>();\n}}\n"
                for operation in chosen
            ],
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )


def remote_header(service: Service) -> str:
    chosen = [operation for operation in service.operations if operation.is_chosen]
    return "".join(
        [
            NOTICE,
            f"// {service.metadata['serviceFullName']} answered elsewhere: each method becomes one send of the Sender.\n\n",
            "#pragma once\n\n",
            f'#include "api/{service.name}/handlers.h"\n#include "wire/model.h"\n\n',
            f"namespace lightwell::api::{service.name} {{\n\n",
            f"class Remote{service.class_name} final : public {service.class_name} {{\n public:\n",
            f"  // `sender` must outlive this object.\n  explicit Remote{service.class_name}(wire::Sender& sender)"
            " : sender_(sender) {}\n",
            *[f"  {_signature(operation)} override;\n" for operation in chosen],
            "\n private:\n  wire::Sender& sender_;\n};\n",
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )


def remote_source(service: Service) -> str:
    chosen = [operation for operation in service.operations if operation.is_chosen]
    lines = []
    for operation in chosen:
        lines.append(
            f"{_signature(operation, f'Remote{service.class_name}::')} {{\n"
            f"  static const wire::Operation* const operation = model().find_operation({quote(operation.name)});\n"
            f"  return wire::send<{operation.output}>(sender_, model(), *operation, call, &request);\n}}\n"
        )
    return "".join(
        [
            NOTICE,
            f'\n#include "api/{service.name}/remote.h"\n\n#include "api/{service.name}/tables.h"\n',
            '#include "wire/access.h"\n\n',
            f"namespace lightwell::api::{service.name} {{\n\n",
            *lines,
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )
