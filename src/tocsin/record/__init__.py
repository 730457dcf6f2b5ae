"""The records: what every other part takes and gives. Frozen, typed, with their words for the data dictionary."""

from tocsin.record.claim import (
    CASUALTY_KINDS,
    CERTAINTIES,
    CLAIM_KINDS,
    DAMAGE_KINDS,
    EVENT_KINDS,
    HISTORY_CLAIMS,
    MODES,
    STANCES,
    STATUSES,
    WEAPON_KINDS,
    Claim,
    History,
)
from tocsin.record.codec import canonical, content_id, dumps, from_json, to_json
from tocsin.record.incident import (
    CLARITY,
    AlertSpan,
    Conflict,
    Decision,
    HistoryCheck,
    Incident,
    Night,
    PartSum,
    Point,
    Toll,
    WeaponCount,
)
from tocsin.record.judgement import Correction, Judgement, Retraction
from tocsin.record.moment import TIME_PRECISION, Moment
from tocsin.record.place import PLACE_PRECISION, Place
from tocsin.record.problem import Problem
from tocsin.record.quantity import GROUPS, QUALIFIERS, VAGUE, PartOf, Quantity
from tocsin.record.report import REPORT_KINDS, SECTION_ROLES, Report, Section
from tocsin.record.span import Evidence, Span
from tocsin.record.speaker import Speaker, Thing

__all__ = [
    "CASUALTY_KINDS",
    "CERTAINTIES",
    "CLAIM_KINDS",
    "CLARITY",
    "DAMAGE_KINDS",
    "EVENT_KINDS",
    "GROUPS",
    "HISTORY_CLAIMS",
    "MODES",
    "PLACE_PRECISION",
    "QUALIFIERS",
    "REPORT_KINDS",
    "SECTION_ROLES",
    "STANCES",
    "STATUSES",
    "TIME_PRECISION",
    "VAGUE",
    "WEAPON_KINDS",
    "AlertSpan",
    "Claim",
    "Conflict",
    "Correction",
    "Decision",
    "Evidence",
    "History",
    "HistoryCheck",
    "Incident",
    "Judgement",
    "Moment",
    "Night",
    "PartOf",
    "PartSum",
    "Place",
    "Point",
    "Problem",
    "Quantity",
    "Report",
    "Retraction",
    "Section",
    "Span",
    "Speaker",
    "Thing",
    "Toll",
    "WeaponCount",
    "canonical",
    "content_id",
    "dumps",
    "from_json",
    "to_json",
]
