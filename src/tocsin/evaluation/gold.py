"""Read the gold passages of `gold/*.txt`: texts with every claim they make, written by hand.

`gold/FORMAT.md` describes the format. Reading never stops at a mistake: what cannot be read is left out and noted in
`GoldPassage.problems`, and `check_gold` lists those notes with the mistakes that only show between passages.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

Extent: TypeAlias = tuple[int, int]

KINDS = frozenset(
    "killed injured missing trapped rescued launched intercepted lost hit damaged destroyed "
    "attack alert rescue contact statement history".split()
)
GENRES = frozenset("wire newspaper official live caption day-after briefing ngo radio reply negative".split())
STATUSES = frozenset("main background other subset stale denied".split())
GROUPS = frozenset("civilians combatants children women men responders elderly".split())
SPAN_KEYS = ("figure", "place", "time", "speaker", "via", "weapon", "object", "actor", "total")
WORD_KEYS = ("group", "status", "what")
HEADERS = ("attack", "genre", "published", "outlet", "country")

_WORDED_VALUES: dict[str, tuple[int | None, int | None, int | None, str]] = {
    "-": (None, None, None, "none"),
    "dozens": (None, 24, 99, "dozens"),
    "scores": (None, 40, 99, "scores"),
    "hundreds": (None, 200, 999, "hundreds"),
    "several": (None, 3, None, "several"),
}
_OPENING = re.compile(r"===\s+(\S+)\s*$")
_CLAIM = re.compile(r'(?P<kind>\S+)\s+(?P<value>\S+)\s+"(?P<quote>(?:[^"\\]|\\.)*)"(?:@(?P<nth>\d+))?(?P<rest>.*)$')
_PAIR = re.compile(r'\s+(?P<key>[a-z]+)=(?:"(?P<quote>(?:[^"\\]|\\.)*)"(?:@(?P<nth>\d+))?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One claim; `start` and `stop` are its evidence, and every extent is half-open on the passage's text."""

    kind: str
    value: int | None
    low: int | None
    high: int | None
    qualifier: str
    figure: Extent | None
    place: Extent | None
    time: Extent | None
    speaker: Extent | None
    via: Extent | None
    weapon: Extent | None
    object: Extent | None
    actor: Extent | None
    total: Extent | None
    group: str | None
    status: str
    what: str | None
    start: int
    stop: int
    line: int


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """One passage; `file` and `line` say where it opens, `problems` what could not be read in it."""

    id: str
    attack: str | None
    genre: str
    published: datetime | date | None
    outlet: str
    country: str | None
    text: str
    claims: tuple[GoldClaim, ...]
    file: str
    line: int
    problems: tuple[str, ...]


def load_gold(folder: Path) -> list[GoldPassage]:
    """Every passage of the folder's `*.txt` files, in the order of file names and lines."""
    return [passage for path in sorted(folder.glob("*.txt")) for passage in parse_gold(_read(path), path.name)]


def parse_gold(source: str, file: str) -> list[GoldPassage]:
    """The passages written in `source`; `file` is the name that problems are reported under."""
    blocks = _cut_blocks(source.splitlines())
    return [_PassageReader(file, first, lines).read() for first, lines in blocks]


def check_gold(passages: Sequence[GoldPassage]) -> list[str]:
    """What is wrong with the passages, each as `file:line: message`; an empty list when all is well."""
    messages = [problem for passage in passages for problem in passage.problems]
    messages += _find_repeats(passages, lambda passage: passage.id, "id {0.id} is used already at {1}")
    messages += _find_repeats(
        passages, lambda passage: " ".join(passage.text.split()).casefold(), "the text of {0.id} is told already at {1}"
    )
    return messages


def read_value(written: str) -> tuple[int | None, int | None, int | None, str] | None:
    """(value, low, high, qualifier) of a value as the format writes it, or None if it is no such value."""
    if written in _WORDED_VALUES:
        return _WORDED_VALUES[written]
    if match := re.fullmatch(r"(>=|<=|~|)(\d+)", written):
        number = int(match[2])
        match match[1]:
            case ">=":
                return number, number, None, "at least"
            case "<=":
                return number, None, number, "up to"
            case "~":
                return number, None, None, "about"
            case _:
                return number, number, number, "exact"
    if (match := re.fullmatch(r"(\d+)-(\d+)", written)) and int(match[1]) < int(match[2]):
        return None, int(match[1]), int(match[2]), "range"
    return None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _cut_blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines of each passage with the number of its first line, counted from one."""
    first, block = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        if line.startswith("==="):
            if any(part.strip() for part in block):
                yield first, block
            first, block = number, []
        block.append(line)
    if any(part.strip() for part in block):
        yield first, block


def _find_repeats(passages: Sequence[GoldPassage], key_of: Callable[[GoldPassage], str], message: str) -> list[str]:
    seen: dict[str, GoldPassage] = {}
    messages = []
    for passage in passages:
        key = key_of(passage)
        if not key:
            continue
        earlier = seen.setdefault(key, passage)
        if earlier is not passage:
            there = f"{earlier.file}:{earlier.line}"
            messages.append(f"{passage.file}:{passage.line}: {message.format(passage, there)}")
    return messages


class _PassageReader:
    """Reads one block of lines into a passage, noting what it cannot read."""

    def __init__(self, file: str, first: int, lines: Sequence[str]) -> None:
        self.file = file
        self.first = first
        self.lines = lines
        self.text = ""
        self.problems: list[str] = []

    def read(self) -> GoldPassage:
        opening = _OPENING.match(self.lines[0])
        if opening is None:
            self._note(self.first, "a passage opens with '=== id'")
        rules = [index for index, line in enumerate(self.lines) if line.rstrip() == "---"]
        if len(rules) != 2:
            self._note(self.first, f"a passage has two lines '---', before and after its text; here are {len(rules)}")
        head_stop, text_stop = (rules + [len(self.lines)] * 2)[:2]
        headers = self._read_headers(head_stop)
        self.text = "\n".join(self.lines[head_stop + 1 : text_stop])
        if not self.text.strip():
            self._note(self.first, "the passage has no text")
        claims = [claim for index in range(text_stop + 1, len(self.lines)) if (claim := self._read_claim(index))]
        return GoldPassage(
            id=opening[1] if opening else "",
            attack=None if headers["attack"] in ("", "none") else headers["attack"],
            genre=headers["genre"],
            published=self._read_moment(headers["published"]),
            outlet=headers["outlet"],
            country=headers["country"] or None,
            text=self.text,
            claims=tuple(claims),
            file=self.file,
            line=self.first,
            problems=tuple(self.problems),
        )

    def _read_headers(self, stop: int) -> dict[str, str]:
        headers = dict.fromkeys(HEADERS, "")
        for index in range(1, min(stop, len(self.lines))):
            key, colon, value = self.lines[index].partition(":")
            if not self.lines[index].strip():
                continue
            if not colon or key not in headers:
                self._note(self.first + index, f"unknown header {key!r}; known are {', '.join(HEADERS)}")
                continue
            headers[key] = value.strip()
        if headers["genre"] not in GENRES:
            self._note(self.first, f"unknown genre {headers['genre']!r}")
        if not headers["attack"]:
            self._note(self.first, "no header 'attack'; write 'none' for a passage that tells of no attack")
        if headers["country"] and not re.fullmatch("[A-Z]{2}", headers["country"]):
            self._note(self.first, f"country {headers['country']!r} is no code of two capital letters")
        return headers

    def _read_moment(self, written: str) -> datetime | date | None:
        if not written:
            return None
        try:
            moment = datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
        except ValueError:
            self._note(self.first, f"published {written!r} is no ISO 8601 time or date")
            return None
        if isinstance(moment, datetime) and moment.tzinfo is None:
            self._note(self.first, f"published {written!r} has no offset")
        return moment

    def _read_claim(self, index: int) -> GoldClaim | None:
        written, number = self.lines[index].strip(), self.first + index
        if not written:
            return None
        match = _CLAIM.match(written)
        if match is None:
            self._note(number, 'a claim is written as: kind value "evidence" key="words"')
            return None
        if match["kind"] not in KINDS:
            self._note(number, f"unknown kind {match['kind']!r}")
        figures = read_value(match["value"])
        if figures is None:
            self._note(number, f"unknown value {match['value']!r}")
        evidence = self._find_evidence(number, _unescape(match["quote"]), match["nth"])
        if match["kind"] not in KINDS or figures is None or evidence is None:
            return None
        spans, words = self._read_pairs(number, match["rest"], evidence)
        value, low, high, qualifier = figures
        return GoldClaim(
            kind=match["kind"],
            value=value,
            low=low,
            high=high,
            qualifier=qualifier,
            figure=spans.get("figure"),
            place=spans.get("place"),
            time=spans.get("time"),
            speaker=spans.get("speaker"),
            via=spans.get("via"),
            weapon=spans.get("weapon"),
            object=spans.get("object"),
            actor=spans.get("actor"),
            total=spans.get("total"),
            group=words.get("group"),
            status=words.get("status", "main"),
            what=words.get("what"),
            start=evidence[0],
            stop=evidence[1],
            line=number,
        )

    def _read_pairs(self, number: int, rest: str, evidence: Extent) -> tuple[dict[str, Extent], dict[str, str]]:
        spans: dict[str, Extent] = {}
        words: dict[str, str] = {}
        position, seen = 0, set[str]()
        while match := _PAIR.match(rest, position):
            position = match.end()
            key, quote = match["key"], match["quote"] if match["quote"] is not None else match["word"]
            if key in seen:
                self._note(number, f"key {key!r} is given twice")
            elif key in WORD_KEYS:
                words[key] = self._check_word(number, key, quote)
            elif key not in SPAN_KEYS:
                self._note(number, f"unknown key {key!r}")
            elif match["quote"] is None:
                self._note(number, f"the words of {key!r} stand in double quotes")
            elif quote and (span := self._find_nearest(number, key, _unescape(quote), match["nth"], evidence)):
                spans[key] = span
            seen.add(key)
        if rest[position:].strip():
            self._note(number, f"cannot read {rest[position:].strip()!r}")
        return spans, words

    def _check_word(self, number: int, key: str, word: str) -> str:
        known = {"group": GROUPS, "status": STATUSES, "what": KINDS}[key]
        if word not in known:
            self._note(number, f"unknown {key} {word!r}; known are {', '.join(sorted(known))}")
        return word

    def _find_evidence(self, number: int, quote: str, nth: str | None) -> Extent | None:
        places = self._find_all(quote)
        if not places:
            self._note(number, f"evidence not found: {quote!r}")
            return None
        if nth is not None:
            return self._pick(number, places, int(nth), quote)
        if len(places) > 1:
            self._note(number, f"ambiguous evidence, add @n (1 to {len(places)}): {quote!r}")
            return None
        return places[0]

    def _find_nearest(self, number: int, key: str, quote: str, nth: str | None, evidence: Extent) -> Extent | None:
        places = self._find_all(quote)
        if not places:
            self._note(number, f"{key} not found: {quote!r}")
            return None
        if nth is not None:
            return self._pick(number, places, int(nth), quote)
        ranked = sorted(places, key=lambda place: _distance(place, evidence))
        if len(ranked) > 1 and _distance(ranked[0], evidence) == _distance(ranked[1], evidence):
            self._note(number, f"two places for {key} are equally near, add @n (1 to {len(places)}): {quote!r}")
        return ranked[0]

    def _pick(self, number: int, places: Sequence[Extent], nth: int, quote: str) -> Extent | None:
        if 1 <= nth <= len(places):
            return places[nth - 1]
        self._note(number, f"@{nth} is not among the {len(places)} occurrences of {quote!r}")
        return None

    def _find_all(self, quote: str) -> list[Extent]:
        """Where the words stand as whole words; a space in the quote stands for any white space of the text."""
        if not quote.strip():
            return []
        body = r"\s+".join(re.escape(word) for word in quote.split())
        pattern = (r"(?<!\w)" if quote.strip()[0].isalnum() else "") + body
        pattern += r"(?!\w)" if quote.strip()[-1].isalnum() else ""
        return [match.span() for match in re.finditer(pattern, self.text)]

    def _note(self, number: int, message: str) -> None:
        self.problems.append(f"{self.file}:{number}: {message}")


def _distance(place: Extent, evidence: Extent) -> int:
    """Characters between the two; nothing when they touch or overlap."""
    return max(0, place[0] - evidence[1], evidence[0] - place[1])


def _unescape(quote: str) -> str:
    return re.sub(r"\\(.)", r"\1", quote)
