"""Files of every usual kind, turned into Reports; nothing here ever opens a network connection."""

from tocsin.sources.contract import SourceInfo, SourceOptions
from tocsin.sources.gather import open_inputs
from tocsin.sources.registry import SOURCES
from tocsin.sources.sections import mark_sections

__all__ = ["SOURCES", "SourceInfo", "SourceOptions", "mark_sections", "open_inputs"]
