"""A release of incidents, claims and reports written out in formats that other tools open."""

from tocsin.publish import csv, geojson, jsonlines, page, parquet, pictures
from tocsin.publish.contract import Format, Outline, Release, Target, Written, check_release
from tocsin.publish.dictionary import dictionary_markdown, json_schema
from tocsin.publish.text import render_text

#: Every format by the name that the command line takes. A new one is a module with the names of `Format`, listed here.
FORMATS: dict[str, Format] = {
    "csv": csv,
    "jsonl": jsonlines,
    "geojson": geojson,
    "parquet": parquet,
    "page": page,
    "pictures": pictures,
}

__all__ = [
    "FORMATS", "Format", "Outline", "Release", "Target", "Written",
    "check_release", "dictionary_markdown", "json_schema", "render_text",
]  # fmt: skip
