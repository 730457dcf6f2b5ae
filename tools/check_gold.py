"""Check the gold passages and print what they hold.

    python tools/check_gold.py [folder] [--only a_] [--uncovered]

Prints counts for every file whose name starts with the words after `--only` (all by default) and exits with 1 when a
passage or a claim cannot be read. `--uncovered` also lists numbers that stand beside a word of harm and in no claim.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from tocsin.evaluation.gold import GoldClaim, GoldPassage, check_gold, load_gold  # noqa: E402

FRAME_LIMIT = 3
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen dozens "
    "score scores several hundreds"
).split()
NUMBER = re.compile(rf"\b(?:\d[\d,.:]*|(?:{'|'.join(NUMBER_WORDS)})(?:-[a-z]+)?)\b", re.IGNORECASE)
CAPITALISED = re.compile(r"#?(?:\b[A-Z][\w’'-]*)(?:\s+[A-Z][\w’'-]*)*")
HARM = re.compile(
    r"\b(?:kill|dead|die|death|bod(?:y|ies)|injur|wound|hurt|hospital|missing|trapped|rescue|launch|fired|drones?\b"
    r"|missiles?\b|rockets?\b|intercept|shot down|down(?:ed)?\b|destroy|damag|hit\b|struck)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"']?\s+(?=[“‘\"'(—–-]?\s?[A-Z0-9])|\n+")
SHORT_FORMS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Maj|Capt|Lt|St|No|Sgt|Brig|a\.m|p\.m|[A-Z]))\.$")


def main() -> int:
    options = _parse_options()
    passages = load_gold(options.folder)
    messages = check_gold(passages)
    chosen = [passage for passage in passages if passage.file.startswith(options.only)]
    _print_counts(chosen)
    _print_spread(chosen)
    if options.uncovered:
        _print_uncovered(chosen)
    messages = [message for message in messages if message.startswith(options.only)]
    for message in messages:
        print(message)
    print(f"errors {len(messages)}")
    return 1 if messages else 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "gold")
    parser.add_argument("--only", default="", help="files whose names start so")
    parser.add_argument("--uncovered", action="store_true", help="list numbers beside words of harm in no claim")
    return parser.parse_args()


def _print_counts(passages: Sequence[GoldPassage]) -> None:
    claims = [claim for passage in passages for claim in passage.claims]
    words = sum(len(passage.text.split()) for passage in passages)
    attacks = {passage.attack for passage in passages if passage.attack}
    spoken = sum(claim.speaker is not None for claim in claims)
    print(f"files {len({passage.file for passage in passages})}, passages {len(passages)}, words {words}, ", end="")
    print(f"attacks {len(attacks)}, claims {len(claims)}, without claims {sum(not p.claims for p in passages)}")
    _print_counter("kinds", (claim.kind for claim in claims))
    _print_counter("qualifiers", (claim.qualifier for claim in claims))
    _print_counter("statuses", (claim.status for claim in claims))
    _print_counter("genres", (passage.genre for passage in passages))
    _print_counter("countries", (passage.country or "-" for passage in passages))
    channelled = sum(claim.via is not None for claim in claims)
    print(f"speaker present: {_share(spoken, len(claims))}; via: {_share(channelled, len(claims))}")
    _print_counter(
        "figure in its sentence",
        (_place_in_sentence(passage.text, claim) for passage in passages for claim in passage.claims if claim.figure),
    )


def _print_spread(passages: Sequence[GoldPassage]) -> None:
    grams: Counter[tuple[str, ...]] = Counter()
    frames: Counter[str] = Counter()
    for passage in passages:
        tokens = re.findall(r"\w+", passage.text.casefold())
        grams.update(tuple(tokens[start : start + 5]) for start in range(len(tokens) - 4))
        frames.update(_frame(sentence) for sentence in split_sentences(passage.text))
    print(f"word 5-grams: {len(grams)} distinct of {grams.total()}")
    often = [(frame, count) for frame, count in frames.most_common() if count > FRAME_LIMIT and len(frame.split()) > 2]
    print(f"sentence frames {len(frames)} of {frames.total()} sentences", end="; ")
    print(f"used more than {FRAME_LIMIT} times: {len(often)}")
    for frame, count in often[:40]:
        print(f"  {count} x {frame}")


def _print_uncovered(passages: Iterable[GoldPassage]) -> None:
    for passage in passages:
        covered = [(claim.start, claim.stop) for claim in passage.claims]
        covered += [claim.figure for claim in passage.claims if claim.figure]
        covered += [claim.total for claim in passage.claims if claim.total]
        for start, stop in _sentence_extents(passage.text):
            sentence = passage.text[start:stop]
            if not HARM.search(sentence):
                continue
            free = [
                number[0]
                for number in NUMBER.finditer(sentence)
                if not any(low < start + number.end() and start + number.start() < high for low, high in covered)
            ]
            if free:
                print(f"? {passage.file}:{passage.line} {', '.join(free)} | {' '.join(sentence.split())}")


def _print_counter(name: str, values: Iterable[str]) -> None:
    print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in Counter(values).most_common()))


def split_sentences(text: str) -> list[str]:
    return [" ".join(text[start:stop].split()) for start, stop in _sentence_extents(text)]


def _sentence_extents(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        if SHORT_FORMS.search(text[start : end.start()]):
            continue
        if text[start : end.start()].strip():
            yield start, end.start()
        start = end.end()
    if text[start:].strip():
        yield start, len(text)


def _place_in_sentence(text: str, claim: GoldClaim) -> str:
    assert claim.figure is not None
    for start, stop in _sentence_extents(text):
        if start <= claim.figure[0] < stop:
            thirds = ("first third", "middle third", "last third")
            return thirds[3 * (claim.figure[0] - start) // (stop - start)]
    return "between sentences"


def _frame(sentence: str) -> str:
    return CAPITALISED.sub("X", NUMBER.sub("#", sentence))


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


if __name__ == "__main__":
    sys.exit(main())
