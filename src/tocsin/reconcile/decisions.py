"""Why reports stand together or apart, as rows that a person can read and overrule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tocsin.reconcile.book import Link
from tocsin.reconcile.digest import Digest
from tocsin.reconcile.judged import Judged
from tocsin.reconcile.score import probability, reasons
from tocsin.record import Decision


def decide(links: Iterable[Link], digests: Mapping[str, Digest], judged: Judged) -> tuple[Decision, ...]:
    """The decisions of one incident: one for each join, one for each "not the same" that a person said of its reports.

    `digests`: those of its reports; `judged`: what people said of pairs with one of them.
    """
    found = []
    for link in links:
        if link.by is not None:
            decision = Decision(link.left, link.right, True, 1.0, link.by, ("a person said so",))
        else:
            why = reasons(digests[link.left], digests[link.right])
            decision = Decision(link.left, link.right, True, probability(link.odds), "tocsin", why)
        found.append(decision)
    for (left, right), said in judged.apart.items():
        found.append(Decision(left, right, False, 0.0, said.by or "a person", ("a person said so",)))
    return tuple(sorted(found, key=lambda d: (d.left, d.right)))
