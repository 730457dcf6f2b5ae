"""The common words of English, from the SCOWL word lists: `make english` with FOLDER, where their files lie.

Taken are the lists of everyday size (up to 55) in the common, American and British spellings. A word that the lists
give with a small letter is written so; one that they give as a name too is written with a capital. The lists are the
package `scowl` of Debian; what is taken here is free to use, change and sell with its notice, which heads the file.
"""

from __future__ import annotations

import gzip
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/tocsin/lexicon/english.txt.gz"
SIZES = (10, 20, 35, 40, 50, 55)
SPELLINGS = ("english", "american", "british", "british_z")
NAMES = ("upper", "proper-names")
NOTICE = """\
# Common English words: lists of SCOWL (Spell Checker Oriented Word Lists) up to size 55, cut down to one form a line.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
# Inflections in it were made with WordNet 1.6, Copyright 1997 by Princeton University. All rights reserved. This
# software and database is provided "as is" and Princeton University makes no representations or warranties.
"""


def main(folder: Path) -> None:
    """Write the word list from the SCOWL files in `folder`."""
    spelt = {word for word in _read(folder, ("words",)) if word.islower() and (len(word) > 1 or word in "ai")}
    common = spelt | {_plain(word) for word in spelt}
    names = {word.lower() for word in _read(folder, NAMES) if word[0].isupper() and not word.isupper()}
    lines = sorted((word.capitalize() if word in names else word for word in common), key=str.lower)
    if not lines:
        sys.exit(f"{folder} holds no SCOWL lists; name the folder with english-words.10 and its like")
    TARGET.write_bytes(gzip.compress((NOTICE + "\n".join(lines) + "\n").encode(), 9, mtime=0))


def _read(folder: Path, sorts: tuple[str, ...]) -> Iterator[str]:
    """Words of the lists of these sorts, without possessives."""
    for path in (folder / f"{s}-{sort}.{size}" for s in SPELLINGS for sort in sorts for size in SIZES):
        if path.is_file():
            words = path.read_text(encoding="utf-8").split()
            yield from (word for word in words if not word.endswith("'s"))


def _plain(word: str) -> str:
    """The word as it is often keyed: café, cafe."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
