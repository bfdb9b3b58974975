"""Writes which labels a word means, for the labels of models/labels.toml: synonyms, kinds above, young and pet names.

    thesaurus.py LABELS.toml IMAGENET.labels.txt WORDNET_FOLDER OUT.txt

A line a phrase, in order of their bytes: PHRASE <tab> SHARE LABEL <tab> ... (src/photos/search/thesaurus.h). The words
come from WordNet 3.0 (Princeton University; Debian's wordnet-base).
"""

import pathlib
import re
import sys
import tomllib
import unicodedata

SHARES = {"name": 100, "synonym": 100, "above": 90, "endeared": 85, "somebody": 80}
# Nobody is labelled by a guess at sex or age, so these mean a person (docs/search.md).
SOMEBODY = """adult baby boy child gentleman girl grandfather grandmother guy infant kid lady man somebody someone teenager
    toddler woman""".split()
SENSES_MAX = {"synonym": 3, "above": 2, "endeared": 2}  # a word's rarer senses would find what nobody means
# noun.act, animal, artifact, body, event, food, location, object, person, phenomenon, plant, possession, substance
SEEN = {4, 5, 6, 8, 11, 13, 15, 17, 18, 19, 20, 21, 27}
# Above these, everything is the same.
TOO_WIDE = set(
    """entity physical_entity abstraction abstract_entity thing object physical_object whole unit artifact artefact matter substance
    causal_agent cause causal_agency living_thing animate_thing organism being instrumentality instrumentation device article
    commodity trade_good good psychological_feature attribute group grouping measure relation communication part portion location
    solid natural_object event act deed human_action human_activity phenomenon process physical_process cognition knowledge noesis
    consumer_goods line point region area extent surface mechanism covering natural_covering cover way system supply
    chordate vertebrate craniate placental placental_mammal eutherian eutherian_mammal domestic_animal body_part
    structure construction shape form arrangement collection aggregation accumulation assemblage material stuff""".split()
)


def folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


class WordNet:
    def __init__(self, folder: pathlib.Path):
        self.synsets = {}  # offset: (lexicographer's file, lemmas, hypernyms, hyponyms, gloss)
        for line in (folder / "data.noun").open(encoding="latin-1"):
            if not line.startswith("  "):
                self._read(line)
        self._find_young()
        self.senses = {}  # lemma: offsets, most frequent first
        for line in (folder / "index.noun").open(encoding="latin-1"):
            if not line.startswith("  "):
                fields = line.split()
                self.senses[fields[0]] = [int(offset) for offset in fields[-int(fields[2]) :]]
        self.irregular = {}  # singular: plurals
        for line in (folder / "noun.exc").open():
            plural, *singulars = line.split()
            for singular in singulars:
                self.irregular.setdefault(singular, []).append(plural)

    def _read(self, line: str) -> None:
        data, _, gloss = line.partition("|")
        fields = data.split()
        count = int(fields[3], 16)
        lemmas = [fields[4 + 2 * i] for i in range(count)]
        pointers = fields[5 + 2 * count :]
        above, below = [], []
        for at in range(0, 4 * int(fields[4 + 2 * count]), 4):
            symbol, offset, kind = pointers[at : at + 3]
            if kind == "n" and symbol[0] in "@~":
                (above if symbol[0] == "@" else below).append(int(offset))
        self.synsets[int(fields[0])] = (int(fields[1]), lemmas, above, below, gloss)

    def _find_young(self) -> None:
        """Puppy, kitten, lamb: by what their glosses say they are the young of."""
        self.young = {}
        for offset, (file, _, _, _, gloss) in self.synsets.items():
            match = re.match(r"\W*(?:an? |the )?young (?:domestic |male |female )?([a-z]+)", gloss)
            if file in (5, 18) and match:
                self.young.setdefault(match.group(1), []).append(offset)

    def rank(self, lemma: str, offset: int) -> int:
        senses = self.senses.get(lemma.lower(), [])
        return senses.index(offset) + 1 if offset in senses else 99

    def lemmas(self, offset: int) -> list[str]:
        return self.synsets[offset][1]

    def above(self, offset: int) -> set[int]:
        found, waiting = set(), [offset]
        while waiting:
            for parent in self.synsets[waiting.pop()][2]:
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return found


class Labels:
    def __init__(self, file: pathlib.Path, classes: pathlib.Path):
        told = tomllib.loads(file.read_text())
        self.parents, self.aliases = {}, {}
        for block in told["labels"].values():
            for line in filter(None, map(str.strip, block.splitlines())):
                head, _, aliases = line.partition(" = ")
                name, _, parents = head.partition(" < ")
                self.parents[name] = [parent.strip() for parent in parents.split(",") if parent.strip()]
                self.aliases[name] = [alias.strip() for alias in aliases.split(",") if alias.strip()]
        self.synsets = {}  # of the classes that are this label or below it
        by_class = told.get("classes", {})
        for line in classes.read_text().splitlines():
            columns = line.split("\t")
            label = by_class.get(folded(columns[0])) or self.of_name(columns[0])
            if label and len(columns) > 2:
                for name in [label, *self.above(label)]:
                    self.synsets.setdefault(name, []).append(int(columns[2][1:]))

    def of_name(self, name: str) -> str | None:
        return next((label for label in self.parents if folded(label) == folded(name)), None)

    def above(self, label: str) -> list[str]:
        found = []
        for parent in self.parents.get(label, []):
            found += [parent, *self.above(parent)]
        return list(dict.fromkeys(found))


def synset_of(label: str, labels: Labels, wordnet: WordNet) -> int | None:
    """The sense of a label's name: the one its classes lie below, else one below its parents' names, else the first."""
    lemma = folded(label).replace(" ", "_")
    senses = [offset for offset in wordnet.senses.get(lemma, []) if wordnet.synsets[offset][0] in SEEN]
    for offset in senses:
        if any(offset == own or offset in wordnet.above(own) for own in labels.synsets.get(label, [])):
            return offset
    parents = {folded(parent) for parent in labels.above(label)}
    for offset in senses:
        above = {folded(name) for parent in wordnet.above(offset) for name in wordnet.lemmas(parent)}
        if parents & above:
            return offset
    return senses[0] if senses else None


class Thesaurus:
    def __init__(self):
        self.kin = {}  # phrase: {label: share}

    def add(self, phrase: str, label: str, share: int) -> None:
        phrase, label = folded(phrase), folded(label)
        if phrase:
            shares = self.kin.setdefault(phrase, {})
            shares[label] = max(shares.get(label, 0), share)

    def add_words(self, kind: str, offset: int, label: str, wordnet: WordNet) -> None:
        for lemma in wordnet.lemmas(offset):
            if wordnet.rank(lemma, offset) <= SENSES_MAX[kind]:
                self.add(lemma.replace("_", " "), label, SHARES[kind])

    def add_plurals(self, irregular: dict[str, list[str]]) -> None:
        for phrase, shares in list(self.kin.items()):
            *front, last = phrase.split(" ")
            for plural in irregular.get(last, []):
                for label, share in shares.items():
                    self.add(" ".join([*front, plural.replace("_", " ")]), label, share)

    def text(self) -> str:
        rows = sorted((phrase.encode(), shares) for phrase, shares in self.kin.items())
        return "".join(
            "\t".join([phrase.decode(), *(f"{share} {label}" for label, share in sorted(shares.items()))]) + "\n" for phrase, shares in rows
        )


def main() -> None:
    labels = Labels(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    wordnet = WordNet(pathlib.Path(sys.argv[3]))
    thesaurus = Thesaurus()
    for label, aliases in labels.aliases.items():
        for name in [label, *aliases]:
            thesaurus.add(name, label, SHARES["name"])
        for parent in labels.above(label):
            thesaurus.add(parent, label, SHARES["above"])
        offset = synset_of(label, labels, wordnet)
        if offset is None:
            continue
        thesaurus.add_words("synonym", offset, label, wordnet)
        for parent in wordnet.above(offset):
            if not TOO_WIDE & set(wordnet.lemmas(parent)):
                thesaurus.add_words("above", parent, label, wordnet)
        for below in wordnet.synsets[offset][3]:
            if re.search(rf"\binformal terms? for (a )?{re.escape(folded(label))}", wordnet.synsets[below][4]):
                thesaurus.add_words("endeared", below, label, wordnet)
        for young in wordnet.young.get(folded(label), []) if label != "Person" else []:
            thesaurus.add_words("endeared", young, label, wordnet)
    thesaurus.add("people", "Person", SHARES["name"])
    for word in SOMEBODY:
        thesaurus.add(word, "Person", SHARES["somebody"])
    thesaurus.add_plurals(wordnet.irregular)
    out = pathlib.Path(sys.argv[4])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(thesaurus.text())


if __name__ == "__main__":
    main()
