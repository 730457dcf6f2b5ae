"""The parts that score claims: composed gold, retold reports, real prose, and news that tells of no attack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tocsin.errors import InputError
from tocsin.evaluation.claims import ClaimScores, GoldReport, from_passage, score_claims
from tocsin.evaluation.gold import GoldPassage, load_gold
from tocsin.evaluation.muc4 import score_muc4
from tocsin.evaluation.part import Part, Read, examples, short
from tocsin.evaluation.prose import read_prose
from tocsin.reading.document import prepare
from tocsin.record import Report


def read_gold(folder: Path) -> list[tuple[GoldPassage, GoldReport]]:
    """The composed passages, each with its report. Raises InputError for a folder without any."""
    passages = load_gold(folder)
    if not passages:
        raise InputError(f"{folder} holds no passages; name the folder with the *.txt files of gold/FORMAT.md")
    return [(p, from_passage(p)) for p in passages]


def claims_part(name: str, told: Sequence[GoldReport], errors: int, read: Read) -> Part:
    """Figures by kind; figures with their speaker, place and bounds; the misses by cause, and `errors` of each."""
    scores = score_claims(told, {g.report.id: read(g.report).claims for g in told})
    part = Part(name, _figures(scores), [f"{len(told)} reports", f"figure          {scores.figure}"])
    for label, rate in (("with speaker", scores.speaker), ("with place", scores.place), ("whole claim", scores.whole)):
        part.lines.append(f"{label:15} {rate}")
    part.lines.append(
        f"who said it     {scores.speaker_accuracy:.3f} right "
        f"({scores.speaker.right} of {scores.figure.right} figures read with the right kind and number)"
    )
    part.lines += [f"  {kind:13} {rate}" for kind, rate in sorted(scores.kinds.items())]
    part.causes = scores.causes()
    part.lines.append("misses: " + ", ".join(f"{cause} {n}" for cause, n in part.causes.most_common()))
    misses = ((cause, f"{report}: {what}: {short(words)!r}") for cause, report, what, words in scores.misses)
    part.lines += examples(misses, errors)
    return part


def prose_part(path: Path, name: str, texts: Path, errors: int, read: Read) -> Part:
    """Real prose, marked by hand: `path` keeps the marks, `texts` is the folder that has the texts."""
    told, marked = read_prose(path, texts)
    if not told:
        return Part(name, lines=[f"none of the {marked} marked texts is in {texts}: skipped"])
    part = claims_part(name, told, errors, read)
    part.lines[0] = f"{len(told)} of {marked} marked texts found"
    return part


def quiet_part(name: str, reports: Sequence[Report], errors: int, read: Read) -> Part:
    """Everyday news that tells of no attack: every figure read there is false."""
    false = [c for r in reports for c in read(r).claims if c.quantity is not None and c.kind != "history"]
    sentences = sum(len(prepare(r).sentences) for r in reports)
    words = sum(len(r.text.split()) for r in reports)
    clean = 1 - len({c.report for c in false}) / len(reports) if reports else 1.0
    rate = len(false) / sentences if sentences else 0.0
    lines = [f"{len(reports)} texts, {sentences} sentences, {words} words without a claim: {len(false)} false figures",
             f"{1000 * rate:.1f} false figures per 1,000 sentences",
             f"{clean:.3f} of the texts clean"]  # fmt: skip
    lines += examples(((f"false {c.kind}", f"{c.report}: {short(c.evidence.quote)!r}") for c in false), errors)
    return Part(name, {"clean": clean, "clean_sentences": 1 - rate}, lines, {"false_per_1000": 1000 * rate})


def _figures(scores: ClaimScores) -> dict[str, float]:
    figures = {"figure_f1": scores.figure.f1, "figure_precision": scores.figure.precision,
               "figure_recall": scores.figure.recall, "speaker_f1": scores.speaker.f1,
               "speaker_accuracy": scores.speaker_accuracy, "place_f1": scores.place.f1,
               "whole_f1": scores.whole.f1}  # fmt: skip
    for kind in ("killed", "injured"):
        if kind in scores.kinds:
            figures |= {f"{kind}_precision": scores.kinds[kind].precision, f"{kind}_recall": scores.kinds[kind].recall}
    return figures


def muc_part(path: Path, read: Read) -> Part:
    """The MUC-4 messages of `path`, scored by `evaluation.muc4`, each of its rates by name."""
    part = Part("muc4")
    for name, rate in score_muc4(path, read).items():
        part.figures |= {f"{name}_f1": rate.f1, f"{name}_precision": rate.precision, f"{name}_recall": rate.recall}
        part.lines.append(f"{name:20} {rate}")
    return part
