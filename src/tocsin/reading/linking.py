"""Which verb or noun a figure belongs to: the part of reading that can be swapped.

`RuleLinker` weighs each figure against each trigger of its sentence: on which side it stands, what lies between,
whether the unit fits. A linker is anything with `link(document, mentions, wanted)`: the links of each sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tocsin.lexicon.load import Hit
from tocsin.reading.asides import is_event, is_handled, is_of_animals, is_of_pieces, is_source
from tocsin.reading.bare import is_of_whom, is_told_as_whole, weapons_all_told, with_what_is_meant
from tocsin.reading.document import Document, Sentence
from tocsin.reading.mentions import Figure, Link, Mentions
from tocsin.reading.sharing import (
    mark_spelt_out,
    share_after_mark,
    share_elsewhere,
    share_in_list,
    share_over_places,
    share_under_heading,
    share_with_earlier,
    share_with_total,
    share_zero,
    without_totals,
)
from tocsin.reading.things import link_things, share_things
from tocsin.reading.victims import link_people
from tocsin.reading.weighing import cost_of, is_only_named_by, kind_of, usable_triggers

#: The most that the words between may cost; tuned by hand on the project's own stories and retold reports.
LIMIT = 7.0


class Linker(Protocol):
    """Decides which figures are claims, and of which kind."""

    name: str

    def link(self, document: Document, mentions: Sequence[Mentions], wanted: Sequence[int]) -> list[list[Link]]:
        """The links of each sentence; none for a sentence whose index is not `wanted`."""
        ...


class RuleLinker:
    """Links by lexicon and word order alone."""

    name = "rules"

    def link(self, document: Document, mentions: Sequence[Mentions], wanted: Sequence[int]) -> list[list[Link]]:
        """The links of each sentence; none for a sentence whose index is not `wanted`."""
        out: list[list[Link]] = [[] for _ in mentions]
        before: list[Link] = []
        for index in wanted:
            out[index] = self.link_sentence(document, mentions[index], before)
            before = out[index] or before
        return out

    def link_sentence(self, document: Document, mentions: Mentions, before: Sequence[Link]) -> list[Link]:
        """The best trigger of each figure; parts take their total's kind, and neighbours in a list share one."""
        sentence = mentions.sentence
        triggers = usable_triggers(sentence)
        figures = [f for f in mentions.figures if not (f.weak or _is_aside(mentions, f))]
        figures = with_what_is_meant(sentence, figures, triggers, before)
        figures += weapons_all_told(sentence, figures, triggers)
        links: list[Link] = []
        waiting: list[Figure] = []
        named: list[Link] = []
        stops = any(h.row.kind == "intercepted" for h in triggers)
        for figure in figures:
            if figure.part:
                waiting.append(figure)
                continue
            best = self._best(document, sentence, figure, triggers, figures, before)
            if best is None:
                waiting.append(figure)
            elif stops and is_only_named_by(best):
                waiting.append(figure)
                named.append(best)
            else:
                links.append(best)
        links += share_with_total(document, sentence, waiting, links, triggers)
        links += share_in_list(sentence, [w for w in waiting if not w.part], figures, links, document)
        links += [k for k in named if not any(o.figure is k.figure for o in links)]
        links += share_over_places(sentence, mentions, links, before)
        linked = {k.figure.start for k in links}
        links += share_elsewhere(sentence, mentions, [w for w in waiting if w.start not in linked], links)
        links += share_after_mark(document, sentence, [w for w in waiting if not w.part], links)
        links += share_with_earlier(sentence, figures, links, before)
        links += share_under_heading(mentions, waiting, links)
        links += share_zero(sentence, links, triggers)
        links = mark_spelt_out(document, without_totals(links))
        links += link_people(document, mentions, triggers, links)
        nothing = [k.trigger for k in links if k.figure.zero]
        links += link_things(document, sentence, mentions.figures, [t for t in triggers if t not in nothing])
        links += share_things(document, mentions.figures, links)
        return sorted(links, key=lambda k: k.figure.start)

    def _best(
        self,
        document: Document,
        sentence: Sentence,
        figure: Figure,
        triggers: Sequence[Hit],
        figures: Sequence[Figure],
        before: Sequence[Link],
    ) -> Link | None:
        best: Link | None = None
        for trigger in triggers:
            kind = kind_of(figure, trigger, before)
            if kind is None or _is_of_a_part(document, figure, trigger, figures):
                continue
            if is_told_as_whole(document, sentence, figure, trigger, figures):
                continue
            cost = cost_of(document, sentence, figure, trigger, triggers, figures)
            cost += 1.5 * bool(trigger.row.more.get("yields"))
            if figure.unit == "other":
                if is_event(sentence, figure):
                    continue
                cost = 1.5 * cost + 0.8
            if figure.unit is None and kind not in ("killed", "injured", "missing", "trapped", "rescued"):
                cost += 1.0
            link = Link(figure, kind, trigger, cost)
            if cost < LIMIT and (best is None or _beats(link, best)):
                best = link
        return best


def _beats(link: Link, best: Link) -> bool:
    """Whether a link is nearer than another; what became of weapons goes before the launch that only names them."""
    for one, other in ((link, best), (best, link)):
        if one.kind == "intercepted" and is_only_named_by(other):
            return one is link
    return link.cost < best.cost


def _is_of_a_part(document: Document, figure: Figure, trigger: Hit, figures: Sequence[Figure]) -> bool:
    """ "an attack by 20 men, four of whom died": the verb of the part alone."""
    parts = [f for f in figures if f.parent is not None and f.parent.start == figure.start]
    behind = [f for f in parts if f.stop <= trigger.start and is_of_whom(document, f)]
    return any("," not in document.folded[f.core_stop : trigger.start] for f in behind)


def _is_aside(mentions: Mentions, figure: Figure) -> bool:
    """People of whom the sentence tells something else than harm."""
    sentence = mentions.sentence
    return (
        is_handled(sentence, figure)
        or is_source(mentions, figure)
        or is_of_pieces(sentence, figure)
        or is_of_animals(sentence, figure)
    )
