"""A model of AWS's as the tables that `lightwell_protocols` reads: every operation, resolved by the generator itself."""

from pathlib import Path

import botocore

from generate import tables
from generate.model import Service, build, read_json
from generate.names import Names

BOTOCORE = Path(botocore.__file__).parent
NAMES = Names(BOTOCORE)
ROLES = {
    "malformed_body": "SerializationException",
    "missing_body": "MissingBody",
    "invalid_parameter": "InvalidParameter",
    "missing_parameter": "MissingParameter",
    "validation": "ValidationException",
    "unknown_operation": "UnknownOperationException",
    "method_not_allowed": "MethodNotAllowed",
    "not_implemented": "NotImplemented",
    "internal_error": "InternalFailure",
}
PROTOCOLS = ["rest_xml", "rest_json", "json_1_0", "json_1_1", "query", "ec2", "cbor"]  # wire::Protocol


def model_of(service: str) -> dict:
    return read_json(max((BOTOCORE / "data" / service).glob("*/service-2.json*")))


def service_of(raw: dict, name: str, settings: dict | None = None) -> Service:
    operations = sorted(raw["operations"])
    chosen = {
        "name": name,
        "class": "Any",
        "operations": operations,
        "authorization": {operation: [] for operation in operations},
        "roles": ROLES,
        "errors": {code: {} for code in ROLES.values()},
    }
    return build(raw, chosen | (settings or {}), NAMES)


def tables_of(service: Service) -> dict:
    """As test/protocols/dynamic_model.cc reads them."""
    index = {name: number for number, name in enumerate(service.shapes)}
    metadata, settings = service.metadata, service.settings
    return {
        "name": service.name,
        "signing_name": metadata.get("signingName", metadata["endpointPrefix"]),
        "endpoint_prefix": metadata["endpointPrefix"],
        "api_version": metadata["apiVersion"],
        "protocols": service.protocols,
        "target_prefix": metadata.get("targetPrefix", ""),
        "xml_namespace": metadata.get("xmlNamespace", tables.input_namespace(service)),
        "is_query_compatible": "awsQueryCompatible" in metadata,
        "wraps_errors": metadata["endpointPrefix"] != "s3",
        "roles": settings["roles"],
        "shapes": [_shape(shape, service, index) for shape in service.shapes.values()],
        "operations": [_operation(operation, settings, index) for operation in service.operations],
        "errors": [vars(row) for row in service.errors],
    }


def _shape(shape, service: Service, index: dict) -> dict:
    raw = shape.raw
    out = {"name": shape.name, "type": "document" if raw.get("document") else raw["type"]}
    if out["type"] == "structure":
        out["members"] = [_member(member, service, index) for member in shape.members]
        names = [member.name for member in shape.members]
        out["payload"] = names.index(shape.payload) if shape.payload else -1
        out["is_input"] = shape.in_input
        out["is_union"] = bool(raw.get("union") and not raw.get("eventstream"))
    elif out["type"] == "list":
        out["element"] = index[raw["member"]["shape"]]
        out["element_name"] = raw["member"].get("locationName", "member")
    elif out["type"] == "map":
        out["key"], out["element"] = index[raw["key"]["shape"]], index[raw["value"]["shape"]]
        own = service.settings.get("form_entries", {}).get(shape.name, {})
        out["key_name"] = own.get("key", raw["key"].get("locationName", "key"))
        out["element_name"] = own.get("value", raw["value"].get("locationName", "value"))
    out["is_sparse"] = bool(raw.get("sparse"))
    out["is_sensitive"] = bool(raw.get("sensitive"))
    out["timestamp_format"] = raw.get("timestampFormat", "")
    out["is_events"] = bool(raw.get("eventstream"))
    out["event_errors"] = shape.event_errors
    rules = {name: int(raw[name]) for name in ("min", "max") if raw.get(name) is not None}
    if raw.get("enum"):
        rules["values"] = raw["enum"]
    if raw.get("pattern"):
        rules["pattern"] = raw["pattern"]
    if rules and out["type"] != "document":
        out["constraints"] = rules
    return out


def _member(member, service: Service, index: dict) -> dict:
    fields = ("name", "wire_name", "form_name", "location", "is_required", "xml_namespace", "xml_prefix")
    out = {field: getattr(member, field) for field in (*fields, *tables.MEMBER_FLAGS)}
    out["shape"] = index[member.shape]
    out["is_events"] = bool(service.shapes[member.shape].raw.get("eventstream"))
    return out


def _operation(operation, settings: dict, index: dict) -> dict:
    named = f"{operation.name}Result" if settings.get("wraps_results") else ""
    return {
        "name": operation.name,
        "method": operation.method,
        "uri": operation.uri,
        "status": operation.status,
        "input": index[operation.input],
        "output": index[operation.output],
        "is_deprecated": bool(operation.raw.get("deprecated")),
        "required_queries": operation.required_queries,
        "required_headers": operation.required_headers,
        "output_root": operation.raw.get("output", {}).get("resultWrapper", named),
        "input_root": operation.raw.get("input", {}).get("locationName", ""),
    }
