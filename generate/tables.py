"""tables.h and tables.cc: the rows that src/wire's codecs walk (src/wire/model.h says what each field means)."""

from .model import ModelError, Operation, Service, Shape
from .writing import NOTICE, boolean, quote

TYPES = {
    "structure": "structure",
    "list": "list",
    "map": "map",
    "string": "string",
    "boolean": "boolean",
    "integer": "integer",
    "long": "long_integer",
    "float": "floating_point",
    "double": "floating_point",
    "timestamp": "timestamp",
    "blob": "blob",
}
TIMESTAMP_FORMATS = {"iso8601": "iso8601", "rfc822": "http_date", "unixTimestamp": "unix_time"}
MEMBER_FLAGS = (
    "is_required",
    "is_flattened",
    "is_attribute",
    "is_streaming",
    "is_json_value",
    "is_idempotency_token",
    "is_url_encoded",
)
ROLES = (
    "malformed_body",
    "missing_body",
    "invalid_parameter",
    "missing_parameter",
    "validation",
    "unknown_operation",
    "method_not_allowed",
    "not_implemented",
    "internal_error",
)


def tables_header(service: Service) -> str:
    return "".join(
        [
            NOTICE,
            f"// {service.metadata['serviceFullName']}: the tables that the codecs walk.\n\n#pragma once\n\n",
            f'#include "api/{service.name}/handlers.h"\n#include "wire/model.h"\n\n',
            f"namespace lightwell::api::{service.name} {{\n\n",
            "const wire::ServiceModel& model();\n\n",
            f"inline wire::Service bind({service.class_name}& handlers) {{ return {{&model(), &handlers}}; }}\n",
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )


def tables_source(service: Service) -> str:
    return "".join(
        [
            NOTICE,
            f'\n#include "api/{service.name}/tables.h"\n\n#include <cstddef>\n\n',
            f'#include "api/{service.name}/errors.h"\n#include "wire/access.h"\n\n',
            '#pragma clang diagnostic ignored "-Winvalid-offsetof"\n\n',
            f"namespace lightwell::api::{service.name} {{\nnamespace {{\n\n",
            "using namespace std::literals;\nusing enum wire::Type;\nusing wire::Location;\n\n",
            _indices(service),
            f"extern const wire::Shape kShapes[{max(1, len(service.shapes))}];\n\n",
            "".join(_members(shape) for shape in service.shapes.values() if shape.members),
            "".join(_constraints(shape, service) for shape in service.shapes.values()),
            "".join(_event_errors(shape, service) for shape in service.shapes.values() if shape.event_errors),
            f"\nconstinit const wire::Shape kShapes[{max(1, len(service.shapes))}] = {{\n",
            "".join(_shape(shape, service) for shape in service.shapes.values()),
            "};\n\n",
            "".join(_required(operation) for operation in service.operations),
            "".join(_demands(operation) for operation in service.operations),
            "constinit const wire::Operation kOperations[] = {\n",
            "".join(_operation(operation, service) for operation in service.operations),
            "};\n\n",
            _errors(service),
            "}  // namespace\n\n",
            _model(service),
            f"\n}}  // namespace lightwell::api::{service.name}\n",
        ]
    )


def _indices(service: Service) -> str:
    names = "".join(f"  i_{name},\n" for name in service.shapes)
    return f"enum ShapeIndex : unsigned {{\n{names}}};\n"


def _members(shape: Shape) -> str:
    rows = []
    for member in shape.members:
        fields = [
            f".name = {quote(member.name)}sv",
            f".wire_name = {quote(member.wire_name)}sv",
            *([f".form_name = {quote(member.form_name)}sv"] if member.form_name else []),
            f".shape = &kShapes[i_{member.shape}]",
            f".offset = offsetof({shape.name}, {member.cpp_name})",
        ]
        if member.location != "body":
            fields.append(f".location = Location::{member.location}")
        fields.append(f".is_optional = {boolean(member.is_optional)}")
        for flag in MEMBER_FLAGS:
            if getattr(member, flag):
                fields.append(f".{flag} = true")
        if member.is_boxed:
            fields.append(f".optional = &wire::box_access<{member.shape}>")
        for text in ("xml_namespace", "xml_prefix"):
            if getattr(member, text):
                fields.append(f".{text} = {quote(getattr(member, text))}sv")
        rows.append("    {" + ", ".join(fields) + "},\n")
    return f"constexpr wire::Member kMembersOf{shape.name}[] = {{\n{''.join(rows)}}};\n"


def _constraints(shape: Shape, service: Service) -> str:
    raw = shape.raw
    own = service.settings.get("constraints", {}).get(shape.name, {})
    if own.get("unchecked") or raw.get("document"):
        return ""
    fields = []
    if raw.get("min") is not None:
        fields.append(f".min = {int(raw['min'])}")
    if raw.get("max") is not None:
        fields.append(f".max = {int(raw['max'])}")
    if raw.get("pattern"):
        fields.append(f".pattern = {quote(raw['pattern'])}sv")
    before = ""
    if raw.get("enum"):
        values = ", ".join(quote(value) + "sv" for value in raw["enum"])
        before = f"constexpr std::string_view kValuesOf{shape.name}[] = {{{values}}};\n"
        fields.append(f".values = kValuesOf{shape.name}")
    if not fields:
        return ""
    if "error" in own:
        fields.append(f".error = &errors::{_error_name(own['error'], service)}")
    if "message" in own:
        fields.append(f".error_message = {quote(own['message'])}sv")
    if "pattern_message" in own:
        fields.append(f".pattern_message = {quote(own['pattern_message'])}sv")
    return f"{before}constexpr wire::Constraints kConstraintsOf{shape.name}{{{', '.join(fields)}}};\n"


def _event_errors(shape: Shape, service: Service) -> str:
    rows = "".join(
        f"    {{{quote(name)}sv, &errors::{_error_name(code, service)}}},\n" for name, code in shape.event_errors
    )
    return f"constexpr wire::EventError kEventErrorsOf{shape.name}[] = {{\n{rows}}};\n"


def _shape(shape: Shape, service: Service) -> str:
    raw = shape.raw
    is_document = bool(raw.get("document"))
    fields = [f".name = {quote(shape.name)}sv", f".type = {'document' if is_document else TYPES[shape.type]}"]
    fields.append(f".optional = &wire::optional_access<{shape.cpp_type}>")
    if is_document:
        pass
    elif shape.type == "structure":
        fields.append(f".structure = &wire::struct_access<{shape.cpp_type}>")
        if shape.members:
            fields.append(f".members = kMembersOf{shape.name}")
        if shape.payload:
            fields.append(f".payload = {[member.name for member in shape.members].index(shape.payload)}")
    elif shape.type == "list":
        inner = service.shapes[raw["member"]["shape"]]
        fields.append(f".list = &wire::list_access<{shape.cpp_type}>")
        fields.append(f".element = &kShapes[i_{inner.name}]")
        fields.append(f".element_name = {quote(raw['member'].get('locationName', 'member'))}sv")
    elif shape.type == "map":
        inner = service.shapes[raw["value"]["shape"]]
        held = f"std::optional<{inner.cpp_type}>" if raw.get("sparse") else inner.cpp_type
        fields.append(f".map = &wire::map_access<{held}>")
        fields.append(f".element = &kShapes[i_{inner.name}]")
        fields.append(f".key = &kShapes[i_{raw['key']['shape']}]")
        own = service.settings.get("form_entries", {}).get(shape.name, {})
        fields.append(f".element_name = {quote(own.get('value', raw['value'].get('locationName', 'value')))}sv")
        fields.append(f".key_name = {quote(own.get('key', raw['key'].get('locationName', 'key')))}sv")
    if "timestampFormat" in raw:
        fields.append(f".timestamp_format = wire::TimestampFormat::{TIMESTAMP_FORMATS[raw['timestampFormat']]}")
    if raw.get("sensitive"):
        fields.append(".is_sensitive = true")
    if raw.get("sparse"):
        fields.append(".is_sparse = true")
    if raw.get("union") and not raw.get("eventstream"):
        fields.append(".is_union = true")
    if _constraints(shape, service):
        fields.append(f".constraints = &kConstraintsOf{shape.name}")
    if raw.get("eventstream"):
        fields.append(f".events = &wire::events_access<{shape.name}>")
        if shape.event_errors:
            fields.append(f".event_errors = kEventErrorsOf{shape.name}")
    return "    {" + ", ".join(fields) + "},\n"


def _required(operation: Operation) -> str:
    out = []
    for kind, required in (("Queries", operation.required_queries), ("Headers", operation.required_headers)):
        if required:
            values = ", ".join(quote(name) + "sv" for name in required)
            out.append(f"constexpr std::string_view k{kind}Of{operation.name}[] = {{{values}}};\n")
    return "".join(out)


def _demands(operation: Operation) -> str:
    before, rows = "", ""
    for number, demand in enumerate(operation.demands, 1):
        fields = [f".action = {quote(demand.action)}sv", f".resource = {quote(demand.resource)}sv"]
        if demand.keys:
            keys = ", ".join(f"{{{quote(name)}sv, {quote(member)}sv}}" for name, member in demand.keys.items())
            before += f"constexpr wire::DemandKey kKeys{number}Of{operation.name}[] = {{{keys}}};\n"
            fields.append(f".keys = kKeys{number}Of{operation.name}")
        for text in ("when", "unless", "after"):
            if getattr(demand, text):
                fields.append(f".{text} = {quote(getattr(demand, text))}sv")
        if demand.is_asked_by_service:
            fields.append(".is_asked_by_service = true")
        rows += "    {" + ", ".join(fields) + "},\n"
    return f"{before}constexpr wire::Demand kDemandsOf{operation.name}[] = {{\n{rows}}};\n" if rows else ""


def _operation(operation: Operation, service: Service) -> str:
    checksum = operation.raw.get("httpChecksum", {})
    fields = [
        f".name = {quote(operation.name)}sv",
        f".method = {quote(operation.method)}sv",
        f".uri = {quote(operation.uri)}sv",
        f".status = {operation.status}",
    ]
    if operation.is_chosen:
        fields.append(f".input = &kShapes[i_{operation.input}]")
        fields.append(f".output = &kShapes[i_{operation.output}]")
    if operation.required_queries:
        fields.append(f".required_queries = kQueriesOf{operation.name}")
    if operation.required_headers:
        fields.append(f".required_headers = kHeadersOf{operation.name}")
    if operation.raw.get("deprecated"):
        fields.append(".is_deprecated = true")
    if checksum.get("requestChecksumRequired") or operation.raw.get("httpChecksumRequired"):
        fields.append(".is_checksum_required = true")
    if "requestAlgorithmMember" in checksum:
        fields.append(f".checksum_algorithm_member = {quote(checksum['requestAlgorithmMember'])}sv")
    named_root = f"{operation.name}Result" if service.settings.get("wraps_results") else ""
    output_root = operation.settings.get("root", operation.raw.get("output", {}).get("resultWrapper", named_root))
    if output_root:
        fields.append(f".output_root = {quote(output_root)}sv")
    if input_root := operation.raw.get("input", {}).get("locationName"):
        fields.append(f".input_root = {quote(input_root)}sv")
    if operation.settings.get("bare"):
        fields.append(".is_output_bare = true")
    if operation.demands:
        fields.append(f".demands = kDemandsOf{operation.name}")
    if operation.raw.get("authtype") == "none" or operation.raw.get("auth") == ["smithy.api#noAuth"]:
        fields.append(".is_unsigned = true")
    if operation.raw.get("authtype") == "v4-unsigned-body" or operation.raw.get("unsignedPayload"):
        fields.append(".is_payload_unsigned = true")
    if operation.is_chosen:
        handlers = service.class_name
        fields.append(
            f".invoke = &wire::invoke<{handlers}, {operation.input}, {operation.output}, &{handlers}::{operation.cpp_name}>"
        )
    return "    {" + ", ".join(fields) + "},\n"


def _errors(service: Service) -> str:
    rows = "".join(f"    {{&errors::{row.cpp_name}, {quote(row.shape_name)}sv}},\n" for row in service.errors)
    return f"constexpr wire::ErrorRow kErrors[] = {{\n{rows}}};\n\n"


def _error_name(code: str, service: Service) -> str:
    for row in service.errors:
        if row.code == code:
            return row.cpp_name
    raise ModelError(f"{service.name} has no error {code}")


def _model(service: Service) -> str:
    """One row a protocol, each naming the next."""
    rows, also = [], ""
    for number, protocol in reversed(list(enumerate(service.protocols))):
        name = "kModel" if number == 0 else f"kModel{number + 1}"
        body = ",\n      ".join(_model_fields(service, protocol, also))
        rows.append(f"  static constexpr wire::ServiceModel {name}{{\n      {body}}};\n")
        also = name
    return f"const wire::ServiceModel& model() {{\n{''.join(rows)}  return kModel;\n}}\n"


def _model_fields(service: Service, protocol: str, also: str) -> list[str]:
    metadata, settings = service.metadata, service.settings
    fields = [
        f".name = {quote(service.name)}sv",
        f".signing_name = {quote(metadata.get('signingName', metadata['endpointPrefix']))}sv",
        f".endpoint_prefix = {quote(metadata['endpointPrefix'])}sv",
        f".api_version = {quote(metadata['apiVersion'])}sv",
        f".protocol = wire::Protocol::{protocol}",
    ]
    if also:
        fields.append(f".also = &{also}")
    if "targetPrefix" in metadata:
        fields.append(f".target_prefix = {quote(metadata['targetPrefix'])}sv")
    if namespace := settings.get("xml_namespace", metadata.get("xmlNamespace", input_namespace(service))):
        fields.append(f".xml_namespace = {quote(namespace)}sv")
    if namespace := settings.get("error_namespace"):
        fields.append(f".error_namespace = {quote(namespace)}sv")
    if "awsQueryCompatible" in metadata:
        fields.append(".is_query_compatible = true")
    if protocol == "rest_xml" and settings.get("wraps_errors", metadata["endpointPrefix"] != "s3"):
        fields.append(".wraps_errors = true")
    if settings.get("crc32"):
        fields.append(".tells_crc32 = true")
    fields += [".operations = kOperations", ".errors = kErrors"]
    for role in ROLES:
        fields.append(f".{role} = &errors::{_error_name(settings['roles'][role], service)}")
    return fields


def input_namespace(service: Service) -> str:
    """The namespace of requests, where each operation names it for itself."""
    for operation in service.operations:
        if namespace := operation.raw.get("input", {}).get("xmlNamespace", {}).get("uri"):
            return namespace
    return ""
