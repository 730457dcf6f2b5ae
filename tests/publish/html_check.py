"""Reads a page the way a strict reader would: balanced tags, unique ids, no request, and every link's target there."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}
FETCHING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "xlink:href"}


class Page(HTMLParser):
    """What stands on a page, and everything that is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[tuple[str, dict[str, str]]] = []
        self.meta: dict[str, str] = {}
        self.wrong: list[str] = []
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()
        self.wrong += [f"{tag} is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if len(given) != len(attrs):
            self.wrong.append(f"{tag} has an attribute twice")
        self.ids += [given["id"]] if "id" in given else []
        self.wrong += [f"{tag} {name}={value}" for name, value in given.items()
                       if name in FETCHING or name.startswith("on") or name == "style"]  # fmt: skip
        if tag in ("link", "img", "iframe", "object", "embed", "base", "form", "image", "use", "foreignobject"):
            self.wrong.append(f"{tag} on the page")
        if tag == "a" and "href" in given:
            self.links.append((given["href"], given))
        if tag == "meta":
            self.meta[given.get("http-equiv", given.get("name", ""))] = given.get("content", "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.blocks:
            self.blocks[self.open[-1]].append(data)
        elif not self.open or self.open[-1] != "title":
            self.words.append(data)

    @property
    def text(self) -> str:
        """The words that a reader sees."""
        return "".join(self.words)

    def check(self) -> None:
        """Raises AssertionError with the first thing that is wrong."""
        assert not self.wrong, self.wrong[:3]
        assert len(self.ids) == len(set(self.ids)), sorted(i for i in self.ids if self.ids.count(i) > 1)[:3]
        known = set(self.ids)
        lost = [href for href, _ in self.links if href.startswith("#") and href[1:] not in known]
        assert not lost, lost[:3]
        strange = [href for href, _ in self.links if not href.startswith(("#", "http://", "https://"))
                   and not href.endswith(".html")]  # fmt: skip
        assert not strange, strange[:3]
