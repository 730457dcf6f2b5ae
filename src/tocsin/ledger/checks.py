"""What every row must satisfy, given the rows before it: used on entry, on load and by verify."""

from __future__ import annotations

from functools import lru_cache

from tocsin.errors import LedgerError, SpanMismatch
from tocsin.ledger.rows import Draft, class_of, decode
from tocsin.ledger.standing import correct
from tocsin.ledger.store import Store
from tocsin.record import Claim, Correction, Judgement, Report, Retraction
from tocsin.record.judgement import VERDICTS

_TEXTS_KEPT = 512  # texts of reports held at a time; claims follow their report closely
_ON_CLAIMS = ("accepted", "rejected")


class Checks:
    """Checks against one ledger's rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._text = lru_cache(maxsize=_TEXTS_KEPT)(self._read_text)

    def flaw(self, draft: Draft) -> str | None:
        """What keeps a row out of the ledger as it stands, in words; None when nothing does."""
        record = draft.record
        if isinstance(record, Claim):
            try:
                self.span(record)
            except LedgerError as error:
                return str(error)
        elif isinstance(record, Judgement):
            return self.judgement(record)
        elif isinstance(record, Correction):
            return self.correction(record)
        elif isinstance(record, Retraction):
            return self.missing(record.target)
        return None

    def span(self, claim: Claim) -> None:
        """Raise SpanMismatch unless the claim's evidence is its report's text at that place, and not empty.

        Raises LedgerError when the ledger has not the report.
        """
        try:
            text = self._text(claim.report)
        except KeyError as error:
            what = f"claim {claim.id} rests on report {claim.report!r}, which is not here: add it first"
            raise LedgerError(what) from error
        start, end, quote = claim.evidence.start, claim.evidence.end, claim.evidence.quote
        if not 0 <= start < end <= len(text):
            raise SpanMismatch(
                f"claim {claim.id}: its span {start}..{end} is empty or outside the {len(text)} code points"
                f" of report {claim.report!r}"
            )
        if text[start:end] != quote:
            raise SpanMismatch(
                f"claim {claim.id}: report {claim.report!r} has {text[start:end]!r} at {start}..{end}, not {quote!r};"
                " spans count code points of the text as received"
            )

    def judgement(self, judgement: Judgement) -> str | None:
        """The flaw of a judgement: its verdict, or what it is about."""
        if judgement.verdict not in VERDICTS:
            return f"the verdict is one of {', '.join(VERDICTS)}, not {judgement.verdict!r}"
        on_claim = class_of(judgement.subject) == "claim"
        if judgement.verdict in _ON_CLAIMS:
            if not on_claim or judgement.other is not None:
                return f"{judgement.verdict!r} is said of one claim, and {judgement.subject!r} is not the id of one"
            return self.missing(judgement.subject)
        if judgement.other is None or {class_of(judgement.subject), class_of(judgement.other)} != {"report"}:
            return f"{judgement.verdict!r} is said of two reports"
        return self.missing(judgement.subject) or self.missing(judgement.other)

    def correction(self, correction: Correction) -> str | None:
        """The flaw of a correction: its claim, field or value."""
        found = self._store.find("claim", id=correction.claim)
        if not found:
            return f"the ledger has no claim {correction.claim!r}"
        claim = decode("claim", found[0].json)
        assert isinstance(claim, Claim)
        try:
            correct(claim, [correction])
        except ValueError as error:
            return str(error)
        return None

    def missing(self, row_id: str) -> str | None:
        """A sentence when the ledger has no row of that id."""
        cls = class_of(row_id)
        return None if self._store.known(cls, [row_id]) else f"the ledger has no {cls} {row_id!r}"

    def _read_text(self, report_id: str) -> str:
        found = self._store.find("report", id=report_id)
        report = decode("report", found[0].json) if found else None
        if not isinstance(report, Report):
            raise KeyError(report_id)
        return report.text
