"""labels.py models/labels.toml OUT.cc: the table of labels and of the models' classes, as services/rekognition reads it."""

import json
import sys
import tomllib
from pathlib import Path


def read_labels(sections: dict[str, str]) -> dict[str, dict]:
    """By name: the direct parents, the aliases and the category of each label."""
    labels: dict[str, dict] = {}
    for category, lines in sections.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            line, _, aliases = line.partition(" = ")
            name, _, parents = line.partition(" < ")
            if name in labels:
                sys.exit(f"labels: {name} stands twice")
            labels[name] = {"category": category, "parents": names_in(parents), "aliases": names_in(aliases)}
    return labels


def names_in(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def ancestors(labels: dict[str, dict], name: str, below: tuple[str, ...] = ()) -> set[str]:
    found = set()
    for parent in labels[name]["parents"]:
        if parent not in labels or parent in below:
            sys.exit(f"labels: {name} has no parent {parent} that could be one")
        found |= {parent} | ancestors(labels, parent, (*below, name))
    return found


def plain(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").lower()


def all_classes(labels: dict[str, dict], classes: dict[str, str]) -> dict[str, str]:
    """Labels and aliases by their own names too, where no class has the name."""
    for name, label in classes.items():
        if label not in labels:
            sys.exit(f"labels: the class {name} is the label {label}, which is none")
    found = {alias: name for name, label in labels.items() for alias in map(plain, label["aliases"])}
    found |= {plain(name): name for name in labels}
    return found | {plain(name): label for name, label in classes.items()}


def quoted(names: list[str]) -> str:
    return ", ".join(json.dumps(name, ensure_ascii=False) for name in names)


def source(labels: dict[str, dict], classes: dict[str, str]) -> str:
    lists: dict[tuple[str, ...], str] = {}

    def list_of(names: list[str]) -> str:
        if not names:
            return "{}"
        return lists.setdefault(tuple(names), f"kNames{len(lists)}")

    rows = []
    for name in sorted(labels, key=str.encode):
        above = list_of(sorted(ancestors(labels, name)))
        rows.append(f'    {{{quoted([name])}, {quoted([labels[name]["category"]])}, {above}, {list_of(labels[name]["aliases"])}}},\n')
    by_name = sorted(classes.items(), key=lambda item: item[0].encode())
    return "".join(
        [
            '// Generated from models/labels.toml.\n\n#include "services/rekognition/taxonomy.h"\n\n',
            "namespace lightwell::rekognition {\nnamespace {\n\n",
            *[f"constexpr std::string_view {own}[] = {{{quoted(list(names))}}};\n" for names, own in lists.items()],
            "constexpr LabelEntry kLabels[] = {\n",
            *rows,
            "};\nconstexpr ClassEntry kClasses[] = {\n",
            *[f"    {{{quoted([name, label])}}},\n" for name, label in by_name],
            "};\n\n}  // namespace\n\n",
            "std::span<const LabelEntry> label_table() { return kLabels; }\n",
            "std::span<const ClassEntry> class_table() { return kClasses; }\n\n",
            "}  // namespace lightwell::rekognition\n",
        ]
    )


def main() -> None:
    data = tomllib.loads(Path(sys.argv[1]).read_text("utf-8"))
    labels = read_labels(data["labels"])
    Path(sys.argv[2]).write_text(source(labels, all_classes(labels, data["classes"])), "utf-8")


if __name__ == "__main__":
    main()
