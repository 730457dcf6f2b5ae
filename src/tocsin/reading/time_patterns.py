"""Patterns of time expressions, built from the words of lexicon/times.toml; the grammar says what a match means."""

from __future__ import annotations

import re

from tocsin.reading.number_words import forms, rows_of
from tocsin.reading.time_words import (
    COUNT,
    EDGES,
    MONTHS,
    NTHS,
    NUMBER,
    PARTS,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
    WEEKENDS,
    alternation,
    either,
    values_of,
)

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)?")
YEAR = r"(?:19|20)\d\d(?!\d|[.,:]\d|-?\w)"
YEAR_WORD = rf"(?: {alternation('year-word')}(?!\w))?"
MONTH = either(list(MONTHS))
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-?(?:го|е|ге))?"
NO_MORE = r"(?![\d:%]|[.,]\d| ?[ap]\.?m\b|-(?!\d))"
#: The dot of an abbreviation; a dot after a full name ends the sentence.
DOT = r"(?:(?<=\b[a-z]{3})\.|(?<=\bsept)\.)?"
MONTH_FIRST = re.compile(
    rf"(?P<m>{MONTH})(?!\w){DOT}(?: (?:the )?(?P<d>{DAY}){NO_MORE}(?:(?:-| to )(?P<d2>{DAY}){NO_MORE})?)?"
    rf"(?:,? (?:of )?(?P<y>{YEAR}){YEAR_WORD})?"
)
DAY_FIRST = re.compile(
    rf"(?P<d>{DAY})(?:(?:-| to | на | and )(?P<d2>{DAY}))?(?: of| day of)? (?P<m>{MONTH})(?!\w){DOT}"
    rf"(?:,? (?P<y>{YEAR}){YEAR_WORD})?"
)
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)(?:[t ](\d\d:\d\d)(?::\d\d)?)?")
DOTTED = re.compile(r"(\d{1,2})([.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d.-]\d|-?\d)")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")
YEAR_ALONE = re.compile(rf"({YEAR}){YEAR_WORD}(?! ?(?:%|km\b|kg\b|m\b))")
DECADE = re.compile(r"(?:(?:19|20)(\d)0|([2-9])0)'?s\b")
WEEKDAY = re.compile(rf"(?P<w>{either(list(WEEKDAYS))})(?!\w)\.?")
PART = re.compile(rf"(?:[ -]|, )({either(list(PARTS))})(?!\w)")
PART_LEAD = re.compile(r"(?:in|at|before|during|by) (?:the )?$")
PART_OF = re.compile(r",? (?:of |on |hours of |hours on )?(?:the )?")
NIGHT_TO = re.compile(rf" (?:(?:з|із|с|from) \d{{1,2}} )?{alternation('night-to')} ")
NAMED_STRETCH = either([*UNITS, *WEEKDAYS, *MONTHS, *SEASONS, *PARTS, *WEEKENDS])
SHIFT = re.compile(
    rf"(?P<s>{either(list(SHIFTS))}) (?:(?P<n>{COUNT}|{alternation('vague')}) )?(?:{alternation('amount-fill')} )?"
    rf"(?P<x>{NAMED_STRETCH})(?!\w)"
)
AMOUNT = re.compile(
    rf"(?P<n>{COUNT}|half an?|half|an?|{alternation('vague')})(?P<half> and a half)?[ -]"
    rf"(?:{alternation('amount-fill')} )?(?P<u>{either(list(UNITS))})(?P<long>-long)?(?!\w)"
)
AGO = re.compile(rf" {alternation('ago')}(?!\w)")
LATER_STEPS: dict[str, int] = values_of("later", "step")
LATER = re.compile(rf" ({either(list(LATER_STEPS))})(?!\w)")
RATE = re.compile(rf"(?:\d|{NUMBER}|times|once|twice|average) $")
EACH = re.compile(rf"{alternation('each')} (?:(?P<n>{COUNT}) )?(?P<x>{either([*UNITS, *WEEKDAYS])})(?!\w)")
EDGE = re.compile(rf"({either(list(EDGES))})(?:-| (?:on |in )?(?:the )?)")
WHOLE = re.compile(r"(?:the )?(year|month|week|day|quarter)(?!\w)")
NTH_PERIOD = re.compile(
    rf"(?P<n>{either([*NTHS, 'last'])})[ -](?P<u>quarter|half|week)(?!\w)"
    rf"(?:,? (?:(?:of|in) )?(?:(?:{alternation('fiscal')} )?(?P<y>{YEAR})|"
    rf"(?:the )?(?P<s>{either(list(SHIFTS))}) year|(?P<t>the year)|(?P<m>{MONTH})(?!\w)))?"
)
Q = re.compile(rf"q([1-4])(?:,? (?:of )?(?P<y>{YEAR}))?(?!\w)")
FISCAL = re.compile(rf"{alternation('fiscal')} ?({YEAR})")
SAME = re.compile(rf"{alternation('same')}(?!\w)")
THE_DAY = re.compile(rf"the (?:(day)(?! (?:of|when|that|after|before|the|[a-z]+ed)\b)|{either(WEEKENDS)})(?!\w)")
THE_DAY_LEAD = re.compile(r"\b(?:in|of|during|for|over|at|on) $")
SIDE = re.compile(rf"{alternation('side')} (?:in |on )?(?:the )?")
YEAR_AFTER = re.compile(rf",? (of )?(?:the )?({either(list(SHIFTS))}) year(?!\w)")
CLOCK_ON = re.compile(r"(?:(,)|)(?: on| of)? (?:the )?")
SAME_PERIOD = re.compile(
    r"(?:the )?same (?:period|month|quarter|week|time) "
    r"(?:(?:of |in )?(?:the )?(?:last|previous) year|a year (?:ago|earlier|before))"
)
PAIR = re.compile(rf"(?P<n>{COUNT})(?: and | to | or |-){COUNT}[ -](?P<u>{either(list(UNITS))})(?!\w)")
BARE = re.compile(rf"({either([u for u in UNITS if u.endswith('s')])})(?P<long>-long)?(?!\w)")
BARE_LEAD = re.compile(r"\b(?:for|over the|over|in|several|took) $")
CUES = re.compile(rf"(?<!\w)(?:(?P<future>{alternation('future-cue')})|{alternation('past-cue')})(?!\w)")
PLURAL = re.compile(rf" (?:[a-z]*[a-rt-z]s|{either(forms(rows_of('plural')))})\b")
YEAR_CUE = re.compile(rf"\b(?:{either(forms(rows_of('year-lead')))}|to|and|between|through)[ -]$")
BY = re.compile(r"\bby (?:early |mid-|late |the end of )?$")
ALONE = re.compile(r"[\w,;'] $")
SEASON_YEAR = re.compile(rf",? (?:of )?({YEAR})")
SEASON_LEAD = re.compile(r"\b(?:in|the|of|this) $")
UNKNOWN_DAY = re.compile(r"XXXX-(?:\d\d-\d\d|WXX-\d|XX-XX)")
FIRST_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Up to this many days ahead a date without a year is this year's: "a June 3 hearing" in May.
AHEAD_DAYS = 62
