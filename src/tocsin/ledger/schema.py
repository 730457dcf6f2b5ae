"""The tables of a ledger file: plain SQL, readable as they are in any SQLite browser.

Six tables, one per class of row, share one running number (`seq`). In each, `json` is the row's record and the only
truth; the columns stored beside it exist to be indexed, referred to or read by people, and `verify` compares them with
it. Further columns are computed from `json` when they are read (not those of claims: SQLite would work out each of them
on every insert too, which took half the speed).
Nothing may be changed: triggers refuse UPDATE, DELETE and INSERT OR REPLACE.

`verify` compares a file's schema with these statements word for word: a change to any of them is a new FORMAT.
"""

from __future__ import annotations

APPLICATION_ID = 0x5443534E  # the letters TCSN in the file's header, for file(1) and for open_ledger
FORMAT = 1  # PRAGMA user_version; a file with a greater one was written by a newer Tocsin
OLDEST_SQLITE = (3, 31, 0)  # generated columns; https://sqlite.org/gencol.html

#: The main fields of a claim as columns of their own: name -> (type, path in the JSON).
CLAIM_FIELDS: dict[str, tuple[str, str]] = {
    "value": ("INTEGER", "quantity.value"),
    "low": ("INTEGER", "quantity.low"),
    "high": ("INTEGER", "quantity.high"),
    "qualifier": ("TEXT", "quantity.qualifier"),
    "unit": ("TEXT", "quantity.unit"),
    "people_group": ("TEXT", "quantity.group"),
    "part_of_value": ("INTEGER", "quantity.part_of.value"),
    "part_of_claim": ("TEXT", "quantity.part_of.claim"),
    "cumulative": ("INTEGER", "quantity.cumulative"),
    "object": ("TEXT", "object.id"),
    "weapon": ("TEXT", "weapon[0].id"),
    "weapon_2": ("TEXT", "weapon[1].id"),
    "actor": ("TEXT", "actor.id"),
    "place_name": ("TEXT", "place.name"),
    "place_id": ("TEXT", "place.id"),
    "place_precision": ("TEXT", "place.precision"),
    "country": ("TEXT", "place.path[0]"),
    "region": ("TEXT", "place.path[1]"),
    "lat": ("REAL", "place.lat"),
    "lon": ("REAL", "place.lon"),
    "radius_m": ("INTEGER", "place.radius_m"),
    "time_start": ("TEXT", "time.start"),
    "time_end": ("TEXT", "time.end"),
    "time_precision": ("TEXT", "time.precision"),
    "time_basis": ("TEXT", "time.basis"),
    "speaker_name": ("TEXT", "speaker.name"),
    "speaker_role": ("TEXT", "speaker.role"),
    "speaker_organisation": ("TEXT", "speaker.organisation"),
    "mode": ("TEXT", "mode"),
    "stance": ("TEXT", "stance"),
    "certainty": ("TEXT", "certainty"),
    "status": ("TEXT", "status"),
    "quote": ("TEXT", "evidence.quote"),
    "quote_start": ("INTEGER", "evidence.start"),
    "quote_end": ("INTEGER", "evidence.end"),
    "reader": ("TEXT", "reader"),
    "score": ("REAL", "score"),
}

#: The stored columns after seq, id, learned_at, chain and json, by class, in the order in which rows are added.
STORED: dict[str, tuple[str, ...]] = {
    "report": ("base", "version", "sha256"),
    "table_row": ("table_name", "row_id", "version"),
    "claim": ("report", "kind", *CLAIM_FIELDS),
    "judgement": ("verdict", "made_at", "report", "other_report", "claim"),
    "correction": ("claim", "field", "made_at"),
    "retraction": (
        "target", "made_at",
        "target_report", "target_claim", "target_judgement", "target_correction", "target_retraction",
    ),
}  # fmt: skip
CLASSES = tuple(STORED)

_COMMON = """seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, learned_at TEXT NOT NULL, chain TEXT NOT NULL,
    json TEXT NOT NULL"""

_DECLARED: dict[str, str] = {
    "report": "base TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL",
    "table_row": "table_name TEXT NOT NULL, row_id TEXT NOT NULL, version INTEGER NOT NULL",
    "claim": "report TEXT NOT NULL REFERENCES report(id), kind TEXT NOT NULL,\n    "
    + ", ".join(f"{name} {kind}" for name, (kind, _) in CLAIM_FIELDS.items()),
    "judgement": """verdict TEXT NOT NULL, made_at TEXT NOT NULL, report TEXT REFERENCES report(id),
    other_report TEXT REFERENCES report(id), claim TEXT REFERENCES claim(id)""",
    "correction": "claim TEXT NOT NULL REFERENCES claim(id), field TEXT NOT NULL, made_at TEXT NOT NULL",
    "retraction": """target TEXT NOT NULL, made_at TEXT NOT NULL, target_report TEXT REFERENCES report(id),
    target_claim TEXT REFERENCES claim(id), target_judgement TEXT REFERENCES judgement(id),
    target_correction TEXT REFERENCES correction(id), target_retraction TEXT REFERENCES retraction(id)""",
}

#: Columns read out of `json`: name -> (type, path).
_COMPUTED: dict[str, dict[str, tuple[str, str]]] = {
    "report": {
        "outlet": ("TEXT", "outlet"),
        "published": ("TEXT", "published"),
        "title": ("TEXT", "title"),
        "language": ("TEXT", "language"),
        "url": ("TEXT", "url"),
        "report_kind": ("TEXT", "kind"),
        "source": ("TEXT", "source"),
        "text": ("TEXT", "text"),
    },
    "table_row": {"data": ("TEXT", "data")},
    "claim": {},
    "judgement": {"made_by": ("TEXT", "by"), "note": ("TEXT", "note")},
    "correction": {"value": ("", "value"), "made_by": ("TEXT", "by"), "note": ("TEXT", "note")},
    "retraction": {"made_by": ("TEXT", "by"), "note": ("TEXT", "note")},
}

_INDEXES = (
    *(f"CREATE INDEX {cls}_by_learned_at ON {cls}(learned_at)" for cls in CLASSES),
    "CREATE INDEX claim_by_report ON claim(report)",
    "CREATE INDEX claim_by_kind ON claim(kind)",
    "CREATE UNIQUE INDEX report_by_base ON report(base, version)",
    "CREATE UNIQUE INDEX table_row_by_row_id ON table_row(table_name, row_id, version)",
    "CREATE INDEX judgement_by_claim ON judgement(claim)",
    "CREATE INDEX correction_by_claim ON correction(claim)",
    "CREATE INDEX retraction_by_target ON retraction(target)",
)

# A retraction counts unless one that counts takes it back. SQL cannot recurse through "unless" without end, so four
# steps (a retraction of a retraction of a retraction of a retraction) are spelled out; Ledger.standing has no limit.
_STANDS = """NOT EXISTS (SELECT 1 FROM retraction r2 WHERE r2.target = {row} AND
  NOT EXISTS (SELECT 1 FROM retraction r3 WHERE r3.target = r2.id AND
  NOT EXISTS (SELECT 1 FROM retraction r4 WHERE r4.target = r3.id AND
  NOT EXISTS (SELECT 1 FROM retraction r5 WHERE r5.target = r4.id))))"""


def _corrected(column: str, *, follows_value: bool = False) -> str:
    """SQL for a quantity column with its last standing correction; low and high follow an exact value."""
    made = "FROM v_corrections k WHERE k.claim = c.id AND k.field = 'quantity.{}'"
    last = f"(SELECT k.value {made} ORDER BY k.made_at DESC, k.seq DESC LIMIT 1)"
    has = f"EXISTS (SELECT 1 {made})"
    cases = [f"WHEN {has.format(column)} THEN {last.format(column)}"]
    if follows_value:
        cases.append(f"WHEN {has.format('value')} AND c.qualifier = 'exact' THEN {last.format('value')}")
    return f"CASE {' '.join(cases)} ELSE c.{column} END AS {column}"


_COUNTS = f"""SELECT c.kind, c.place_name, c.time_start, c.time_end,
  {_corrected("value")},
  {_corrected("low", follows_value=True)},
  {_corrected("high", follows_value=True)},
  c.qualifier, c.unit, {{extra}},
  coalesce(c.speaker_name, c.speaker_organisation, c.speaker_role, r.outlet) AS said_by,
  c.mode, c.stance, c.certainty, c.status, r.outlet, r.published, c.quote, c.report, c.id AS claim, c.learned_at,
  (SELECT group_concat(k.field || ' = ' || coalesce(k.value, 'none') || ' (' || k.made_by || ')', '; ')
   FROM v_corrections k WHERE k.claim = c.id) AS corrections
FROM v_standing_claims c JOIN report r ON r.id = c.report
WHERE c.kind IN ({{kinds}})"""

# Unsorted, so that the first page of a million rows comes at once; the reader of a view chooses its order.
_VIEWS: dict[str, str] = {
    "v_corrections": f"SELECT k.* FROM correction k WHERE {_STANDS.format(row='k.id')}",
    "v_standing_claims": f"""SELECT c.* FROM claim c
WHERE {_STANDS.format(row="c.id")}
AND {_STANDS.format(row="c.report")}
AND coalesce((SELECT j.verdict FROM judgement j WHERE j.claim = c.id AND j.verdict IN ('accepted', 'rejected')
  AND {_STANDS.format(row="j.id")} ORDER BY j.made_at DESC, j.seq DESC LIMIT 1), 'accepted') <> 'rejected'""",
    "v_tolls": _COUNTS.format(
        extra="c.people_group, c.part_of_value, c.cumulative",
        kinds="'killed', 'injured', 'missing', 'trapped', 'rescued'",
    ),
    "v_weapons": _COUNTS.format(extra="c.weapon, c.weapon_2, c.actor", kinds="'launched', 'intercepted', 'lost'"),
    "v_sources": """SELECT r.id AS report, r.outlet, r.published, r.title, r.url, r.learned_at,
  (SELECT count(*) FROM claim c WHERE c.report = r.id) AS claims,
  (SELECT count(*) FROM retraction x WHERE x.target = r.id) AS retractions
FROM report r""",
    "v_log": " UNION ALL ".join(f"SELECT seq, '{cls}' AS class, id, learned_at, chain FROM {cls}" for cls in CLASSES)
    + " ORDER BY seq",
}


def _computed(kind: str, path: str) -> str:
    value = f"json_extract(json, '$.{path}')"
    # A lone surrogate, kept as the escape \udXXX, would come out as bytes that are not UTF-8 and stop every reader.
    return value if kind in ("INTEGER", "REAL") else f"CASE WHEN instr(json, '\\ud') THEN NULL ELSE {value} END"


def _table(cls: str) -> str:
    computed = "".join(
        f",\n    {name} {kind} GENERATED ALWAYS AS ({_computed(kind, path)}) VIRTUAL"
        for name, (kind, path) in _COMPUTED[cls].items()
    )
    return f"CREATE TABLE {cls} (\n    {_COMMON},\n    {_DECLARED[cls]}{computed}\n)"


def _guards(cls: str) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, 'the ledger is append-only: {cls} rows are never {{}}'){{}};"
    return [
        f"CREATE TRIGGER {cls}_no_update BEFORE UPDATE ON {cls} BEGIN {refuse.format('changed', '')} END",
        f"CREATE TRIGGER {cls}_no_delete BEFORE DELETE ON {cls} BEGIN {refuse.format('deleted', '')} END",
        # INSERT OR REPLACE deletes without firing the delete trigger: https://sqlite.org/lang_conflict.html
        f"CREATE TRIGGER {cls}_no_replace BEFORE INSERT ON {cls}"
        f" WHEN EXISTS (SELECT 1 FROM {cls} WHERE seq = NEW.seq) OR EXISTS (SELECT 1 FROM {cls} WHERE id = NEW.id)"
        f" BEGIN {refuse.format('replaced', '')} END",
    ]


def statements() -> list[str]:
    """Every statement that makes an empty ledger, in order."""
    made = [_table(cls) for cls in CLASSES] + list(_INDEXES)
    for cls in CLASSES:
        made += _guards(cls)
    made += [f"CREATE VIEW {name} AS {body}" for name, body in _VIEWS.items()]
    return [*made, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {FORMAT}"]
