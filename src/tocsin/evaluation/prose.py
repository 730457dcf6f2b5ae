"""Figures marked by hand in real news and releases, whose texts stay outside the project.

A row of `evaluation/wikinews.jsonl` or `isaf.jsonl` keeps facts and offsets, and the SHA-256 of the text that they
count; the text is looked for by that digest in every `*.jsonl` of a folder, so its file may have any name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.evaluation.claims import FIGURES, GoldFigure, GoldReport, number_of
from tocsin.evaluation.part import read_rows
from tocsin.record import Report

#: Figures that a reader may give or leave out: those of other attacks, of the war, and tolls told before.
OPTIONAL = frozenset({"other", "background", "stale"})


def read_prose(path: Path, texts: Path) -> tuple[list[GoldReport], int]:
    """The marked reports whose text is in the folder `texts`, and how many rows are marked in all.

    Raises InputError for a row that is not of the form, or marks what lies outside its text.
    """
    rows = read_rows(path)
    try:
        held = _texts_by_digest(texts, {row["text_sha256"] for row in rows})
        told = [_told(row, held[row["text_sha256"]]) for row in rows if row["text_sha256"] in held]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: a row is not of the form ({type(error).__name__}: {error})") from error
    return told, len(rows)


def read_quiet(path: Path) -> tuple[list[Report], list[Report]]:
    """Articles marked as telling of no attack ("attack_candidate" false): without any word of attacks, and with.

    "attack_terms" counts such words. Those with some tell of accidents, crime, protests and past wars.
    """
    quiet = [row for row in read_rows(path) if row.get("attack_candidate") is False]
    plain, near = (
        [_report(r, r["id"]) for r in quiet if bool(r.get("attack_terms")) is some] for some in (False, True)
    )
    return plain, near


def _texts_by_digest(folder: Path, wanted: set[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for row in read_rows(path):
            text = row.get("text")
            if isinstance(text, str) and (digest := _digest(text)) in wanted:
                found.setdefault(digest, row)
        if found.keys() == wanted:
            break
    return found


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _told(row: Mapping[str, Any], source: Mapping[str, Any]) -> GoldReport:
    report = _report({"outlet": row.get("outlet")} | dict(source), row["id"])
    unsure = tuple(_within(report, span) for span in row.get("open", ()))
    return GoldReport(report, tuple(_figures(row, report)), open=unsure)


def _report(row: Mapping[str, Any], id: str) -> Report:
    return Report.make(
        row["text"],
        id=id,
        published=(row.get("published") or "")[:10] or None,
        outlet=row.get("outlet"),
        language="en",
        title=row.get("title"),
    )


def _figures(row: Mapping[str, Any], report: Report) -> Iterator[GoldFigure]:
    for claim in row["claims"]:
        if claim["kind"] not in FIGURES:
            continue
        value, low, high = claim["value"], claim["low"], claim["high"]
        number = number_of(value, low, high)
        start, stop = _within(report, (claim["start"], claim["end"]))
        yield GoldFigure(
            claim["kind"],
            number,
            low,
            high,
            _named(report, claim, "speaker"),
            _named(report, claim, "place"),
            start,
            stop,
            optional=claim.get("status") in OPTIONAL,
            hedged=claim["qualifier"] == "about" or number is None,
            what=f"{claim.get('group')}{_words(report, claim.get('figure')) or start}",
            usual_place=claim.get("place_name"),
        )


def _named(report: Report, claim: Mapping[str, Any], role: str) -> str | None:
    """The words marked for a speaker or place with its usual name, so that either is recognised."""
    return " ".join(filter(None, (_words(report, claim.get(role)), claim.get(f"{role}_name")))) or None


def _words(report: Report, span: Any) -> str:
    if not span:
        return ""
    start, stop = _within(report, span)
    return report.text[start:stop]


def _within(report: Report, span: Any) -> tuple[int, int]:
    start, stop = span
    if not 0 <= start < stop <= len(report.text):
        raise ValueError(f"{report.id}: {start}-{stop} lies outside the text")
    return start, stop
