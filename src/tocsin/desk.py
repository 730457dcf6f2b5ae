"""The only file that wires the parts together: read, ingest, rebuild, release.

The command line and the web call these and hold no rule of their own.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from tocsin.errors import MissingExtra, TocsinError, UnknownId
from tocsin.ledger import Ledger, TableRow, open_ledger
from tocsin.ledger.dump import dump, load
from tocsin.ledger.verify import verify
from tocsin.lexicon.gazetteer import make_place, open_gazetteer
from tocsin.lexicon.outlines import outlines_in
from tocsin.publish import FORMATS, Outline, Release, Written, dictionary_markdown, json_schema, render_text
from tocsin.reading.annotate import LAYERS, annotate
from tocsin.reading.linkers import DEFAULT, NAMES, linker_named
from tocsin.reading.read import Reading, ReadOptions, read_report
from tocsin.reconcile import AlertRow, AttackRow, ReconcileOptions, at_place, compare, find_incident, reconcile
from tocsin.record import Claim, Incident, Place, Problem, Report, from_json, to_json
from tocsin.sources import SOURCES, SourceOptions, mark_sections, open_inputs
from tocsin.sources.tables import read_alerts, read_attacks
from tocsin.upkeep import ALERTS, ATTACKS, Kept, Tombstone, keep

#: What every publication that shows places or the map must carry; the sources are told in lexicon/SOURCES.md.
CREDITS = (
    "Place names: GeoNames (geonames.org), CC BY 4.0, adapted; Ukrainian villages: KATOTTG, public state register.",
    "Outlines: Natural Earth, public domain.",
)
#: Below this many reports a second process costs more than it saves.
_WORTH_SHARING = 48
_CHUNK = 16
_COMMIT_REPORTS = 200

ReadOne = tuple[Report, Reading]


@dataclass(slots=True)
class Ingested:
    """What one ingest did: rows new and already known, and everything that could not be used."""

    reports: int = 0
    claims: int = 0
    known_reports: int = 0
    known_claims: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_text(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    url: str | None = None,
    title: str | None = None,
    id: str | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Claims of one text, furniture of its page marked and left out; offsets are code points into `text`."""
    report = Report.make(
        text,
        id=id,
        published=published,
        outlet=outlet,
        language=language,
        url=url,
        title=title,
        sections=mark_sections(text),
    )
    return read_report(report, options)


def sources_from(given: Mapping[str, Any]) -> SourceOptions:
    """Source options from the words of a command line; absent ones keep their defaults."""
    return SourceOptions(
        published=given.get("published"),
        outlet=given.get("outlet"),
        language=given.get("language"),
        zone=given.get("zone"),
        source=given.get("source_name"),
    )


def reading_from(given: Mapping[str, Any]) -> ReadOptions:
    """Reading options from the words of a command line."""
    linker = linker_named(given.get("reader") or DEFAULT)
    return ReadOptions(
        linker=linker, country=given.get("country"), zone=given.get("zone"), min_score=given.get("min_score") or 0.0
    )


def open_reports(
    names: Sequence[str], *, stdin: BinaryIO | None = None, sources: SourceOptions | None = None
) -> Iterator[Report | Problem]:
    """The reports of the inputs, not read yet."""
    return open_inputs(names, stdin=stdin, options=sources)


def read_inputs(
    names: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    sources: SourceOptions | None = None,
    options: ReadOptions | None = None,
    jobs: int | None = None,
) -> Iterator[ReadOne | Problem]:
    """Every report of the inputs with what it says, in input order; trouble with an input comes in its place."""
    return read_reports(open_inputs(names, stdin=stdin, options=sources), options=options, jobs=jobs)


def read_reports(
    reports: Iterable[Report | Problem], *, options: ReadOptions | None = None, jobs: int | None = None
) -> Iterator[ReadOne | Problem]:
    """Read reports on `jobs` processes (all cores by default) in their order; a few are read in this one."""
    incoming = iter(reports)
    first = list(islice(incoming, _WORTH_SHARING))
    workers = jobs or os.cpu_count() or 1
    if len(first) < _WORTH_SHARING or workers == 1:
        yield from _read_here(first, options)
        yield from _read_here(incoming, options)
        return
    yield from _read_shared(_again(first, incoming), options, workers)


def _again(first: list[Report | Problem], rest: Iterator[Report | Problem]) -> Iterator[Report | Problem]:
    yield from first
    yield from rest


def _read_here(reports: Iterable[Report | Problem], options: ReadOptions | None) -> Iterator[ReadOne | Problem]:
    for report in reports:
        yield report if isinstance(report, Problem) else (report, read_report(report, options))


def _read_shared(
    reports: Iterator[Report | Problem], options: ReadOptions | None, workers: int
) -> Iterator[ReadOne | Problem]:
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[ReadOne | Problem]]] = deque()
        while chunk := list(islice(reports, _CHUNK)):
            waiting.append(pool.submit(_read_chunk, chunk, options))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _read_chunk(chunk: list[Report | Problem], options: ReadOptions | None) -> list[ReadOne | Problem]:
    return list(_read_here(chunk, options))


def ingest(
    ledger: Ledger,
    names: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    sources: SourceOptions | None = None,
    options: ReadOptions | None = None,
    jobs: int | None = None,
    revise: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Ingested:
    """Read inputs into a ledger, a few hundred reports a commit; what is there already adds nothing.

    `progress` is called with the number of reports done after each commit. With `revise` an edited report under a
    known id is kept as a version of its own.
    """
    done = Ingested()
    incoming = open_inputs(names, stdin=stdin, options=sources)
    if revise:
        incoming = (i if isinstance(i, Problem) else ledger.version_of(i) for i in incoming)
    results = read_reports(incoming, options=options, jobs=jobs)
    while batch := list(islice(results, _COMMIT_REPORTS)):
        _commit(ledger, batch, done, revise=revise)
        if progress is not None:
            progress(done.reports + done.known_reports)
    return done


def _commit(ledger: Ledger, batch: list[ReadOne | Problem], done: Ingested, *, revise: bool) -> None:
    done.problems += [item for item in batch if isinstance(item, Problem)]
    pairs = [item for item in batch if not isinstance(item, Problem)]
    taken = _other_text(ledger, pairs) if not revise else set()
    claims = [c for report, reading in pairs if report.id not in taken for c in reading.claims]
    added = ledger.add(reports=[report for report, _ in pairs], claims=claims, revise=revise)
    done.reports += added.new.get("report", 0)
    done.claims += added.new.get("claim", 0)
    done.known_reports += added.known.get("report", 0)
    done.known_claims += added.known.get("claim", 0)
    done.problems += [*added.problems, *(p for _, reading in pairs for p in reading.problems)]


def _other_text(ledger: Ledger, pairs: list[ReadOne]) -> set[str]:
    """Ids under which the ledger holds another text: their claims would not stand in it."""
    taken = set()
    for report, _ in pairs:
        try:
            held = ledger.report(report.id)
        except UnknownId:
            continue
        if held.text != report.text:
            taken.add(report.id)
    return taken


def rebuild(ledger: Ledger, *, as_of: str | None = None, decisions: bool = True) -> list[Incident]:
    """All incidents as the ledger's rows give them, or gave them at `as_of`."""
    return reconcile(
        ledger.current_reports(as_of),
        (current.claim for current in ledger.current_claims(as_of)),
        judgements=ledger.current_judgements(as_of),
        alerts=alert_rows(ledger, as_of),
        tables=attack_rows(ledger, as_of),
        options=ReconcileOptions(decisions=decisions, processes=os.cpu_count() or 1),
    )


def incidents_of(ledger: Ledger, as_of: str | None = None) -> list[Incident]:
    """What `rebuild` gives; for the record as it stands now, from what is kept in the ledger's file."""
    kept = _kept(ledger, as_of)
    if kept is None:
        return rebuild(ledger, as_of=as_of)
    with ledger.store.reading():
        return kept.incidents()


def look_up(ledger: Ledger, id: str, as_of: str | None = None) -> tuple[Tombstone | None, list[Incident]]:
    """What became of an id of before, and the incident that it leads to, with others to name its kin from.

    `id` is an incident's id, its beginning, or a report's id. The incident is the first of the list, which is empty for
    one that is gone. Raises UnknownId.
    """
    kept = _kept(ledger, as_of)
    if kept is None:
        found = rebuild(ledger, as_of=as_of)
        chosen = one_incident(found, id)
        return None, [chosen, *(i for i in found if i is not chosen)]
    with ledger.store.reading():
        try:
            return None, kept.family(id)
        except UnknownId:
            stone = kept.tombstone(id)
            if stone is None:
                raise
            return stone, kept.family(stone.into) if stone.into else []


def gone(ledger: Ledger) -> list[Tombstone]:
    """The ids that led to an incident once and do not now, by id; [] for a file that cannot be written."""
    kept = _kept(ledger, None)
    if kept is None:
        return []
    with ledger.store.reading():
        return kept.tombstones()


def claims_of(ledger: Ledger, incident: Incident, as_of: str | None = None) -> dict[str, Claim]:
    """The claims of an incident's reports as they stand, or stood, by id."""
    if as_of is not None:
        reports = set(incident.reports)
        return {c.claim.id: c.claim for c in ledger.current_claims(as_of) if c.claim.report in reports}
    return {claim.id: claim for report in incident.reports for claim in ledger.current_claims_of(report)}


def for_review(ledger: Ledger, below: float) -> list[Claim]:
    """Claims with a score under `below` that nobody has accepted or rejected yet, the least sure first."""
    accepted = {j.subject for j in ledger.current_judgements() if j.verdict == "accepted"}
    doubtful = (c.claim for c in ledger.current_claims() if c.claim.score < below and c.claim.id not in accepted)
    return sorted(doubtful, key=lambda c: (c.score, c.id))


def load_into(path: str, stream: Iterable[str]) -> list[Problem]:
    """Load a dump into a ledger file, made if it is not there; a refused dump leaves no new file behind."""
    fresh = not Path(path).exists()
    held = open_ledger(path)
    try:
        with held:
            problems = load(stream, held)
            empty = held.head().seq == 0
    except TocsinError:
        empty = True
        raise
    finally:
        if fresh and empty:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
    return problems


def _kept(ledger: Ledger, as_of: str | None) -> Kept | None:
    return keep(ledger, processes=os.cpu_count() or 1) if as_of is None else None


@dataclass(slots=True)
class Imported:
    """What an import did."""

    new: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_tables(
    ledger: Ledger, kind: str, files: Iterable[Path], *, since: str | None = None, until: str | None = None
) -> Imported:
    """Import siren intervals (`ALERTS`) or attack tables (`ATTACKS`) of the ISO dates `since` to `until`, inclusive."""
    done = Imported()
    read, began, ended = (
        (read_alerts, "started_at", "finished_at") if kind == ALERTS else (read_attacks, "start", "end")
    )
    for file in files:
        rows = []
        for entry in read(file):
            if isinstance(entry, Problem):
                done.problems.append(entry)
            elif (since is None or (entry.data.get(ended) or entry.data[began])[:10] >= since) and (
                until is None or entry.data[began][:10] <= until
            ):
                rows.append(TableRow(kind, entry.id, _located(kind, entry.data)))
        added = ledger.add(rows=rows)
        done.new += added.new.get("table_row", 0)
        done.known += added.known.get("table_row", 0)
        done.problems += added.problems
    return done


def _located(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The row with its place from the gazetteer, where its name is found there."""
    name = data["region"] if kind == ALERTS else data.get("place_text")
    place = (
        place_named(name.removesuffix(" City").removesuffix(" city"), "UA" if kind == ALERTS else None)
        if name
        else None
    )
    return {**data, "place": to_json(place)}


def alert_rows(ledger: Ledger, as_of: str | None = None) -> Iterator[AlertRow]:
    """Imported siren intervals."""
    return (from_json(AlertRow, row.data) for row in ledger.rows(ALERTS, as_of))


def attack_rows(ledger: Ledger, as_of: str | None = None) -> Iterator[AttackRow]:
    """Imported rows of attack tables."""
    return (from_json(AttackRow, row.data) for row in ledger.rows(ATTACKS, as_of))


def incidents_at(incidents: Sequence[Incident], name: str) -> list[Incident]:
    """The incidents in a place of that name, and the waves that they are parts of."""
    return at_place(incidents, name, place_named(name))


def one_incident(incidents: Sequence[Incident], id: str) -> Incident:
    """The incident that an id, its beginning, or a report's id leads to: a report's wave, not its parts.

    Raises UnknownId.
    """
    found = find_incident(id, incidents)
    if found is None:
        starts = [i for i in incidents if i.id.startswith(id) or (id in i.reports and i.part_of is None)]
        found = starts[0] if len(starts) == 1 else None
    if found is None:
        raise UnknownId(f"no incident {id!r}; `tocsin incidents` lists them")
    return found


def make_release(
    ledger: Ledger,
    incidents: Sequence[Incident],
    *,
    title: str,
    made_at: str,
    as_of: str | None = None,
    quotes_only: bool = False,
    problems: Sequence[Problem] = (),
) -> Release:
    """A release of these incidents with the claims and reports that they rest on."""
    wanted = {r for i in incidents for r in i.reports}
    reports = tuple(r for r in ledger.current_reports(as_of) if r.id in wanted)
    claims = tuple(c.claim for c in ledger.current_claims(as_of) if c.claim.report in wanted)
    return Release(title, made_at, tuple(incidents), claims, reports, tuple(problems), CREDITS, _outlines, quotes_only)


def publish(release: Release, folder: Path, names: Sequence[str] = ()) -> Written:
    """Write a release in the formats named; all of them when none is, leaving out those whose extra is missing.

    Raises MissingExtra for a format that was named and cannot be written.
    """
    files: list[str] = []
    problems: list[Problem] = []
    for name in names or FORMATS:
        try:
            written = FORMATS[name].write(release, folder)
        except MissingExtra as error:
            if names:
                raise
            problems.append(Problem(f"format {name}", "left out", str(error)))
            continue
        files += written.files
        problems += written.problems
    return Written(tuple(files), tuple(problems))


def _outlines(box: tuple[float, float, float, float]) -> Iterable[Outline]:
    for shape in outlines_in(*box):
        entry = open_gazetteer().country(shape.country)
        name = shape.admin1 or (entry.name if entry else shape.country)
        yield Outline(name, shape.rings, (shape.country, shape.admin1) if shape.admin1 else (shape.country,))


def place_named(name: str, country: str | None = None) -> Place | None:
    """The best known place of a name, for importers of tables."""
    found = [e for e in open_gazetteer().lookup(name) if country is None or e.country == country]
    return make_place(found[0], name) if found else None


def differences(before: Sequence[Incident], after: Sequence[Incident]) -> list[str]:
    """What changed between two states of the record, one line a change."""
    return compare(before, after)


def history_lines(incident: Incident) -> list[str]:
    """Each statement about the past with its verdict, the reason and the rows that decide."""
    out = []
    for found in incident.history:
        out.append(f"{incident.id} {found.verdict}: {found.statement!r}")
        out.append(f"  {found.why}")
        out += [f"  missing: {found.missing}"] if found.missing else []
        out += [f"  rows: {', '.join(found.rows)}"] if found.rows else []
    return out


READERS = NAMES

__all__ = [
    "ALERTS",
    "ATTACKS",
    "FORMATS",
    "LAYERS",
    "READERS",
    "SOURCES",
    "Imported",
    "Ingested",
    "Tombstone",
    "alert_rows",
    "annotate",
    "attack_rows",
    "claims_of",
    "dictionary_markdown",
    "differences",
    "dump",
    "gone",
    "history_lines",
    "import_tables",
    "incidents_at",
    "incidents_of",
    "ingest",
    "json_schema",
    "load_into",
    "look_up",
    "make_release",
    "one_incident",
    "open_ledger",
    "open_reports",
    "place_named",
    "publish",
    "read_inputs",
    "read_reports",
    "read_text",
    "reading_from",
    "rebuild",
    "render_text",
    "sources_from",
    "verify",
]
