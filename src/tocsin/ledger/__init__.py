"""The append-only record in one SQLite file: open_ledger, and what it gives."""

from tocsin.ledger.chain import Head
from tocsin.ledger.ledger import Added, Entry, Ledger, Stats, open_ledger
from tocsin.ledger.rows import TableRow
from tocsin.ledger.standing import CurrentClaim, Standing

__all__ = ["Added", "CurrentClaim", "Entry", "Head", "Ledger", "Standing", "Stats", "TableRow", "open_ledger"]
