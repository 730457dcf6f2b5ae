"""The record for a terminal, and the data dictionary."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from publish import night
from tocsin.errors import UnknownId
from tocsin.publish import Release, dictionary_markdown, json_schema, render_text
from tocsin.publish.dictionary import KINDS
from tocsin.record import Incident, to_json


def test_the_text_holds_figures_words_and_reasons(release: Release) -> None:
    text = render_text(release.incidents[0], release.claims_by_id())
    for line in (
        "Uman, 28 April 2023: 23 killed in a missile strike",
        "Killed in Uman: 23",
        "  * 28 Apr, 05:41  3 killed, Ihor Taburets",
        "“Three people died”",
        "[not counted: stale]",
        "Injured in Uman: 17 (8 to 17)",
        "  - Ukraine: cruise missiles: 23 launched, 21 intercepted, 2 left over; Valerii Zaluzhnyi",
        "10 in Uman + 2 in Dnipro = 12; at least 12 said: closes",
        "  - Who the two missing people are.",
    ):
        assert line in text


def test_the_text_names_parts_bases_sirens_and_clarity() -> None:
    release = night.wave()
    whole, part = release.incidents
    text = render_text(whole, release.claims_by_id(), kin=release.incidents)
    for line in (
        "sourcing: confirmed (UCDP clarity 1, clear)",
        "Parts of this wave\n  - i-dnipro: Dnipro, 28 April 2023: 2 killed in a missile strike",
        "  - Ukraine: cruise missiles only: 23 launched, 21 intercepted",
        "  - Ukraine: cruise missiles and drones together: 25 launched, 23 intercepted",
        "  - Kyiv: cruise missiles: 11 intercepted",
        "  - 1 hour 4 minutes from the siren to the first reported impact",
        "  - 1 hour 35 minutes of the night (22:00 to 06:00) under alert, 20%",
    ):
        assert line in text
    text = render_text(part, release.claims_by_id(), kin=release.incidents)
    assert f"part of {whole.id}: Ukraine, 28 April 2023: 25 killed in a missile strike" in text
    assert "sourcing: weak (UCDP clarity 2, less clear)" in text


def test_reasons_are_printed_once_and_only_when_asked_for(release: Release) -> None:
    told = render_text(release.incidents[0], {}, reasons=True)
    assert told.count("one wave of missiles") == 1
    assert "one wave of missiles" not in render_text(release.incidents[0], {}, reasons=False)


@pytest.mark.parametrize("bad", night.HOSTILE, ids=lambda bad: ascii(bad)[:24])
def test_no_text_can_drive_the_terminal(bad: str) -> None:
    release = night.hostile(bad)
    text = render_text(release.incidents[0], release.claims_by_id())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text.replace("\r", ""))


def test_an_incident_without_anything_has_a_text() -> None:
    assert render_text(Incident("i-1"), {}).startswith("Place not known, day not known: attack\n=")


def conform(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> None:
    """The part of JSON Schema that ours use, checked by hand."""
    if "$ref" in schema:
        conform(value, defs[schema["$ref"].rpartition("/")[2]], defs)
        return
    if "anyOf" in schema:
        assert any(conforms(value, s, defs) for s in schema["anyOf"])
        return
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    names = {
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
        dict: "object",
        list: "array",
        type(None): "null",
    }
    assert names[type(value)] in kinds or (isinstance(value, int) and "number" in kinds)
    assert "enum" not in schema or value in schema["enum"]
    if isinstance(value, dict):
        assert value.keys() == schema["properties"].keys() == set(schema["required"])
        for name, inner in value.items():
            conform(inner, schema["properties"][name], defs)
    if isinstance(value, list):
        for inner in value:
            conform(inner, schema["items"], defs)


def conforms(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    try:
        conform(value, schema, defs)
    except AssertionError:
        return False
    return True


def test_records_fit_their_schemas(release: Release) -> None:
    for kind, records in (("claim", release.claims), ("incident", release.incidents), ("report", release.reports)):
        schema = json.loads(json.dumps(json_schema(kind)))
        for record in records:
            conform(to_json(record), schema, schema.get("$defs", {}))


def test_a_schema_refuses_what_is_not_one_of_the_choices(release: Release) -> None:
    schema = json_schema("claim")
    claim = to_json(release.claims[0])
    assert conforms(claim, schema, schema["$defs"])
    for wrong in ({"kind": "murdered"}, {"score": "high"}, {"extra": 1}, {"evidence": None}):
        assert not conforms(claim | wrong, schema, schema["$defs"]), wrong


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_in_a_schema_leads_somewhere(kind: str) -> None:
    schema = json_schema(kind)
    assert schema["$schema"].endswith("2020-12/schema")
    for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)):
        assert name in schema["$defs"]


def test_an_unknown_record_is_named() -> None:
    with pytest.raises(UnknownId, match="there are claim, incident"):
        json_schema("verdict")


def test_the_dictionary_explains_every_field() -> None:
    text = dictionary_markdown()
    for name in ("Claim", "PartSum", "Moment", "Retraction"):
        assert f"### {name}\n" in text
    assert "| `kind` | string | What sort of claim. One of: `killed`, `injured`" in text
    assert "[Quantity](#quantity) or null" in text
    assert not re.search(r"\| *\.", text), "a field without words"
