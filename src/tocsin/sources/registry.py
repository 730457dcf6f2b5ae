"""Every source, the most exact first: the first whose content test holds reads the file."""

from __future__ import annotations

from tocsin.sources import archive, article, csvfile, feed, jsonlines, telegram, text
from tocsin.sources.contract import SourceInfo

SOURCES: tuple[SourceInfo, ...] = (
    archive.INFO,
    telegram.INFO,
    jsonlines.INFO,
    feed.INFO,
    article.INFO,
    csvfile.INFO,
    text.INFO,
)
