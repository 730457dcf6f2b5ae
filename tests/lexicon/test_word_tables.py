"""Every row of every word table proves itself: its examples are found, its counter-examples are not."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from tocsin.desk import read_text
from tocsin.lexicon.load import Matcher, Row, table

LEXICON = Path(str(files("tocsin.lexicon")))
TABLES = sorted(p.stem for p in LEXICON.glob("*.toml"))
#: Tables that place reading looks up by word, not through `Matcher`; checked by shape here, by reading in test_places.
SHAPED = {"placewords", "regions"}
#: Rows that are endings of a number (56th, 56-й), never words of their own.
ENDINGS = {"ordinal-ends"}
#: An attack near by, so that the reader takes a trigger's sentence for what it may be.
SCENE = "A missile attack hit the town.\n\n"


def rows(*names: str) -> list[Row]:
    return [row for name in names for row in table(name)]


def named(row: Row) -> str:
    return f"{row.table}:{row.id}"


def found(row: Row, text: str) -> bool:
    return any(hit.row.id == row.id for hit in Matcher(table(row.table)).find(text))


MATCHED = rows(*(name for name in TABLES if name not in SHAPED))
#: A trigger's counter-example may hold its form: the sentence is the proof, and the reader must draw no figure from it.
BY_READING = ("triggers", "history")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_where_its_words_are_from_and_under_which_licence(name: str) -> None:
    meta = tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))["meta"]
    assert meta["table"] == name
    assert meta["source"].strip()
    assert meta["licence"].strip()


@pytest.mark.parametrize("name", TABLES)
def test_ids_are_unique_and_no_form_stands_twice_in_a_row(name: str) -> None:
    made = table(name)
    assert made
    assert len({row.id for row in made}) == len(made)
    for row in made:
        for language, forms in row.forms.items():
            twice = [form for form, times in Counter(forms).items() if times > 1]
            assert not twice, f"{name}.toml, row {row.id}, {language}: {twice} twice"
            assert all(form == form.strip() and form for form in forms), (
                f"{name}.toml, row {row.id}: a form with spaces around"
            )
            assert language in ("en", "uk", "ru", "any"), f"{name}.toml, row {row.id}: language {language!r}"


def test_combined_forms_are_every_choice_of_one_word_from_each_list() -> None:
    row = next(r for r in table("triggers") if r.id == "have-an-injury")
    assert {"had a blast injury", "have minor burns"} <= set(row.forms["en"])
    assert not any("  " in form for form in row.forms["en"])
    hits = Matcher([row]).find("Two girls have minor burns, and one has a concussion.")
    assert [(h.start, h.stop) for h in hits] == [(10, 26), (36, 52)]


def test_no_listed_form_stands_twice() -> None:
    for name in TABLES:
        data = tomllib.loads((LEXICON / f"{name}.toml").read_text(encoding="utf-8"))
        for row in data.get("row", ()):
            for language, forms in row.get("forms", {}).items():
                twice = [form for form, times in Counter(forms).items() if times > 1]
                assert not twice, f"{name}.toml, row {row['id']}, {language}: {twice} twice"


@pytest.mark.parametrize("row", MATCHED, ids=named)
def test_a_row_has_a_kind_forms_and_an_example(row: Row) -> None:
    by_markup = row.more.get("classes") or row.more.get("elements")
    assert row.kind
    assert any(row.forms.values()) or by_markup, "add a form"
    assert row.examples or by_markup, "add an example that holds one of the forms"


@pytest.mark.parametrize("row", [r for r in rows(*TABLES) if r.examples and r.id not in ENDINGS], ids=named)
def test_examples_are_found(row: Row) -> None:
    missed = [example for example in row.examples if not found(row, example)]
    assert not missed, f"no form of {named(row)} is found in {missed}"


@pytest.mark.parametrize("row", [r for r in rows(*TABLES) if r.not_examples and r.table not in BY_READING], ids=named)
def test_counter_examples_are_not_found(row: Row) -> None:
    wrong = [example for example in row.not_examples if found(row, example)]
    assert not wrong, f"{named(row)} is found in {wrong}"


def read_figures(text: str) -> set[str]:
    """Kinds with a figure that are read from the text when it stands below a report of an attack."""
    claims = read_text(SCENE + text, published="2024-03-02", language="en").claims
    return {c.kind for c in claims if c.evidence.start >= len(SCENE) and (c.quantity or c.kind == "history")}


@pytest.mark.parametrize("row", rows("triggers"), ids=named)
def test_a_triggers_examples_are_read_as_its_kind(row: Row) -> None:
    may_be = {row.kind, row.more.get("also"), *(row.more.get("by_unit") or {}).values()}
    for example in row.examples:
        assert read_figures(example) & may_be, example


@pytest.mark.parametrize("row", rows(*BY_READING), ids=named)
def test_no_figure_is_read_from_a_counter_example(row: Row) -> None:
    kind = "history" if row.table == "history" else row.kind
    for example in row.not_examples:
        assert kind not in read_figures(example), example


def fault(region: Row) -> str | None:
    """What is wrong with a row of the regions, None when nothing is."""
    if region.kind not in ("country", "area", "region", "sea", "suburb"):
        return f"kind {region.kind!r}"
    if region.kind == "country" and not (len(region.id) == 2 and region.id.isupper()) and "lat" not in region.more:
        return "a country's id is its ISO 3166-1 alpha-2 code; a territory without one has its own point"
    lat, lon, radius = (region.more.get(key) for key in ("lat", "lon", "radius_m"))
    if (lat is None) != (lon is None) or (lat is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180)):
        return f"no point on the globe: {lat}, {lon}"
    return None if radius is None or 0 < radius < 20_000_000 else f"radius of {radius} m"


def test_regions_lie_on_the_globe() -> None:
    assert [f"{row.id}: {wrong}" for row in table("regions") if (wrong := fault(row))] == []


def test_place_words_have_kinds_and_forms() -> None:
    assert [row.id for row in table("placewords") if not row.kind or not any(row.forms.values())] == []


@pytest.mark.parametrize("row", rows("furniture"), ids=named)
def test_furniture_says_where_its_form_stands_and_how_far_it_reaches(row: Row) -> None:
    assert row.more["at"] in ("line", "start", "in", "end")
    assert row.more["extent"] in ("line", "rest", "list")
    wrong = [example for example in row.more.get("not_marked", ()) if not found(row, example)]
    assert not wrong, f"not_marked is for what the bare forms find: {wrong}"


def test_a_row_with_plurals_has_the_regular_ones_too() -> None:
    row = next(r for r in table("objects") if r.id == "school")
    assert {"university", "universities", "lyceum", "lyceums", "campus"} <= set(row.forms["en"])
    assert not any(form.endswith("ss") for form in row.forms["en"])


@pytest.mark.parametrize(("form", "kind"), [
    ("museum", "culture"), ("library", "culture"), ("refugee camp", "displacement"), ("embassy", "diplomatic"),
    ("playground", "public"), ("wedding party", "gathering"), ("prison", "prison"), ("barracks", "military"),
    ("hotel", "commerce"), ("bridge", "transport"), ("flat", "housing"),
])  # fmt: skip
def test_a_civilian_object_is_not_of_a_military_class(form: str, kind: str) -> None:
    [row] = [r for r in table("objects") if form in r.forms.get("en", ())]
    assert row.kind == kind


def test_the_ids_of_objects_are_nouns_that_are_counted() -> None:
    """They are printed behind numbers: 27 apartments, 2 energy facilities."""
    wrong = {"worship", "energy", "industry", "transport", "culture", "entertainment", "housing", "commerce"}
    assert not wrong & {r.id for r in table("objects")}
