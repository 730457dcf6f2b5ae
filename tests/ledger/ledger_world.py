"""A small made-up world for the ledger's tests: reports, claims on them, and what people said of both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.record import Claim, Evidence, Moment, Place, Quantity, Report, Speaker, Thing

TEXT = "At least 12 people were killed in Port Example on Friday, mayor Ada Example said. Nine were hurt."


def make_report(name: str = "port-01", text: str = TEXT, **more: str) -> Report:
    """A report of The Example."""
    return Report.make(text, id=name, published="2031-05-02T09:30:00Z", outlet="The Example", **more)  # type: ignore[arg-type]  # only text fields are given


def make_claim(report: Report, words: str = "12 people were killed", value: int = 12, kind: str = "killed") -> Claim:
    """A claim with every sort of field, on the first place where `words` stand."""
    start = report.text.index(words)
    return Claim.make(
        report.id,
        kind,
        Evidence.at(report.text, start, start + len(words)),
        quantity=Quantity.exactly(value),
        weapon=(Thing("cruise-missile", "missiles", "cruise-missile"),),
        place=Place("Port Example", "Port Example", "geonames:1", ("XX", "Coast"), 1.5, -2.25, 5000, "town"),
        time=Moment("2031-05-02", "2031-05-02", "day", "relative", "Etc/UTC", "on Friday"),
        speaker=Speaker("Ada Example", "mayor", "City council", "mayor Ada Example", ("Telegram",)),
        mode="reported",
        reader="tocsin 0",
        score=0.97,
    )


class Clock:
    """A clock that tells what it is set to."""

    def __init__(self) -> None:
        self.time = datetime(2031, 5, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def on(self, **stretch: float) -> str:
        """Move on by days=, hours= and so on; gives the new time."""
        self.time += timedelta(**stretch)
        return self.time.isoformat()
