"""The record page: every figure leads to its words, nothing leaves the page, nothing runs that is not its own."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from publish import night
from publish.html_check import Page
from tocsin.publish import FORMATS, Release
from tocsin.publish.headline import weapon_rows
from tocsin.publish.page import render_page, safe_url
from tocsin.publish.page_view import CONTEXT_QUOTES_ONLY
from tocsin.record import Incident, Report


@pytest.fixture(scope="module")
def html(release: Release) -> str:
    return render_page(release.incidents[0], release)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    made = Page(html)
    made.check()
    return made


def test_the_headline_says_where_when_how_many_and_what(page: Page) -> None:
    assert re.search(r"Uman, 28 April 2023:\s*23 killed in a missile strike", page.text)
    assert "The first count was 3 (28 Apr, 05:41); it has stood at 23 since 29 Apr, 09:10." in page.text


def test_every_claim_has_its_card_and_every_card_its_words(page: Page, release: Release) -> None:
    for claim in release.claims:
        assert f"claim-{claim.id}" in page.ids
        assert claim.evidence.quote in page.text
        assert f"at-{claim.id}" in page.ids, "the place in the report's text"


def test_every_counted_figure_is_a_link_to_its_claim(page: Page, release: Release) -> None:
    linked = {href.removeprefix("#claim-") for href, given in page.links if given.get("class") == "f"}
    for toll in release.incidents[0].tolls:
        for point in toll.series:
            assert point.claim in linked


def test_map_and_curve_lead_to_claims_too(html: str) -> None:
    inside = re.findall(r'<svg[^>]*role="group".*?</svg>', html, re.S)
    assert len(inside) == 6, "a map and the main curve twice each, two small curves"
    assert all('href="#claim-c-' in svg and "aria-label" in svg for svg in inside)


def test_the_policy_allows_only_what_the_page_holds(page: Page) -> None:
    policy = page.meta["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    for name, blocks in page.blocks.items():
        (text,) = blocks
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "eval" not in page.blocks["script"][0]
    assert not re.search(r"@import|url\(", page.blocks["style"][0])


def test_what_was_not_counted_says_why(page: Page) -> None:
    for reason in ("stale", "subset", "copy", "other side"):
        assert f"no: {reason}" in page.text


def test_sums_show_their_arithmetic(page: Page) -> None:
    assert re.search(r"10 in Uman \+ 2 in Dnipro = 12\s*said in Ukraine: at least 12", page.text)
    assert "The sum closes" in page.text


def test_a_part_stands_under_the_wider_count_that_holds_it(release: Release) -> None:
    rows = release.incidents[0].weapons
    mixed = replace(
        release.incidents[0], weapons=(rows[0], rows[2], replace(rows[1], within=0), replace(rows[3], within=1))
    )
    order = [(row.weapon[0], row.place.name if row.place else "", inner) for row, inner in weapon_rows(mixed)]
    assert order == [("cruise-missile", "Ukraine", False), ("cruise-missile", "Kyiv", True),
                     ("drone", "Ukraine", False), ("drone", "Kyiv", True)]  # fmt: skip
    loop = replace(mixed, weapons=(replace(rows[0], within=1), replace(rows[1], within=0), replace(rows[2], within=9)))
    assert len(weapon_rows(loop)) == 3, "a ring of parts loses no row"


def test_a_country_stands_beside_the_map_and_not_on_it(html: str) -> None:
    assert "not on the map" in html
    drawn = "".join(re.findall(r"<svg.*?</svg>", html, re.S))
    assert "Ukraine:" not in drawn
    assert "Uman: 23 killed" in drawn


def test_with_quotes_only_no_report_is_printed_whole(release: Release) -> None:
    """Each quote brings 160 code points of its report with it at most, and what no claim rests on stays away."""
    html = render_page(release.incidents[0], replace(release, quotes_only=True))
    page = Page(html)
    page.check()
    assert "Subscribe to our newsletter" not in page.text, "furniture is no context"
    for quote in re.findall(r"<blockquote.*?</blockquote>", html, re.S):
        around = "".join(re.findall(r'<span class="context">(.*?)</span>', quote, re.S))
        assert len(Page(around).text.replace("…", "").strip()) <= CONTEXT_QUOTES_ONLY


def test_a_long_quote_is_cut_when_published(release: Release) -> None:
    claim = release.claims[0]
    text = "Explosions " * 200
    report = replace(next(r for r in release.reports if r.id == claim.report), text=text)
    long = replace(claim, evidence=replace(claim.evidence, start=0, end=len(text), quote=text))
    shown = replace(
        release, claims=(long, *release.claims[1:]), reports=(report, *release.reports[1:]), quotes_only=True
    )
    assert Page(render_page(shown.incidents[0], shown)).text.count("Explosions") < 2 * 40


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd", "//x.org", None, ""]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert safe_url("https://example.org/a") == "https://example.org/a"


def test_foreign_words_keep_their_direction_to_themselves(html: str) -> None:
    assert "<bdi>Черкаси сьогодні</bdi>" in html
    assert html.count('dir="auto"') > 20


def test_several_incidents_get_a_list(release: Release, tmp_path: Path) -> None:
    first = release.incidents[0]
    both = replace(
        release, incidents=(first, replace(first, id="i-two", place=night.DNIPRO), replace(first, id="../x", time=None))
    )
    files = FORMATS["page"].write(both, tmp_path).files
    assert len(files) == len(set(files)) == 4
    assert {p.name for p in tmp_path.iterdir()} == set(files), "an id may not lead out of the folder"
    index = Page((tmp_path / "index.html").read_text("utf-8"))
    index.check()
    assert {href for href, _ in index.links if href.endswith(".html")} == set(files) - {"index.html"}


def test_an_incident_with_nothing_in_it_still_has_a_page() -> None:
    bare = Incident("i-bare")
    page = Page(render_page(bare, Release("x", "2024-01-01", (bare,))))
    page.check()
    assert "Place not known, day not known" in page.text


def test_a_claim_that_the_release_lacks_is_a_problem_and_no_dead_link(release: Release, tmp_path: Path) -> None:
    lost = replace(release, claims=release.claims[5:])
    written = FORMATS["page"].write(lost, tmp_path)
    assert len(written.problems) == 5
    Page((tmp_path / "index.html").read_text("utf-8")).check()


def test_a_quote_that_is_not_in_the_text_is_not_marked_there(release: Release) -> None:
    reports = tuple(replace(r, text="Other words.") for r in release.reports)
    page = Page(render_page(release.incidents[0], replace(release, reports=reports)))
    page.check()
    assert not any("data-c" in given for _, given in page.links)


def test_a_long_night_stays_light(tmp_path: Path) -> None:
    """40 reports and 329 claims; the page must stay light enough for a phone."""
    release = night.long_night()
    FORMATS["page"].write(release, tmp_path)
    text = (tmp_path / "index.html").read_text("utf-8")
    Page(text).check()
    assert len(text.encode()) < 1_000_000


def test_a_text_of_one_report_alone_is_open(release: Release) -> None:
    report = Report.make("Three people died.", outlet="X")
    bare = Incident("i-1", reports=(report.id,))
    html = render_page(bare, Release("x", "2024-01-01", (bare,), reports=(report,)))
    assert re.search(r'<details class="report" id="report-1" open>', html)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_runs_it_from_disk_without_complaint(release: Release, tmp_path: Path) -> None:
    """The policy lets its own style and script through, and the script builds the filter."""
    FORMATS["page"].write(release, tmp_path)
    assert CHROMIUM
    address = f"file://{tmp_path}/index.html#claim-{release.claims[1].id}"
    seen = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "CONSOLE" not in seen.stderr
    assert 'aria-pressed="true">all 29</button>' in seen.stdout
    assert "here" in seen.stdout


def test_a_wave_is_the_index_and_leads_to_its_parts(tmp_path: Path) -> None:
    release = night.wave()
    written = FORMATS["page"].write(release, tmp_path)
    assert written.files[0] == "index.html"
    assert len(written.files) == 2
    whole, part = (Page((tmp_path / name).read_text(encoding="utf-8")) for name in written.files)
    assert re.search(r"A wave, told of in parts:\s*Dnipro, 28 April 2023: 2 killed", whole.text)
    assert re.search(r"Part of a wave: Ukraine, 28 April 2023: 25 killed", part.text)
    assert f'href="{written.files[1]}"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_counts_on_different_bases_are_named_as_such() -> None:
    release = night.wave()
    shown = Page(render_page(release.incidents[0], release)).text
    assert "Ukraine: cruise missiles only" in shown
    assert "Ukraine: cruise missiles and drones together" in shown
    assert "Kyiv: cruise missiles only" not in shown, "nobody counts Kyiv's on another base"


def test_sirens_tell_the_lead_and_the_night() -> None:
    release = night.wave()
    shown = Page(render_page(release.incidents[0], release)).text
    assert "1 hour 4 minutes from the siren to the first reported impact." in shown
    assert "1 hour 35 minutes of the night (22:00 to 06:00) under alert, 20%." in shown
    assert "confirmed (UCDP clarity 1, clear)" in shown
