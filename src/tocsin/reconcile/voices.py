"""Who is one voice among the speakers of an incident: Klymenko, Ihor Klymenko, Ігор Клименко and their ministry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tocsin.lexicon.load import fold
from tocsin.reconcile.words import stem
from tocsin.record import Speaker

#: A speaker as a report credits it: report id, speaker.
Credit = tuple[str, Speaker]
_PLAIN = frozenset(("the", "a", "of", "for", "and", "'s", "s"))


def find_voices(credits: Iterable[Credit]) -> dict[Credit, str]:
    """The voice of each speaker that the reports of one incident credit.

    People are one voice by surname, across scripts, unless given names of another initial stand beside it; a body is
    one with the person whose office bears its name (the interior minister, the interior ministry), and a bare body
    ("the ministry") with the only longer one of its report, else of the incident.
    """
    said = sorted(set(credits), key=lambda c: (c[0], c[1].text, c[1].label))
    people = [c for c in said if c[1].name]
    found = _people(people)
    offices: dict[frozenset[str], set[str]] = defaultdict(set)
    for credit in people:
        offices[_body(credit[1])].add(found[credit])
    holders = {body: min(keys) for body, keys in offices.items() if len(keys) == 1 and len(body) > 1}
    bodies = {c: _body(c[1]) for c in said if not c[1].name}
    for credit, body in bodies.items():
        longer = _longer(body, (b for (r, _), b in bodies.items() if r == credit[0]))
        longer = longer or _longer(body, bodies.values()) or _longer(body, holders) or body
        found[credit] = holders.get(longer) or " ".join(sorted(longer)) or credit[1].label
    return found


def _people(credits: Iterable[Credit]) -> dict[Credit, str]:
    initials: dict[str, set[str]] = defaultdict(set)
    credits = list(credits)
    for _, speaker in credits:
        given, surname = _name(speaker.name or "")
        if given:
            initials[surname].add(given)
    found = {}
    for credit in credits:
        given, surname = _name(credit[1].name or "")
        found[credit] = f"{given} {surname}" if given and len(initials[surname]) > 1 else surname
    return found


def _longer(body: frozenset[str], others: Iterable[frozenset[str]] | Mapping[frozenset[str], str]) -> frozenset[str]:
    """The only body whose name holds this one's; empty when there is none or a choice."""
    holding = {o for o in others if body < o}
    return holding.pop() if body and len(holding) == 1 else frozenset()


@lru_cache(maxsize=65536)
def _name(name: str) -> tuple[str, str]:
    """Initial of the given name, "" when there is none, and the surname's stem."""
    *given, surname = name.split() or [""]
    return (stem(given[0])[:1] if given else "", stem(surname))


@lru_cache(maxsize=65536)
def _body(speaker: Speaker) -> frozenset[str]:
    words = " ".join(w for w in (speaker.role, speaker.organisation) if w) or speaker.text
    return frozenset(s for w in fold(words).replace("-", " ").split() if w not in _PLAIN and (s := stem(w)))
