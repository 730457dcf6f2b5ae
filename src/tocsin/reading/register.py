"""Who has spoken so far in a report, and whom a surname, an office or a pronoun stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from tocsin.lexicon.load import table
from tocsin.reading.grammar import words
from tocsin.record import Speaker


@dataclass(slots=True)
class Register:
    """People and bodies named so far: by surname, by office, and who spoke last."""

    by_name: dict[str, Speaker] = field(default_factory=dict)
    by_office: dict[str, Speaker] = field(default_factory=dict)
    last: Speaker | None = None
    last_person: Speaker | None = None
    last_body: Speaker | None = None

    def remember(self, speaker: Speaker) -> None:
        """Note a speaker as the last one, and his names for later mentions."""
        self.last = speaker
        if speaker.name or (speaker.role and not _is_many(speaker.role)):
            self.last_person = speaker
        if speaker.organisation and not speaker.name:
            self.last_body = speaker
        if speaker.name:
            for part in (speaker.name, speaker.name.split()[-1]):
                known = self.by_name.get(part.lower())
                if known is None or (known.role is None and speaker.role is not None):
                    self.by_name[part.lower()] = speaker
        if speaker.role and (speaker.name or speaker.organisation):
            self.by_office.setdefault(speaker.role.split()[-1].lower(), speaker)
        if speaker.organisation:
            self.by_office.setdefault(speaker.organisation.split()[-1].lower(), speaker)
        for head, body in _bodies().items():
            if speaker.role and speaker.role.lower().endswith(f" {head}"):
                office = f"{speaker.role[: -len(head)].lower()}{body}"
                self.by_office.setdefault(body, Speaker(None, None, office, speaker.text))

    def full(self, speaker: Speaker) -> Speaker:
        """A bare surname or "the minister" filled in from what was said before."""
        known = self.by_name.get((speaker.name or "").lower()) if speaker.name else None
        if known is None and speaker.name is None:
            known = self._by_office(speaker)
        if known is None:
            return speaker
        named = speaker.organisation if speaker.name or not known.organisation else known.organisation
        return Speaker(
            known.name or speaker.name,
            speaker.role or known.role,
            named or known.organisation,
            speaker.text,
            speaker.via or known.via,
        )

    def same(self, speaker: Speaker) -> Speaker:
        """ "The same official": the last one who spoke."""
        return self.full(speaker) if self.last is None else replace(self.last, text=speaker.text)

    def meant(self, pronoun: Speaker) -> Speaker | None:
        """Whom "he" or "it" stands for: the last person, the last body.

        When nobody has spoken yet, "he" is a speaker all the same, and "it" is none: "it claimed ten lives".
        """
        known = (self.last_body if pronoun.text.lower() == "it" else self.last_person) or self.last
        if known is None:
            return None if pronoun.text.lower() == "it" else pronoun
        return replace(known, text=pronoun.text)

    def _by_office(self, speaker: Speaker) -> Speaker | None:
        """The fuller body or person that "the ministry", "a ministry official" or "the governor" stands for."""
        body = (speaker.organisation or "").split()
        if len(body) == 1:
            known = self.by_office.get(body[0].lower())
            return (
                Speaker(None, None, known.organisation, speaker.text, known.via)
                if known and known.organisation
                else None
            )
        office = (speaker.role or "").split()
        if office and not body and speaker.text.lower().startswith(("the ", "that ", "this ")):
            known = self.by_office.get(office[-1].lower())
            plain = len(office) == 1 and office[0].lower() in words("any-office")
            return self.last_person if known is None and plain else known
        return None


def _is_many(role: str) -> bool:
    """Whether an office is several people or a body, for whom no "he" stands: officials, the media, police."""
    last = role.split()[-1].lower()
    return last.endswith("s") or last in words("collective")


@cache
def _bodies() -> dict[str, str]:
    """What an office's holder speaks for by its name: a minister for his ministry."""
    return {str(k): str(v) for row in table("speakers") for k, v in row.more.get("speaks_for", {}).items()}


__all__ = ["Register"]
