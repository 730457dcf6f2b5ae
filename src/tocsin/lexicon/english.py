"""The common words of English, for texts whose letters do not tell names from words.

`english.txt.gz` is made by `tools/build_english.py` from the SCOWL word lists, whose notice heads the file: one word a
line, with a capital where the word is also somebody's or some place's name (Bush, Rose, Turkey).
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files


def is_common(word: str) -> bool:
    """Whether a lower-case word is written small in everyday English: killed, army, rose; not kyiv, lopez."""
    return word in _words()


def is_name_too(word: str) -> bool:
    """Whether a common word, given in lower case, is a name as well: bush, rose, turkey; not killed."""
    return _words().get(word, False)


@cache
def _words() -> dict[str, bool]:
    """Each common word in lower case, and whether it is a name too."""
    packed = (files("tocsin.lexicon") / "english.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    return {line.lower(): line[0].isupper() for line in lines if line and not line.startswith("#")}
