"""`incidents`, `show`, `diff`, `export`, `import`, `check`, `schema` and `eval`: everything that reads back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin import desk

Tocsin = Callable[..., "Ran"]  # noqa: F821 - the fixture's own type
SIRENS = (
    "region,started_at,finished_at,naive\n"
    "Odeska oblast,2024-03-02 05:00:00+00:00,2024-03-02 06:10:00+00:00,False\n"
)  # fmt: skip
ATTACKS = (
    "time_start,time_end,model,target,launched,destroyed,source\n"
    "2024-01-12,2024-01-12,X-101/X-555,Ukraine,8,5,Air Force\n"
    "2024-03-02 06:00,2024-03-02 07:00,X-59,Ukraine,1,0,Air Force\n"
)  # fmt: skip


@pytest.mark.parametrize("output", ["table", "jsonl", "csv"])
def test_incidents_lists_both_attacks(tocsin: Tocsin, ledger: Path, output: str) -> None:
    ran = tocsin("incidents", "--ledger", ledger, "--format", output)
    assert ran.code == 0
    assert "Odesa" in ran.out
    assert "Quetta" in ran.out


def test_the_toll_rises_and_keeps_its_curve(tocsin: Tocsin, ledger: Path) -> None:
    found = tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines
    odesa = next(i for i in found if "karsk-1" in i["reports"])
    toll = next(t for t in odesa["tolls"] if t["kind"] == "killed")
    assert toll["best"] == 14
    assert [p["value"] for p in toll["series"]] == [10, 14]
    assert {p["report"] for p in toll["series"]} == {"karsk-1", "karsk-2"}
    assert toll["rule"]


def test_csv_of_incidents_has_a_row_each(tocsin: Tocsin, ledger: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(tocsin("incidents", "--ledger", ledger, "--format", "csv").out)))
    assert sorted(row["place"] for row in rows) == ["Odesa", "Quetta"]


@pytest.mark.parametrize("name", ["id", "beginning", "report"])
def test_show_takes_an_id_its_beginning_or_a_report(tocsin: Tocsin, ledger: Path, name: str) -> None:
    incident = next(
        i for i in tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines if "karsk-1" in i["reports"]
    )
    ran = tocsin(
        "show", {"id": incident["id"], "beginning": incident["id"][:6], "report": "karsk-1"}[name], "--ledger", ledger
    )
    assert ran.code == 0
    assert "Killed in Odesa: 14" in ran.out


def test_show_explains_and_lists_claims(tocsin: Tocsin, ledger: Path) -> None:
    plain = tocsin("show", "karsk-1", "--ledger", ledger).out
    told = tocsin("show", "karsk-1", "--ledger", ledger, "--explain", "--claims").out
    assert told.startswith(plain.rstrip("\n"))
    assert "karsk-2" in told
    assert "Twenty people were injured" in told
    assert "Why these reports belong together" not in plain
    assert told.count("karsk-1 and karsk-2: same") == 1


@pytest.mark.parametrize(
    ("place", "found"),
    [("Odesa", ["Odesa"]), ("Одеса", ["Odesa"]), ("Pakistan", ["Quetta"]), ("Lviv", []), ("no such place", [])],
)
def test_incidents_of_one_place(tocsin: Tocsin, ledger: Path, place: str, found: list[str]) -> None:
    ran = tocsin("incidents", "--ledger", ledger, "--place", place, "--format", "jsonl")
    assert [i["place"]["name"] for i in ran.lines] == found


def test_show_of_nothing_says_where_to_look(tocsin: Tocsin, ledger: Path) -> None:
    ran = tocsin("show", "i-nope", "--ledger", ledger)
    assert ran.code == 2
    assert "tocsin incidents" in ran.err


@pytest.mark.parametrize(
    "command", [("incidents",), ("show", "karsk-1"), ("export", "out"), ("check",), ("diff", "yesterday")]
)
def test_a_time_that_is_none_is_refused(tocsin: Tocsin, ledger: Path, command: tuple[str, ...]) -> None:
    given = () if command[0] == "diff" else ("--as-of", "yesterday")
    ran = tocsin(*command, "--ledger", ledger, *given)
    assert ran.code == 2
    assert "yesterday" in ran.err


@pytest.mark.parametrize("when", ["2020-01-01", "2020-01-01T00:00:00Z"])
def test_before_anything_was_learned_there_is_nothing(tocsin: Tocsin, ledger: Path, when: str) -> None:
    ran = tocsin("incidents", "--ledger", ledger, "--format", "jsonl", "--as-of", when)
    assert (ran.code, ran.out) == (0, "")


def test_diff_says_what_is_new_and_by_which_claim(tocsin: Tocsin, ledger: Path) -> None:
    before = json.loads(tocsin("ledger", "dump", "--ledger", ledger).out.splitlines()[-2])["learned_at"]
    assert tocsin("diff", before, "--ledger", ledger).out == "nothing changed\n"
    later = {"id": "karsk-3", "published": "2024-03-02T20:00+02:00", "language": "en", "outlet": "Northern Wire",
             "text": "The death toll in Odesa has risen to 16, mayor Olena Hryn said on Saturday evening."}  # fmt: skip
    assert tocsin("ingest", "-", "--ledger", ledger, stdin=json.dumps(later)).code == 0
    told = tocsin("diff", before, "--ledger", ledger).out
    assert "14" in told
    assert "16" in told
    assert "c-" in told


@pytest.mark.parametrize("name", list(desk.FORMATS))
def test_every_format_is_written_and_named(tocsin: Tocsin, ledger: Path, name: str) -> None:
    ran = tocsin("export", "out", "--format", name, "--ledger", ledger, "--made-at", "2024-06-01T00:00:00Z")
    assert ran.code == 0
    files = [Path(line) for line in ran.out.splitlines()]
    assert files
    assert all(file.stat().st_size for file in files)


def test_the_same_record_is_exported_to_the_same_bytes(tocsin: Tocsin, ledger: Path) -> None:
    for folder in ("one", "two"):
        tocsin(
            "export",
            folder,
            "--format",
            "page",
            "--format",
            "csv",
            "--ledger",
            ledger,
            "--made-at",
            "2024-06-01T00:00:00Z",
        )
    for file in Path("one").iterdir():
        assert file.read_bytes() == (Path("two") / file.name).read_bytes()


def test_one_incident_may_be_exported_alone(tocsin: Tocsin, ledger: Path) -> None:
    tocsin("export", "out", "--format", "jsonl", "--incident", "quetta-1", "--ledger", ledger)
    (line,) = Path("out/incidents.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["reports"] == ["quetta-1"]


def test_quotes_only_prints_no_whole_report(tocsin: Tocsin) -> None:
    filler = "Trams ran as usual on the northern line, and the bakery by the station had queues until noon. " * 12
    text = f"Ten people were killed when a missile hit Odesa on Saturday, the mayor said. {filler}Nobody slept."
    tocsin("ingest", "-", "--published", "2024-03-02", "--ledger", "one.sqlite", stdin=text)
    pages = {}
    for folder, more in (("whole", ()), ("quoted", ("--quotes-only",))):
        tocsin("export", folder, "--format", "page", "--ledger", "one.sqlite", *more)
        pages[folder] = Path(folder, "index.html").read_text("utf-8")
        assert "Ten people were killed" in pages[folder]
    assert "Nobody slept." in pages["whole"]
    assert "Nobody slept." not in pages["quoted"]


def test_a_folder_that_cannot_be_written_is_named(tocsin: Tocsin, ledger: Path) -> None:
    Path("taken").write_text("a file", encoding="utf-8")
    ran = tocsin("export", "taken", "--format", "csv", "--ledger", ledger)
    assert ran.code == 2
    assert "taken" in ran.err


def test_an_empty_record_is_not_exported(tocsin: Tocsin) -> None:
    assert tocsin("ingest", "-", "--ledger", "new.sqlite", stdin="The cat sat on the mat.").code == 0
    ran = tocsin("export", "out", "--ledger", "new.sqlite")
    assert ran.code == 2
    assert "tocsin ingest" in ran.err


def test_sirens_and_attacks_are_imported_once_and_joined(tocsin: Tocsin, ledger: Path) -> None:
    Path("sirens.csv").write_text(SIRENS, encoding="utf-8")
    Path("attacks.csv").write_text(ATTACKS, encoding="utf-8")
    assert tocsin("import", "alerts", "sirens.csv", "--ledger", ledger).out == "1 rows added, 0 known already\n"
    assert tocsin("import", "attacks", "attacks.csv", "--ledger", ledger).out == "2 rows added, 0 known already\n"
    assert tocsin("import", "attacks", "attacks.csv", "--ledger", ledger).out == "0 rows added, 2 known already\n"
    odesa = next(
        i for i in tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines if "karsk-1" in i["reports"]
    )
    assert [a["started_at"][:16] for a in odesa["alerts"]] == ["2024-03-02T05:00"]


def test_a_statement_of_51_days_is_checked_against_the_table(tocsin: Tocsin, ledger: Path) -> None:
    """12 January to 2 March 2024 is 50 days elapsed, 51 counted inclusively; the table does not say which town."""
    Path("attacks.csv").write_text(ATTACKS, encoding="utf-8")
    assert "cannot tell" in tocsin("check", "--ledger", ledger).out
    tocsin("import", "attacks", "attacks.csv", "--ledger", ledger)
    told = tocsin("check", "karsk-1", "--ledger", ledger).out
    assert "consistent" in told
    assert "50 days elapsed, 51 counted inclusively" in told
    assert "missing: " in told


def test_import_keeps_to_the_dates_asked_for(tocsin: Tocsin, ledger: Path) -> None:
    Path("attacks.csv").write_text(ATTACKS, encoding="utf-8")
    ran = tocsin("import", "attacks", "attacks.csv", "--since", "2024-02-01", "--ledger", ledger)
    assert ran.out == "1 rows added, 0 known already\n"


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "region,started_at\nNowhere,not a time\n"])
def test_a_table_that_is_none_is_refused_with_its_address(tocsin: Tocsin, ledger: Path, content: str) -> None:
    Path("odd.csv").write_text(content, encoding="utf-8")
    ran = tocsin("import", "alerts", "odd.csv", "--ledger", ledger)
    assert ran.code == 2
    assert "odd.csv" in ran.err


def matches(shape: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """A value against the part of JSON Schema that the published schemas use."""
    if "$ref" in shape:
        return matches(root["$defs"][shape["$ref"].rpartition("/")[2]], value, root)
    if "anyOf" in shape:
        return any(matches(s, value, root) for s in shape["anyOf"])
    types = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    names = shape.get("type", [])
    names = [names] if isinstance(names, str) else names
    if not any(isinstance(value, types[n]) and (n == "boolean" or not isinstance(value, bool)) for n in names):  # type: ignore[arg-type]  # mypy sees a union of types
        return False
    if "enum" in shape and value not in shape["enum"]:
        return False
    if isinstance(value, list):
        return all(matches(shape["items"], item, root) for item in value)
    if isinstance(value, dict):
        known = shape["properties"]
        return set(value) == set(known) == set(shape["required"]) and all(
            matches(known[k], v, root) for k, v in value.items()
        )
    return True


def test_claims_and_incidents_are_as_their_schemas_say(tocsin: Tocsin, ledger: Path, reports: Path) -> None:
    for kind, lines in (("claim", tocsin("read", reports, "--format", "jsonl").lines),
                        ("incident", tocsin("incidents", "--ledger", ledger, "--format", "jsonl").lines)):  # fmt: skip
        schema = json.loads(tocsin("schema", kind).out)
        assert schema["$schema"].startswith("https://json-schema.org/")
        assert lines
        for line in lines:
            assert matches(schema, line, schema), line
            assert not matches(schema, {**line, "kind": 5}, schema)


def test_schema_lists_sources_formats_and_the_dictionary(tocsin: Tocsin) -> None:
    assert {line.split()[0] for line in tocsin("schema", "--formats").out.splitlines()} == set(desk.FORMATS)
    assert {line.split()[0] for line in tocsin("schema", "--sources").out.splitlines()} == {
        s.name for s in desk.SOURCES
    }
    assert "### Claim" in tocsin("schema", "--dictionary").out
    assert tocsin("schema", "nothing").code == 2


GOLD = """=== one
attack: uman
genre: wire
published: 2023-04-28
outlet: Wire
country: UA
---
Ten people were killed when a missile hit Uman on Friday.
---
killed 10 "Ten people were killed" figure="Ten" place="Uman" time="on Friday"
"""


def test_eval_scores_the_gold_names_what_is_absent_and_holds_the_floors(tocsin: Tocsin, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/one.txt").write_text(GOLD, encoding="utf-8")
    (tmp_path / "floors.json").write_text('{"gold": {"killed_recall": 0.9}, "times": {"value": 0.7}}', encoding="utf-8")
    ran = tocsin("eval", "--gold", "gold", "--corpora", "nowhere", "--floors", "floors.json")
    assert ran.code == 0, ran.out
    assert "killed        P 1.000 R 1.000" in ran.out
    assert "not there (nowhere): skipped" in ran.out
    assert "floors: 1 of 1 hold; floors of times were not held" in ran.out


def test_eval_fails_when_a_figure_is_below_its_floor(tocsin: Tocsin, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/one.txt").write_text(GOLD.replace("killed 10", "killed 11"), encoding="utf-8")
    (tmp_path / "floors.json").write_text('{"gold": {"killed_recall": 0.9}}', encoding="utf-8")
    ran = tocsin("eval", "--gold", "gold", "--floors", "floors.json", "--errors", "5")
    assert ran.code == 1
    assert "killed_recall 0.000 is below its floor 0.900" in ran.out
    assert "wrong number" in ran.out


@pytest.mark.parametrize("content", ["{bad", "[]", '{"gold": 5}', '{"gold": {"figure_f1": "high"}}'])
def test_floors_that_cannot_be_read_are_refused(tocsin: Tocsin, tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content, encoding="utf-8")
    ran = tocsin("eval", "--floors", "floors.json")
    assert ran.code == 2
    assert "floors.json" in ran.err
