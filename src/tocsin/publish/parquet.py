"""Claims and tolls as Parquet, with real types; needs the extra `tocsin[parquet]`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from tocsin.errors import MissingExtra
from tocsin.publish.contract import Release, Target, Written, save
from tocsin.publish.rows import Sheet, sheets
from tocsin.publish.words import clean

FILE_NAME = "claims.parquet"
TITLE = "Claims and tolls as Parquet for DuckDB, pandas, Polars and Arrow"
MEDIA_TYPE = "application/vnd.apache.parquet"
NOTE = (
    "Columns as in claims.csv and tolls.csv, but whole numbers are int64, lists are lists, days are dates, and "
    "instants are UTC timestamps; a time without an offset has no instant. Credits are in the file's own metadata."
)
SHEETS = ("claims", "tolls")


def write(release: Release, target: Target) -> Written:
    """Write claims.parquet and tolls.parquet; a stream gets both as a ZIP.

    Raises MissingExtra when pyarrow is not installed.
    """
    return save(_files(release), target)


def _files(release: Release) -> Iterator[tuple[str, bytes]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow: pip install 'tocsin[parquet]'") from error
    kinds = {"text": pa.string(), "texts": pa.list_(pa.string()), "int": pa.int64(), "float": pa.float64(),
             "bool": pa.bool_(), "day": pa.date32(), "instant": pa.timestamp("us", tz="UTC")}  # fmt: skip
    about = {"title": release.title, "made_at": release.made_at, "credits": "\n".join(release.credits)}
    for sheet in sheets(release):
        if sheet.name in SHEETS:
            schema = pa.schema(
                [(name, kinds[kind]) for name, kind in sheet.columns.items()],
                metadata={k: clean(v) for k, v in about.items()},
            )
            held = io.BytesIO()
            pq.write_table(pa.table(_columns(sheet), schema=schema), held, compression="zstd")
            yield f"{sheet.name}.parquet", held.getvalue()


def _columns(sheet: Sheet) -> dict[str, list[Any]]:
    return {name: [_value(row[name]) for row in sheet.rows] for name in sheet.columns}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return [clean(str(v)) for v in value] if isinstance(value, tuple) else value
