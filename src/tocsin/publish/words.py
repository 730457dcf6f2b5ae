"""Records in plain words: figures, times, places and speakers as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.record import (
    CASUALTY_KINDS,
    CLARITY,
    DAMAGE_KINDS,
    WEAPON_KINDS,
    Claim,
    History,
    Moment,
    Night,
    Place,
    Quantity,
    Report,
    Speaker,
    Thing,
    Toll,
    WeaponCount,
    content_id,
)

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Classes that are not counted in the plural.
_MASS = ("artillery", "aircraft")
#: Control characters but tab and line ends, and halves of a surrogate pair: no output format can carry them all.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ISO_TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
ISO_DAY = re.compile(r"(?<![\w:-])\d{4}-\d\d-\d\d(?![\w-])")
SINGULAR = {"children": "child", "women": "woman", "men": "man", "civilians": "civilian", "combatants": "combatant",
            "responders": "responder", "attackers": "attacker", "elderly": "elderly person"}  # fmt: skip
PRECISION_WORDS = {
    "point": "exact spot", "vicinity": "close by", "locality": "part of a town", "town": "town or village",
    "near_town": "near a town", "district": "district", "region": "region", "part_of_country": "part of a country",
    "country": "whole country", "sea": "at sea",
}  # fmt: skip


def clean(text: str) -> str:
    """The text with each unprintable code point as U+FFFD, one for one, so that offsets hold."""
    return UNPRINTABLE.sub("\ufffd", text)


def anchor(id: str) -> str:
    """The id as a fragment of an address: as it is when it is plain, else with a hash that keeps it apart."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", "-", id)[:80]
    return safe if safe == id and id else content_id(f"{safe}-", id)


def count(n: float | None) -> str:
    """A number with thousands apart: 12,400; a dash for none."""
    return "–" if n is None else f"{n:,}"


def quantity_words(quantity: Quantity | None) -> str:
    """The figure with its hedge: 10, at least 12, 20 to 25, dozens, no; empty when there is none."""
    if quantity is None:
        return ""
    q, n = quantity.qualifier, quantity.figure
    if q == "none" or (q == "exact" and n == 0):
        return "no"
    if q == "range" and quantity.low is not None and quantity.high is not None:
        return f"{count(quantity.low)} to {count(quantity.high)}"
    if q in ("several", "dozens", "scores", "hundreds", "thousands"):
        return q
    if n is None:
        return ""
    return count(n) if q in ("exact", "range") else f"{q} {count(n)}"


def claim_words(claim: Claim) -> str:
    """What a claim says, in a few words: 21 of 23 cruise missiles intercepted."""
    figure = quantity_words(claim.quantity)
    if claim.kind == "history":
        return history_words(claim.history)
    if claim.kind in CASUALTY_KINDS:
        return casualty_words(claim)
    whole = claim.quantity.part_of.value if claim.quantity and claim.quantity.part_of else None
    figure += f" of {count(whole)}" if whole is not None and figure else ""
    if claim.kind in WEAPON_KINDS:
        return f"{figure} {things_words(claim.weapon) or 'weapons'} {claim.kind}".strip()
    if claim.kind in DAMAGE_KINDS:
        return f"{figure} {things_words((claim.object,) if claim.object else ()) or 'damage'} {claim.kind}".strip()
    what = things_words(claim.weapon) or things_words((claim.object,) if claim.object else ())
    return " ".join(filter(None, (figure, claim.kind + (f": {what}" if what else ""))))


def casualty_words(claim: Claim) -> str:
    """People hurt, with their group and whole: 6 children killed, of 23; nobody injured."""
    q, figure, group = claim.quantity, quantity_words(claim.quantity), group_words(claim.quantity)
    if q is None or not figure:
        return f"people {claim.kind}"
    if figure == "no" and not group:
        return f"nobody {claim.kind}"
    whole = f", of {count(q.part_of.value)}" if q.part_of and q.part_of.value is not None else ""
    return " ".join(filter(None, (figure, group, claim.kind))) + whole


def group_words(quantity: Quantity | None) -> str:
    """Which people a figure counts: children, or child when it is one; empty when nobody says."""
    if quantity is None or not quantity.group:
        return ""
    return SINGULAR.get(quantity.group, quantity.group) if quantity_words(quantity) == "1" else quantity.group


def history_words(history: History | None) -> str:
    """A statement about the past: first attack on Kyiv in 51 days."""
    if history is None:
        return "statement about the past"
    rank = f"number {history.rank}" if history.claims == "nth" and history.rank else history.claims
    since = f"since {day_words(history.since)}" if history.since else None
    span = f"in {history.span}" if history.span else since
    where = f"({history.where})" if history.where else None
    return " ".join(filter(None, (rank, history.what, where, span)))


def things_words(things: tuple[Thing, ...]) -> str:
    """Weapons or objects in the report's own words, else their ids."""
    names = list(dict.fromkeys(t.text or t.id.replace("-", " ") for t in things))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def speaker_words(speaker: Speaker | None, outlet: str | None = None) -> str:
    """Name, role and body; the outlet when nobody is credited."""
    if speaker is None:
        return outlet or "the report itself"
    parts = [p for p in (speaker.name, speaker.role) if p]
    if speaker.organisation and (len(parts) < 2):
        parts.append(speaker.organisation)
    return ", ".join(parts) or speaker.text or "unnamed"


def outlet_words(report: Report | None) -> str:
    """The outlet's name, or what can be said instead."""
    return "an unknown report" if report is None else report.outlet or f"{report.kind} {report.id}"


def title_words(report: Report) -> str:
    """The headline, or how the text begins."""
    if report.title:
        return report.title
    start = " ".join(report.text[:200].split())
    return start if len(start) <= 60 else start[:60].rsplit(" ", 1)[0] + " …"


def place_words(place: Place | None) -> str:
    """How finely a place is known: town or village, within 5 km."""
    if place is None:
        return "place not said"
    sort = PRECISION_WORDS.get(place.precision, place.precision)
    bare = place.radius_m is None or place.precision in ("country", "part_of_country", "sea")
    return sort if bare else f"{sort}, within {distance_words(place.radius_m or 0)}"


def scope_words(place: Place | None) -> str:
    """`in Uman`, or nothing to add."""
    if place is None:
        return ""
    return f"{'near' if place.precision in ('near_town', 'vicinity') else 'in'} {place.name}"


def distance_words(metres: float) -> str:
    """A length in metres or kilometres."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.3g} km" if metres < 1e6 else f"{metres / 1000:,.0f} km"


def read_time(iso: str | None, zone: str | None = None) -> datetime | date | None:
    """The date or instant of an ISO 8601 string, an instant with offset moved to `zone`; None when it is neither."""
    if not iso:
        return None
    try:
        if len(iso) == 10:
            return date.fromisoformat(iso)
        instant = datetime.fromisoformat(iso)
        return instant.astimezone(ZoneInfo(zone)) if zone and instant.tzinfo else instant
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return None


def day_words(iso: str | None, zone: str | None = None, weekday: bool = False) -> str:
    """28 April 2023; the string itself when it is no date."""
    when = read_time(iso, zone)
    if when is None:
        return iso or "day not known"
    return (f"{DAYS[when.weekday()]} " if weekday else "") + f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def clock_words(iso: str | None, zone: str | None = None) -> str:
    """28 Apr, 09:10; the day alone when no hour is known."""
    when = read_time(iso, zone)
    if when is None:
        return iso or "time not known"
    day = f"{when.day} {MONTHS[when.month - 1][:3]}"
    return f"{day}, {when:%H:%M}" if isinstance(when, datetime) else day


def zone_words(zone: str | None) -> str:
    """`Kyiv time` for Europe/Kyiv."""
    return f"{zone.rsplit('/', 1)[-1].replace('_', ' ')} time" if zone else "times as printed"


def moment_words(moment: Moment | None) -> str:
    """A stretch of time: 28 April 2023; 28 April 2023, 04:00 to 05:30; 27 April to 2 May 2023."""
    if moment is None or not moment.start:
        return "time not known"
    start, end = read_time(moment.start, moment.zone), read_time(moment.end or moment.start, moment.zone)
    if start is None or end is None:
        return moment.start
    first, last = (f"{t.day} {MONTHS[t.month - 1]} {t.year}" for t in (start, end))
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return first if first == last else f"{first.removesuffix(f' {end.year}')} to {last}"
    if first != last:
        return f"{first}, {start:%H:%M} to {last}, {end:%H:%M}"
    return f"{first}, {start:%H:%M}" + ("" if start == end else f" to {end:%H:%M}")


def grade_words(grade: str | None) -> str:
    """The grade with UCDP's event clarity: fair (UCDP clarity 1, clear); empty when there is none."""
    if grade is None:
        return ""
    clarity = CLARITY.get(grade)
    words = "clear" if clarity == 1 else "less clear"
    return grade if clarity is None else f"{grade} (UCDP clarity {clarity}, {words})"


def lead_words(minutes: int | None) -> str:
    """From siren to impact: 29 minutes from the siren to the first reported impact; empty when it is not known."""
    if minutes is None:
        return ""
    if minutes < 0:
        return f"the first siren on record came {stretch_words(-minutes)} after the first reported impact"
    return f"{stretch_words(minutes)} from the siren to the first reported impact"


def night_words(night: Night | None) -> str:
    """How much of a night was under alert: 3 hours 12 minutes of the night (22:00 to 06:00) under alert, 40%."""
    if night is None:
        return ""
    return f"{stretch_words(night.alert_minutes)} of the night (22:00 to 06:00) under alert, {night.share:.0%}"


def stretch_words(minutes: int) -> str:
    """A length of time: 1 hour 5 minutes."""
    hours, left = divmod(minutes, 60)
    told = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (left, "minute")) if n]
    return " ".join(told) or "0 minutes"


def base_words(row: WeaponCount, rows: Iterable[WeaponCount]) -> str:
    """What a count of weapons is of: cruise missiles; cruise missiles only, beside a count of those and drones.

    A count of several classes is of them together.
    """
    names = [plural(w.replace("-", " ")) if w not in _MASS else w for w in row.weapon]
    if not names:
        return "weapons"
    if len(names) > 1:
        return ", ".join(names[:-1]) + f" and {names[-1]} together"
    wider = any(set(row.weapon) < set(other.weapon) for other in rows)
    return f"{names[0]} only" if wider else names[0]


def toll_number(toll: Toll) -> int | None:
    """The one number to show for a toll: best, else least, else most."""
    return next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)


def toll_words(toll: Toll) -> str:
    """The figure of a toll with its hedge: 23, at least 12, not known."""
    n = toll_number(toll)
    if n is None:
        return "not known"
    hedge = "" if toll.best is not None else "at least " if toll.low is not None else "up to "
    return hedge + count(n)


def range_words(toll: Toll) -> str:
    """What lies around the best figure: 21 to 25; 12 or more; empty when it is firm or there is no best."""
    if toll.best is None or (toll.low == toll.best == toll.high):
        return ""
    if toll.low is None or toll.high is None:
        open_end = "or more" if toll.high is None else "or fewer"
        return f"{count(toll.low if toll.high is None else toll.high)} {open_end}" if toll.low != toll.high else ""
    return f"{count(toll.low)} to {count(toll.high)}"


def counted_words(toll: Toll, n: int | None = None) -> str:
    """What a toll counts: killed; apartment buildings damaged, in the singular when `n` is 1."""
    if toll.unit == "people":
        return toll.kind
    unit = toll.unit.replace("-", " ")
    return f"{unit if n == 1 else plural(unit)} {toll.kind}"


def toll_phrase(toll: Toll) -> str:
    """A toll's figure and what it counts: 23 killed; 10 apartment buildings damaged."""
    return f"{toll_words(toll)} {counted_words(toll, toll_number(toll))}"


def plural(noun: str) -> str:
    """The regular English plural; lexicon ids are singular nouns."""
    if noun.endswith("craft"):
        return noun
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def plain_words(text: str, zone: str | None = None) -> str:
    """A sentence made elsewhere, its ISO times and days as a reader writes them, a capital first and a stop last."""
    told = ISO_TIME.sub(lambda m: clock_words(m[0], zone), text)
    told = ISO_DAY.sub(lambda m: day_words(m[0]), told).strip()
    return told[:1].upper() + told[1:] + ("" if not told or told[-1] in ".!?…" else ".")
