"""Telegram Desktop's export (`result.json`): one post, one report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tocsin.record import Problem
from tocsin.sources.contract import HEAD_BYTES, Found, Incoming, SourceInfo, SourceOptions
from tocsin.sources.decode import opening
from tocsin.sources.jsonlines import BYTES_PER_POINT
from tocsin.sources.jsonstream import JsonCursor

MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
CHATS = re.compile(rb'"(?:chats|left_chats)"\s*:\s*\{')
POSTED = re.compile(rb'"(?:date_unixtime|text_entities|from_id|actor_id|type)"\s*:')
#: members of the export that hold chats or messages; everything else is passed over
FOLDERS = ("chats", "left_chats")
HINT = "export the chat again from Telegram Desktop, as machine-readable JSON"


def sniff(head: bytes) -> bool:
    """An object with messages or chats near its beginning."""
    if not opening(head).startswith(b"{"):
        return False
    return bool((MESSAGES.search(head) and POSTED.search(head)) or CHATS.search(head))


def read(incoming: Incoming, options: SourceOptions) -> Iterator[Found | Problem]:
    """Posts in the order of the export, one held at a time; service messages and posts without words are passed over.

    A report's id is `channel/number`, with the chat's name, or its number when it has none.
    """
    cursor = JsonCursor(incoming.stream, options.max_text * BYTES_PER_POINT + HEAD_BYTES)
    yield from _read_chat(cursor, incoming.where)


def _read_chat(cursor: JsonCursor, where: str) -> Iterator[Found | Problem]:
    """An object that is a chat, or that holds chats; the export writes a chat's name before its messages."""
    facts: dict[str, Any] = {}
    for name in cursor.members():
        if name == "messages" and cursor.peek() == "[":
            for _ in cursor.items():
                yield from _found_in(cursor.value(), facts, where)
        elif name in FOLDERS and cursor.peek() == "{":
            for inner in cursor.members():
                if inner == "list" and cursor.peek() == "[":
                    yield from _read_list(cursor, where)
                else:
                    cursor.value()
        else:
            facts[name] = cursor.value()


def _read_list(cursor: JsonCursor, where: str) -> Iterator[Found | Problem]:
    for _ in cursor.items():
        if cursor.peek() == "{":
            yield from _read_chat(cursor, where)
        else:
            cursor.value()


def _found_in(message: Any, chat: dict[str, Any], where: str) -> Iterator[Found | Problem]:
    if not isinstance(message, dict):
        yield Problem(where, f"a message is {type(message).__name__}, not an object", HINT)
        return
    if message.get("type", "message") != "message":
        return
    number = message.get("id")
    address = f"{where}#{number}"
    text = _text(message.get("text"))
    if text is None:
        yield Problem(address, "the message's text is neither a string nor a list of parts", HINT)
        return
    if not text.strip():
        return
    name = _string(chat.get("name")) or _string(message.get("from"))
    chat_id = name or _string(chat.get("id"))
    yield Found(
        address,
        text,
        id=f"{chat_id}/{number}" if chat_id and isinstance(number, int) else None,
        published=_when(message),
        outlet=name,
        title=None,
        kind="post",
        via=tuple(v for v in (_string(message.get("forwarded_from")), _string(message.get("via_bot"))) if v),
    )


def _text(value: Any) -> str | None:
    """The words of a text that is a string or a list of strings and formatted parts; '' for none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return None
    parts = [p.get("text") if isinstance(p, dict) else p for p in value]
    words = [p for p in parts if isinstance(p, str)]
    return "".join(words) if words or not parts else None


def _string(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _when(message: dict[str, Any]) -> str | None:
    """Unix time before `date`, which is in the zone of the computer that exported and does not say which.

    An edited post bears the time of its edit: its words, such as a toll made higher, are not older than that.
    """
    for name in ("edited_unixtime", "date_unixtime", "edited", "date"):
        value = _string(message.get(name))
        if value:
            return value
    return None


INFO = SourceInfo(
    name="telegram",
    title="Telegram Desktop export (result.json)",
    suffixes=("result.json",),
    media_types=("application/json",),
    licence="the channel's; kept by the user, not passed on by Tocsin",
    trust="the channel's own words; the export names who a post was forwarded from",
    languages=("any",),
    cadence="as exported",
    kind="post",
    sniff=sniff,
    read=read,
)
