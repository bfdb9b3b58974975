"""[authorization] of models/SERVICE.toml: what each built operation demands of the caller's policies.

    PutObject = [
      { action = "s3:PutObject", resource = "arn:aws:s3:::{Bucket}/{Key}", keys = { "s3:RequestObjectTag" = "Tagging" } },
      { action = "s3:PutObjectTagging", resource = "arn:aws:s3:::{Bucket}/{Key}", when = "Tagging" },
    ]
    GetCallerIdentity = []  # allowed to whoever signs

`wire::Demand` in src/wire/model.h says what each field means. An operation without an entry is refused: none can be
forgotten.
"""

import re
from dataclasses import dataclass, field

from .refusal import ModelError

FIELDS = {"action", "resource", "keys", "when", "unless", "after", "asked_by"}
ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
PLACE = re.compile(r"\{([^{}=]+)(?:=[^{}]*)?\}")
CALLS_OWN = {"account", "region"}


@dataclass
class Demand:
    action: str
    resource: str
    keys: dict[str, str] = field(default_factory=dict)
    when: str = ""
    unless: str = ""
    after: str = ""
    is_asked_by_service: bool = False


def check_table(settings: dict) -> None:
    table, chosen = settings.get("authorization", {}), set(settings["operations"])
    if missing := chosen - set(table):
        raise ModelError(f"[authorization] has no entry for {', '.join(sorted(missing))}")
    if unknown := set(table) - chosen:
        raise ModelError(f"[authorization] names what is not built: {', '.join(sorted(unknown))}")


def read_demands(operation: str, settings: dict, raw: dict) -> list[Demand]:
    return [_Row(operation, row, settings, raw).demand() for row in settings["authorization"][operation]]


class _Row:
    def __init__(self, operation: str, row: dict, settings: dict, raw: dict):
        self.operation = operation
        self.row = row
        self.settings = settings
        self.raw = raw

    def demand(self) -> Demand:
        row = self.row
        if unknown := set(row) - FIELDS:
            self._refuse(f"does not know {', '.join(sorted(unknown))}")
        if not ACTION.fullmatch(row.get("action", "")):
            self._refuse(f"{row.get('action')!r} is no action")
        self._check_resource(row.get("resource", ""))
        for member in [*row.get("keys", {}).values(), row.get("when"), row.get("unless")]:
            if member:
                self._check_member(member)
        if (after := row.get("after")) and after not in self._error_codes():
            self._refuse(f"the service has no error {after}")
        if row.get("asked_by", "service") != "service":
            self._refuse("asked_by can only be the service")
        return Demand(
            action=row["action"],
            resource=row["resource"],
            keys=row.get("keys", {}),
            when=row.get("when", ""),
            unless=row.get("unless", ""),
            after=row.get("after", ""),
            is_asked_by_service="asked_by" in row,
        )

    def _check_resource(self, resource: str) -> None:
        if resource != "*" and not resource.startswith(("arn:aws:", "{")):
            self._refuse(f"{resource!r} is neither an ARN nor a member nor \"*\"")
        if re.search(r"[{}]", PLACE.sub("", resource)):
            self._refuse(f"{resource!r} has a brace too many")
        for member in PLACE.findall(resource):
            if member not in CALLS_OWN:
                self._check_member(member)

    def _check_member(self, path: str) -> None:
        reference = self.raw["operations"][self.operation].get("input")
        shape = self.raw["shapes"][reference["shape"]] if reference else {"members": {}}
        for name in path.split("."):
            while shape.get("type") == "list":
                shape = self.raw["shapes"][shape["member"]["shape"]]
            if name not in shape.get("members", {}):
                self._refuse(f"the input has no member {path}")
            shape = self.raw["shapes"][shape["members"][name]["shape"]]

    def _error_codes(self) -> set[str]:
        shapes = self.raw["shapes"].items()
        modelled = {raw.get("error", {}).get("code", name) for name, raw in shapes if raw.get("exception")}
        return modelled | set(self.settings.get("errors", {}))

    def _refuse(self, why: str) -> None:
        raise ModelError(f"[authorization] {self.operation}: {why}")
