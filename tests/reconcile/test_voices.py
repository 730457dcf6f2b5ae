"""Who is one voice: by surname across scripts, by office, and a bare body within a longer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reconcile.voices import find_voices
from tocsin.record import Speaker


def person(name: str, role: str | None = None) -> Speaker:
    return Speaker(name, role, None, f"{role or ''} {name}".strip())


def body(name: str) -> Speaker:
    return Speaker(None, None, name, f"the {name}")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (person("Ihor Klymenko"), person("Klymenko")),
        (person("Ihor Klymenko"), person("Ігор Клименко")),
        (person("Ihor Klymenko"), person("Igor Klimenko")),
        (person("Ihor Klymenko", "interior minister"), body("interior ministry")),
        (body("interior ministry"), body("ministry")),
        (person("Klymenko", "interior minister"), body("ministry")),
        (body("State Emergency Service"), body("emergency service")),
    ],
)
def test_one_voice(a: Speaker, b: Speaker) -> None:
    voices = find_voices([("r1", a), ("r2", b)])
    assert voices["r1", a] == voices["r2", b]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (person("Ihor Klymenko"), person("Oleh Klymenko")),
        (person("Ihor Klymenko"), person("Ihor Taburets")),
        (body("interior ministry"), body("defence ministry")),
        (person("Ihor Taburets", "governor"), body("interior ministry")),
        (body("police"), body("emergency service")),
    ],
)
def test_two_voices(a: Speaker, b: Speaker) -> None:
    voices = find_voices([("r1", a), ("r1", b)])
    assert voices["r1", a] != voices["r1", b]


def test_a_bare_body_is_its_own_reports_longer_one_where_the_incident_has_two() -> None:
    interior, defence, bare = body("interior ministry"), body("Russian defence ministry"), body("ministry")
    voices = find_voices([("r1", interior), ("r2", defence), ("r2", bare), ("r3", bare)])
    assert voices["r2", bare] == voices["r2", defence]
    assert voices["r3", bare] not in (voices["r1", interior], voices["r2", defence])


SPEAKERS = st.sampled_from(
    [person("Ihor Klymenko", "interior minister"), person("Klymenko"), body("interior ministry"), body("ministry"),
     body("police"), person("Oleh Klymenko"), Speaker(None, None, None, "officials")]
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["r1", "r2", "r3"]), SPEAKERS), max_size=12))
def test_every_speaker_has_a_voice_in_any_order(credits: list[tuple[str, Speaker]]) -> None:
    voices = find_voices(credits)
    assert voices.keys() == set(credits)
    assert voices == find_voices(reversed(credits))
