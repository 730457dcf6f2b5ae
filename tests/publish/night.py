"""A night in claims, put together by hand: composed reports of the attack of 28 April 2023 on Uman and other cities.

The figures are those that were public; every sentence is this file's own. `Night` collects claims whose evidence is
looked up in the text, so that a quote that is not there fails at once.
"""

from __future__ import annotations

from dataclasses import replace

from tocsin.publish import Outline, Release
from tocsin.record import (
    AlertSpan,
    Claim,
    Conflict,
    Decision,
    Evidence,
    History,
    HistoryCheck,
    Incident,
    Moment,
    PartOf,
    PartSum,
    Place,
    Point,
    Problem,
    Quantity,
    Report,
    Section,
    Speaker,
    Thing,
    Toll,
    WeaponCount,
    content_id,
)
from tocsin.record import Night as Hours

ZONE = "Europe/Kyiv"
UMAN = Place("Uman", "the city of Uman", "geonames:689558", ("UA", "Cherkasy"), 48.7484, 30.2218, 6000, "town")
DNIPRO = Place("Dnipro", "Dnipro", "geonames:709930", ("UA", "Dnipropetrovsk"), 48.4593, 35.0386, 16000, "town")
KYIV = Place("Kyiv", "around the capital", "geonames:703448", ("UA", "Kyiv City"), 50.4547, 30.5238, 30000, "near_town")
UKRAINKA = Place("Ukrainka", "Ukrainka", "geonames:690548", ("UA", "Kyiv"), 50.1508, 30.7443, 3000, "town")
CHERKASY = Place(
    "Cherkasy Oblast", "the Cherkasy region", "geonames:710802", ("UA", "Cherkasy"), 49.2, 31.2, 120000, "region"
)
UKRAINE = Place("Ukraine", "across Ukraine", "geonames:690791", (), 49.0, 32.0, 700000, "country")
NIGHT = Moment("2023-04-28", "2023-04-28", "day", "stated", ZONE, "on Friday")
HOUR = Moment("2023-04-28T04:00:00+03:00", "2023-04-28T04:30:00+03:00", "exact_time", "stated", ZONE, "about 4 a.m.")

KLYMENKO = Speaker(
    "Ihor Klymenko", "interior minister", "Ministry of Internal Affairs", "Interior minister Ihor Klymenko"
)
TABURETS = Speaker("Ihor Taburets", "regional governor", None, "governor Ihor Taburets", ("Telegram",))
FILATOV = Speaker("Borys Filatov", "mayor", "Dnipro", "Mayor Borys Filatov", ("Facebook",))
ZALUZHNYI = Speaker("Valerii Zaluzhnyi", "commander-in-chief", "Armed Forces", "commander-in-chief Valerii Zaluzhnyi")
POPKO = Speaker(None, "head", "Kyiv City Military Administration", "The city's military administration", ("Telegram",))
RESCUE = Speaker(None, None, "State Emergency Service", "the State Emergency Service")
MISSILES = (Thing("cruise-missile", "cruise missiles", "missile"),)
DRONES = (Thing("drone", "drones", "drone"),)
FLATS = Thing("apartment-building", "nine-storey block of flats", "building")

TEXTS = {
    "a1": ("2023-04-28T05:41:00+03:00", "Cherkasy Courier", "Explosions in Uman before dawn",
           "Explosions shook the city of Uman about 4 a.m. on Friday.\n\nThree people died when a missile came down on "
           "a nine-storey block of flats, governor Ihor Taburets wrote on Telegram. At least eight are being treated, "
           "he added.\n\nFurther details are awaited.\n\nSubscribe to our newsletter."),
    "a2": ("2023-04-28T07:12:00+03:00", "Dnipro Wire", "A woman and a child are killed in Dnipro",
           "A young woman and a child of two were killed in Dnipro when a house was struck during the night.\n\n"
           "“Two dead in our city. Three are wounded,” Mayor Borys Filatov wrote on Facebook.\n\nPeople in other "
           "cities were also attacked."),
    "a3": ("2023-04-28T08:20:00+03:00", "Kyiv City Military Administration", None,
           "The city's military administration reports: the first missile attack on the capital in 51 days has been "
           "driven off. Eleven cruise missiles and two drones were destroyed around the capital. Nobody is hurt in "
           "Kyiv, on early word. In Ukrainka debris damaged a roof and an electric line."),
    "a4": ("2023-04-28T09:05:00+03:00", "Armed Forces of Ukraine", "Twenty-one of twenty-three",
           "Twenty-three Kh-101 and Kh-555 cruise missiles were launched across Ukraine from the Caspian area, "
           "commander-in-chief Valerii Zaluzhnyi said, and 21 of 23 were shot down. Two attack drones were brought "
           "down as well."),
    "a5": ("2023-04-28T11:30:00+03:00", "Meridian News", "At least 12 are dead after night of missiles",
           "At least 12 people are dead across Ukraine after a night of missiles.\n\nTen were killed in Uman alone, "
           "Interior minister Ihor Klymenko said on Friday, and two in Dnipro. Seventeen people were taken to hospital "
           "in Uman, nine of them still there.\n\nThe same city mourned 3 dead in an earlier strike, an old caption "
           "says."),
    "a6": ("2023-04-28T15:10:00+03:00", "Baltic Ledger", "Uman: seventeen dead",
           "The count in Uman has gone up to seventeen, the State Emergency Service said, two children among them. "
           "Rescuers say that a hundred people are at work on the rubble, and an entire stairwell is gone."),
    "a7": ("2023-04-28T16:00:00+03:00", "Evening Mirror", "Uman: seventeen dead (agency)",
           "The count in Uman has gone up to seventeen, the State Emergency Service said, two children among them. "
           "(From Baltic Ledger.)"),
    "a8": ("2023-04-28T18:45:00+03:00", "Ministry page", "Denial",
           "The defence ministry in Moscow said that it had aimed at reserve units and that no civilian was hit; "
           "“all assigned targets were struck,” it added."),
    "a9": ("2023-04-29T09:10:00+03:00", "Cherkasy Courier", "Search in Uman ends: 23 dead, six of them children",
           "Rescue work in Uman is over. Interior minister Ihor Klymenko put the dead at 23, six of them children. "
           "Two people whom relatives look for have not been found."),
    "a10": ("2023-04-29T12:00:00+03:00", "Черкаси сьогодні", "В Умані завершено пошуки",
            "В Умані завершили розбирати завали. Загинули 23 людини, з них шестеро дітей, повідомив міністр Ігор "
            "Клименко. Регіон оголосив день жалоби."),
}  # fmt: skip


class Night:
    """Claims made from words that stand in a report."""

    def __init__(self) -> None:
        self.reports = {key: self._report(key, *rest) for key, rest in TEXTS.items()}
        self.claims: dict[str, Claim] = {}

    def _report(self, key: str, published: str, outlet: str, title: str | None, text: str) -> Report:
        tail = text.find("Subscribe to our newsletter")
        return Report.make(
            text, id=f"r-{key}", published=published, outlet=outlet, title=title,
            language="uk" if key == "a10" else "en", url=f"https://example.org/{key}",
            kind="official" if key in ("a3", "a4", "a8") else "story", via=("Baltic Ledger",) if key == "a7" else (),
            sections=(Section(tail, len(text), "form"),) if tail >= 0 else (),
        )  # fmt: skip

    def say(self, key: str, name: str, words: str, kind: str, quantity: Quantity | None = None, **more: object) -> str:
        """Add one claim under a short name and give its id."""
        report = self.reports[key]
        start = report.text.index(words)
        claim = Claim.make(report.id, kind, Evidence.at(report.text, start, start + len(words)), quantity=quantity,
                           reader="by hand", **({"time": NIGHT, "mode": "reported"} | more))  # type: ignore[arg-type]  # fmt: skip
        self.claims[name] = claim
        return claim.id

    def id(self, name: str) -> str:
        return self.claims[name].id

    def point(self, name: str, counted: bool = True, why: str | None = None) -> Point:
        """The point that a claim makes on a toll's curve."""
        claim = self.claims[name]
        report = next(r for r in self.reports.values() if r.id == claim.report)
        q = claim.quantity or Quantity()
        speaker = claim.speaker.label if claim.speaker else None
        return Point(report.published or "", q.value, q.low, q.high, speaker, claim.id, report.id, counted, why)


def part(n: int, of: int, unit: str = "people", group: str | None = None) -> Quantity:
    return replace(Quantity.exactly(n, unit, group), part_of=PartOf(of))


def at_least(n: int) -> Quantity:
    return Quantity(n, n, None, "at least")


def tell() -> Night:
    """Every claim of the night."""
    n, exact = Night(), Quantity.exactly
    n.say(
        "a1", "boom", "Explosions shook the city of Uman about 4 a.m.", "attack", place=UMAN, time=HOUR, mode="outlet"
    )
    n.say("a1", "k3", "Three people died", "killed", exact(3), place=UMAN, speaker=TABURETS)
    n.say(
        "a1",
        "flats",
        "a missile came down on a nine-storey block of flats",
        "hit",
        object=FLATS,
        place=UMAN,
        speaker=TABURETS,
    )
    n.say("a1", "i8", "At least eight are being treated", "injured", at_least(8), place=UMAN, speaker=TABURETS)
    n.say("a2", "d2o", "A young woman and a child of two were killed", "killed", exact(2), place=DNIPRO, mode="outlet")
    n.say("a2", "d2", "Two dead in our city", "killed", exact(2), place=DNIPRO, speaker=FILATOV, mode="quoted")
    n.say("a2", "di3", "Three are wounded", "injured", exact(3), place=DNIPRO, speaker=FILATOV, mode="quoted")
    n.say("a3", "first", "the first missile attack on the capital in 51 days", "history", place=KYIV, speaker=POPKO,
          history=History("first", "missile attack", "the capital", "51 days", 51))  # fmt: skip
    n.say(
        "a3",
        "k11",
        "Eleven cruise missiles",
        "intercepted",
        exact(11, "cruise-missile"),
        weapon=MISSILES,
        place=KYIV,
        speaker=POPKO,
    )
    n.say(
        "a3",
        "kd2",
        "two drones were destroyed",
        "intercepted",
        exact(2, "drone"),
        weapon=DRONES,
        place=KYIV,
        speaker=POPKO,
    )
    n.say(
        "a3",
        "k0",
        "Nobody is hurt in Kyiv",
        "injured",
        Quantity(0, 0, 0, "none"),
        place=KYIV,
        speaker=POPKO,
        certainty="unconfirmed",
    )
    n.say("a3", "roof", "debris damaged a roof", "damaged", object=Thing("roof", "roof", "building"), place=UKRAINKA,
          speaker=POPKO)  # fmt: skip
    n.say("a4", "l23", "Twenty-three Kh-101 and Kh-555 cruise missiles were launched", "launched",
          exact(23, "cruise-missile"), weapon=MISSILES, place=UKRAINE, speaker=ZALUZHNYI)  # fmt: skip
    n.say("a4", "s21", "21 of 23 were shot down", "intercepted", part(21, 23, "cruise-missile"), weapon=MISSILES,
          place=UKRAINE, speaker=ZALUZHNYI)  # fmt: skip
    n.say("a4", "sd2", "Two attack drones were brought down", "intercepted", exact(2, "drone"), weapon=DRONES,
          place=UKRAINE, speaker=ZALUZHNYI)  # fmt: skip
    n.say(
        "a5", "u12", "At least 12 people are dead across Ukraine", "killed", at_least(12), place=UKRAINE, mode="outlet"
    )
    n.say("a5", "k10", "Ten were killed in Uman alone", "killed", exact(10), place=UMAN, speaker=KLYMENKO)
    n.say("a5", "d2k", "two in Dnipro", "killed", exact(2), place=DNIPRO, speaker=KLYMENKO)
    n.say("a5", "i17", "Seventeen people were taken to hospital", "injured", exact(17), place=UMAN, speaker=KLYMENKO)
    n.say("a5", "old", "3 dead in an earlier strike", "killed", exact(3), place=UMAN, status="stale", mode="outlet")
    n.say("a6", "k17", "gone up to seventeen", "killed", exact(17), place=UMAN, speaker=RESCUE)
    n.say("a6", "kc2", "two children among them", "killed", part(2, 17, group="children"), place=UMAN, speaker=RESCUE)
    n.say("a7", "k17c", "gone up to seventeen", "killed", exact(17), place=UMAN, speaker=RESCUE)
    n.say("a8", "deny", "no civilian was hit", "killed", Quantity(0, 0, 0, "none", group="civilians"), place=UKRAINE,
          stance="denies", certainty="alleged", speaker=Speaker(None, None, "defence ministry in Moscow",
                                                                "The defence ministry in Moscow"))  # fmt: skip
    n.say("a9", "k23", "put the dead at 23", "killed", exact(23), place=UMAN, speaker=KLYMENKO)
    n.say("a9", "kc6", "six of them children", "killed", part(6, 23, group="children"), place=UMAN, speaker=KLYMENKO)
    n.say(
        "a9",
        "m2",
        "Two people whom relatives look for have not been found",
        "missing",
        exact(2),
        place=UMAN,
        mode="outlet",
    )
    n.say("a10", "k23u", "Загинули 23 людини", "killed", exact(23), place=UMAN, speaker=KLYMENKO)
    n.say("a10", "mourn", "Регіон оголосив день жалоби", "statement", place=CHERKASY, mode="outlet")
    return n


def incident_of(n: Night) -> Incident:
    """What the night comes to, as reconciling would put it."""
    uman = Toll("killed", UMAN, 23, 23, 23, "the last count of an official whom two reports quote", series=(
        n.point("k3"), n.point("k10"), n.point("old", False, "stale"), n.point("k17"),
        n.point("kc2", False, "subset"), n.point("k17c", False, "copy"), n.point("k23"),
        n.point("kc6", False, "subset"), n.point("k23u")))  # fmt: skip
    dnipro = Toll("killed", DNIPRO, 2, 2, 2, "all agree", series=(n.point("d2o"), n.point("d2"), n.point("d2k")))
    country = Toll("killed", UKRAINE, 12, 25, None, "the sum of the cities, since it is greater than the least said",
                   series=(n.point("u12"), n.point("deny", False, "other side")), sums=(
                       PartSum(n.id("u12"), (n.id("k10"), n.id("d2k")), 12, 12, 0, True,
                               "10 in Uman + 2 in Dnipro = 12; at least 12 said"),))  # fmt: skip
    injured = Toll("injured", UMAN, 8, 17, 17, "the last count; the first was a least", series=(
        n.point("i8"), n.point("i17")))  # fmt: skip
    hurt_dnipro = Toll("injured", DNIPRO, 3, 3, 3, "one speaker", series=(n.point("di3"),))
    missing = Toll("missing", UMAN, 2, 2, 2, "one speaker", series=(n.point("m2"),))
    return Incident(
        id=content_id("i-", "28 April 2023 Uman"),
        kind="missile strike",
        time=NIGHT,
        place=UMAN,
        reports=tuple(r.id for r in n.reports.values()),
        tolls=(uman, injured, missing, dnipro, hurt_dnipro, country),
        weapons=(
            WeaponCount(("cruise-missile",), UKRAINE, 23, 21, None, 2, "Valerii Zaluzhnyi", (n.id("l23"), n.id("s21"))),
            WeaponCount(
                ("cruise-missile",), KYIV, None, 11, None, None, "Kyiv City Military Administration", (n.id("k11"),), 0
            ),
            WeaponCount(("drone",), UKRAINE, 2, 2, None, 0, "Valerii Zaluzhnyi", (n.id("sd2"),)),
            WeaponCount(("drone",), KYIV, None, 2, None, None, "Kyiv City Military Administration", (n.id("kd2"),), 2),
        ),
        alerts=(
            AlertSpan(
                "Kyiv City", "2023-04-28T00:56:00+00:00", "2023-04-28T02:31:00+00:00", False, "alerts table, row 4117"
            ),
            AlertSpan("Cherkasy Oblast", "2023-04-28T00:51:00+00:00", None, True, "alerts table, row 4116"),
        ),
        history=(
            HistoryCheck(
                n.id("first"),
                "the first missile attack on the capital in 51 days",
                "consistent",
                "The last one on record, of 9 March, is 50 days earlier, 51 when both days are counted.",
                ("attacks table, row 812",),
                "a complete table of attacks on Kyiv between the two days",
            ),
        ),
        conflicts=(
            Conflict(
                "Moscow denies that civilians were hit; Kyiv counts 23 dead in a block of flats.",
                (n.id("deny"), n.id("k23")),
            ),
        ),
        decisions=(
            Decision("r-a1", "r-a5", True, 0.94, "tocsin", ("same city and day", "same building", "tolls can follow")),
            Decision("r-a6", "r-a7", True, 1.0, "tocsin", ("the second names the first as its source",)),
            Decision("r-a1", "r-a2", True, 1.0, "M. Desk", ("one wave of missiles",)),
        ),
        claims=tuple(c.id for c in n.claims.values()),
        unknown=("Who the two missing people are.", "What became of the two missiles that were not shot down."),
        grade="confirmed",
    )


#: Coarse rings, enough to see a coast and a border.
OUTLINES = (Outline("Ukraine", (((22.1, 48.4), (24.0, 50.9), (27.0, 51.6), (30.6, 51.3), (32.2, 52.3), (34.4, 51.8),
    (37.4, 50.4), (40.1, 49.6), (39.8, 47.9), (38.2, 47.1), (35.0, 46.3), (33.0, 46.1), (30.8, 46.4), (29.6, 45.3),
    (28.2, 45.5), (29.1, 46.5), (27.5, 48.4), (24.9, 47.7), (22.1, 48.4)),)),)  # fmt: skip


def release() -> Release:
    """The night as a release."""
    n = tell()
    return Release("Night of 28 April 2023", "2023-05-02T08:00:00Z", (incident_of(n),), tuple(n.claims.values()),
                   tuple(n.reports.values()), (Problem("r-a8", "no headline was found", "give one"),),
                   ("Place names: GeoNames, CC BY 4.0",), OUTLINES)  # fmt: skip


def wave() -> Release:
    """The night with Dnipro's part as an incident of its own, a count on another base, and the sirens' figures."""
    made = release()
    night = made.incidents[0]
    both = WeaponCount(("cruise-missile", "drone"), UKRAINE, 25, 23, None, 2, "Valerii Zaluzhnyi")
    part = Incident("i-dnipro", "missile strike", NIGHT, DNIPRO, ("r-a1",), tuple(
        t for t in night.tolls if t.place == DNIPRO), part_of=night.id, grade="weak")  # fmt: skip
    whole = replace(night, parts=(part.id,), weapons=(*night.weapons, both), lead_minutes=64,
                    night=Hours("2023-04-27T19:00Z", "2023-04-28T03:00Z", 95, 0.198))  # fmt: skip
    return replace(made, incidents=(whole, part))


HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "\u202egnp.exe\u2066",
    "a\x00b\x1b[31m\x85",
    '=HYPERLINK("http://x")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\tq",
    "\rq",
    "'quoted",
    "w" * 3000,
    "{{ 7*7 }}{% raw %}",
    "]]></svg><svg onload=alert(1)>",
    "\ud83d",
    "javascript:alert(1)",
    "&amp;&#x3C;",
    "a\u2028b\nc\r\nd",
)


def hostile(bad: str) -> Release:
    """The night with one bad text in every place that holds foreign words, ids among them."""
    n = tell()
    texts = {
        r.id: replace(r, text=bad + r.text, outlet=bad, title=bad, url=bad, via=(bad,), language="en")
        for r in n.reports.values()
    }
    for name, c in n.claims.items():
        place = c.place and replace(c.place, name=bad, text=bad)
        quote = Evidence.at(texts[c.report].text, 0, c.evidence.end + len(bad))
        thing = Thing(bad, bad, bad)
        n.claims[name] = replace(
            c,
            id=f"{c.id}{bad}",
            place=place,
            speaker=Speaker(bad, bad, bad, bad, (bad,)),
            evidence=quote,
            object=thing,
            actor=thing,
            weapon=(thing,),
            reader=bad,
        )
    made = incident_of(n)
    tolls = tuple(
        replace(
            t,
            rule=bad,
            place=t.place and replace(t.place, name=bad),
            series=tuple(replace(p, speaker=bad, why=bad) for p in t.series),
        )
        for t in made.tolls
    )
    made = replace(
        made,
        id=bad,
        kind=bad,
        tolls=tolls,
        unknown=(bad,),
        grade=bad,
        place=made.place and replace(made.place, name=bad),
        history=tuple(replace(h, statement=bad, why=bad, rows=(bad,)) for h in made.history),
        alerts=tuple(replace(a, region=bad, source=bad) for a in made.alerts),
        decisions=tuple(replace(d, by=bad, features=(bad,)) for d in made.decisions),
        weapons=tuple(replace(w, weapon=(bad,), speaker=bad) for w in made.weapons),
    )
    return Release(bad, bad, (made, replace(made, id=made.id + "2")), tuple(n.claims.values()), tuple(texts.values()),
                   (Problem(bad, bad, bad),), (bad,), (Outline(bad, OUTLINES[0].rings),))  # fmt: skip


def long_night(reports: int = 30, each: int = 10) -> Release:
    """A night of many reports: the same claims told again by other outlets, hour after hour."""
    n = tell()
    base, made = incident_of(n), []
    texts, points = [], []
    for k in range(reports):
        lines = [
            f"Report {k}, line {m}: {20 + k} people were killed in Uman, the regional office said." for m in range(each)
        ]
        report = Report.make(
            "\n\n".join(lines),
            published=f"2023-04-{28 + k // 16}T{(k % 16) + 6:02}:15:00+03:00",
            outlet=f"Outlet {k % 12}",
            title=f"Toll in Uman, part {k}",
        )
        texts.append(report)
        start = 0
        for m in range(each):
            words = f"{20 + k} people were killed"
            start = report.text.index(words, start + 1)
            made.append(
                Claim.make(
                    report.id,
                    "killed",
                    Evidence.at(report.text, start, start + len(words)),
                    quantity=Quantity.exactly(20 + k),
                    place=UMAN,
                    time=NIGHT,
                    speaker=Speaker(f"Speaker {m % 9}", "official", None, "the regional office"),
                )
            )
            if m == 0:
                points.append(
                    Point(report.published or "", 20 + k, 20 + k, 20 + k, f"Speaker {k % 9}", made[-1].id, report.id)
                )
    toll = replace(base.tolls[0], best=19 + reports, low=20, high=19 + reports, series=tuple(points))
    incident = replace(
        base,
        tolls=(toll, *base.tolls[1:]),
        reports=tuple(r.id for r in texts) + base.reports,
        claims=tuple(c.id for c in made) + base.claims,
    )
    return replace(
        release(), incidents=(incident,), claims=(*made, *n.claims.values()), reports=(*texts, *n.reports.values())
    )
