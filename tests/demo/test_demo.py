"""The demo's record holds the public facts of the night of 28 April 2023, and its page links every figure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tocsin import desk
from tocsin.demo import run_demo
from tocsin.record import Claim, Incident, Toll, WeaponCount


class Night:
    """What one run of the demo left behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines = list(run_demo(folder))
        with desk.open_ledger(folder / "demo.sqlite", create=False) as ledger:
            self.incidents = desk.rebuild(ledger)
            self.claims = {c.claim.id: c.claim for c in ledger.current_claims()}
            self.reports = {r.id: r for r in ledger.current_reports()}
            self.problems = desk.verify(ledger)

    @property
    def uman(self) -> Incident:
        return next(i for i in self.incidents if i.place is not None and i.place.name == "Uman")

    def toll(self, kind: str, place: str) -> Toll:
        return next(t for t in self.uman.tolls if (t.kind, t.place and t.place.name) == (kind, place))

    def weapons(self, place: str) -> Iterator[WeaponCount]:
        return (w for w in self.uman.weapons if w.place is not None and w.place.name == place)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return Night(tmp_path_factory.mktemp("night"))


def told(toll: Toll) -> list[int]:
    """The numbers in the order in which they first were told, those that moved the toll."""
    return list(dict.fromkeys(p.value for p in toll.series if p.counted and p.value is not None))


def test_the_reports_are_many_voices_and_more_than_one_language(night: Night) -> None:
    assert len(night.reports) >= 10
    assert len({r.outlet for r in night.reports.values()}) >= 8
    assert {"en", "uk"} <= {r.language for r in night.reports.values()}
    assert night.problems == []


def test_one_night_is_one_incident(night: Night) -> None:
    (wave,) = [i for i in night.incidents if i.part_of is None]
    assert {i.id for i in night.incidents} == {wave.id, *wave.parts}
    assert set(night.uman.reports) == set(night.reports)
    assert night.uman.time is not None
    assert (night.uman.time.start or "").startswith("2023-04-28T04")


def test_the_toll_of_uman_rises_3_10_17_23(night: Night) -> None:
    toll = night.toll("killed", "Uman")
    rising = told(toll)
    assert [n for n in rising if n in (3, 10, 17, 23)] == [3, 10, 17, 23]
    assert (toll.low, toll.best, toll.high) == (23, 23, 23)
    assert toll.rule


def test_the_correction_and_the_stale_copy_do_not_move_it(night: Night) -> None:
    kept_out = {(p.value, p.report) for p in night.toll("killed", "Uman").series if not p.counted}
    assert (25, "demo-12-correction") in kept_out
    assert (17, "demo-10-stale-syndication") in kept_out


def test_two_died_in_dnipro_and_25_in_the_country(night: Night) -> None:
    assert night.toll("killed", "Dnipro").best == 2
    assert night.toll("killed", "Ukraine").best == 25


def test_nobody_was_hurt_in_kyiv(night: Night) -> None:
    assert night.toll("killed", "Kyiv").best == 0


def test_10_in_uman_and_2_in_dnipro_close_at_least_12(night: Night) -> None:
    sums = [s for toll in night.uman.tolls for s in toll.sums]
    first = next(s for s in sums if s.total == 12)
    assert (first.added, first.left, first.closes) == (12, 0, True)
    assert "at least 12" in first.text
    last = next(s for s in sums if s.total == 25)
    assert (last.added, last.closes) == (25, True)


def test_21_of_23_cruise_missiles_leave_2(night: Night) -> None:
    count = next(w for w in night.weapons("Ukraine") if w.weapon == ("cruise-missile",))
    assert (count.launched, count.intercepted, count.left) == (23, 21, 2)
    assert any("2 of 23" in sentence for sentence in night.uman.unknown)


def test_11_missiles_and_2_drones_were_shot_down_around_kyiv(night: Night) -> None:
    counts = {w.weapon: w.intercepted for w in night.weapons("Kyiv")}
    assert counts[("cruise-missile",)] == 11
    assert counts[("drone",)] == 2


def test_the_first_in_51_days_is_what_the_data_allow(night: Night) -> None:
    checks = [h for h in night.uman.history if "51 days" in h.statement]
    assert checks
    for check in checks:
        assert check.verdict == "consistent"
        assert "2023-03-09" in check.why
        assert "50 days elapsed, 51 counted inclusively" in check.why
        assert check.rows
        assert check.missing, "the table does not say which town"


def test_an_old_attack_is_told_as_the_past(night: Night) -> None:
    assert [c.status for c in night.claims.values() if c.quantity and c.quantity.value == 46] == ["other"]


def test_the_sirens_of_kyiv_are_joined_to_the_second(night: Night) -> None:
    kyiv = next(a for a in night.uman.alerts if a.region.startswith("Kyiv"))
    assert (kyiv.started_at, kyiv.finished_at) == ("2023-04-28T01:01:54Z", "2023-04-28T03:13:55Z")


def test_every_claim_stands_on_its_words(night: Night) -> None:
    for claim in night.claims.values():
        text = night.reports[claim.report].text
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


def test_nothing_is_read_from_the_comment_form(night: Night) -> None:
    report = night.reports["demo-07-foreign-daily"]
    form = report.text.index("Leave a Reply")
    assert all(c.evidence.end <= form for c in night.claims.values() if c.report == report.id)


def test_every_format_is_there_and_the_page_is_named(night: Night) -> None:
    page = night.folder / "index.html"
    assert f"page:  {page.resolve()}" in night.lines
    for form in desk.FORMATS.values():
        stem, suffix = Path(form.FILE_NAME).stem, Path(form.FILE_NAME).suffix
        assert all(file.stat().st_size for file in night.folder.glob(f"{stem}*{suffix}"))
        assert list(night.folder.glob(f"{stem}*{suffix}")), f"nothing like {form.FILE_NAME}"
    for name in ("map", "curve"):
        assert list(night.folder.glob(f"{name}*.svg"))
        assert list(night.folder.glob(f"{name}*.png"))


class _Page(HTMLParser):
    """Ids, links, and what each link's text is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self._href: str | None = None
        self.fetches: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self._href = given.get("href") if tag == "a" else self._href
        self.fetches += [given[k] for k in ("src", "srcset", "data") if k in given]
        if tag == "a" and "href" in given:
            self.links.append((given["href"], ""))

    def handle_data(self, data: str) -> None:
        if self._href is not None and self.links:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = None


def test_the_page_fetches_nothing_and_no_link_is_dead(night: Night) -> None:
    page = _Page((night.folder / "index.html").read_text(encoding="utf-8"))
    assert page.fetches == []
    assert [href for href, _ in page.links if href.startswith("#") and href[1:] not in page.ids] == []


def test_every_figure_of_the_record_is_linked_to_its_words(night: Night) -> None:
    """Each claim that any toll or weapon count rests on has a link on the page, to a place that holds its words."""
    html = (night.folder / "index.html").read_text(encoding="utf-8")
    page = _Page(html)
    rests_on: set[str] = {p.claim for t in night.uman.tolls for p in t.series}
    rests_on |= {c for w in night.uman.weapons for c in w.claims}
    linked = {href for href, _ in page.links}
    unlinked = [night.claims[c].evidence.quote for c in sorted(rests_on) if not _leads_to(linked, c)]
    assert unlinked == []
    for toll in night.uman.tolls:
        if toll.best:
            assert any(str(toll.best) in text for _, text in page.links), f"{toll.kind} {toll.best} is not a link"


def _leads_to(linked: set[str], claim: str) -> bool:
    return any(href.startswith("#") and href.endswith(claim) for href in linked)


def test_a_second_run_gives_the_same_record(night: Night, tmp_path: Path) -> None:
    again = Night(tmp_path)
    assert again.incidents == night.incidents
    assert again.claims == night.claims
    for name in ("index.html", "incidents.csv", "places.geojson"):
        assert (tmp_path / name).read_bytes() == (night.folder / name).read_bytes()


def test_the_bundled_reports_are_well_formed() -> None:
    from importlib.resources import files

    lines = (files("tocsin.demo") / "night.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines)


def test_every_claim_of_the_night_reads_back_as_it_was_written(night: Night) -> None:
    from tocsin.record import from_json, to_json

    assert all(from_json(Claim, to_json(c)) == c for c in night.claims.values())
