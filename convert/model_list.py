"""models.toml: what the program reads of the models beside it. One table a role."""

from .catalogue import Role

HEADING = """\
# The models in this folder. Written by `make models` from models/vision; to use another model, put its file here and
# change its role's table, or use `lightwell models add`.
version = 1
"""


def write(roles: list[Role]) -> str:
    return HEADING + "".join("\n" + _role(role) for role in roles)


def _role(role: Role) -> str:
    main = role.files[0]
    rows = {"file": main.name, "sha256": main.sha256, **role.model, "weights_licence": role.weights_licence}
    return f"[{role.name}]\n" + "".join(f"{key} = {value(each)}\n" for key, each in rows.items())


def value(of) -> str:
    """A TOML value; tables stand on one line."""
    if isinstance(of, bool):
        return "true" if of else "false"
    if isinstance(of, (int, float)):
        return repr(of)
    if isinstance(of, str):
        return '"' + "".join(_escaped(character) for character in of) + '"'
    if isinstance(of, list):
        return "[" + ", ".join(value(each) for each in of) + "]"
    return "{ " + ", ".join(f"{key} = {value(each)}" for key, each in of.items()) + " }"


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"
