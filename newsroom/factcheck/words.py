"""A story as sentences of words with their places in the raw text. Pure.

Markdown is blanked and not removed, so that every offset is one of the raw text. Words inside quotation marks are marked:
they are somebody's, not the writer's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_BOUND = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\((?P<kind>figure|person):(?P<target>[^\s()]+)\)")
_BLANKED = re.compile(
    r"(?s)```.*?```|`[^`\n]*`|\{quote:[^{}]*\}|<!--.*?-->|<[a-zA-Z/][^<>]*>|https?://\S+|www\.\S+|\S+@\S+\.\w+|\]\([^()\s]*\)"
    r"|(?m:^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)(?=[ \t]))|(?m:^[ \t]*[-*_]{3,}[ \t]*$)|[*_\[\]\\`]"
    r"|(?m:^[ \t]*\|?[ \t:|-]+\|[ \t:|-]*$)"
)
_TOKEN = re.compile(
    r"(?P<number>(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d,.]\d|\d)|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+(?!\.?\d)|\d+)"
    r"|(?P<possessive>['’][sS]\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*)"
    r"|(?P<mark>[^\s\w]|_)"
)
_TITLES = {"mr", "mrs", "ms", "dr", "st", "no", "vs", "cllr", "prof", "rev", "c", "approx", "hon", "rt", "jr", "sr", "maj", "gen"}
_OPENING, _CLOSING = "“«„", "”»"
SHORT_LINE = 60  # characters: a line below it ends its sentence even without a full stop, as in a live blog
LONGEST = 400  # words and signs of one sentence: what runs on, such as a pasted table, is read in parts of so many


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark. `lower` is the word in small letters with straight apostrophes."""

    text: str
    lower: str
    start: int
    end: int
    quoted: bool = False

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()  # "²" is a digit to Python, and no number

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Link:
    """Words that the writer bound already: where the words stand, and to what."""

    start: int
    end: int
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence, and the number of its paragraph."""

    tokens: tuple[Token, ...]
    paragraph: int

    @property
    def question(self) -> bool:
        return self.tokens[-1].text == "?" or (len(self.tokens) > 1 and self.tokens[-2].text == "?")


def links(text: str) -> list[Link]:
    return [Link(m.start("words"), m.end("words"), m["kind"], m["target"]) for m in _BOUND.finditer(text)]


def plain(text: str) -> str:
    """The text with everything that is no prose blanked out; as long as before."""
    return _BLANKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def sentences(text: str) -> list[Sentence]:
    """Every sentence of a text, in order."""
    prose = plain(text)
    quotations = _quotations(prose)
    found: list[Sentence] = []
    number = 0
    for start, end in _paragraphs(prose):
        number += 1
        for tokens in _split(prose, [_token(m, quotations) for m in _TOKEN.finditer(prose, start, end)]):
            found.append(Sentence(tuple(tokens), number))
    return found


def _token(match: re.Match[str], quotations: list[tuple[int, int]]) -> Token:
    at = bisect_right(quotations, (match.start(), len(match.string) + 1)) - 1
    quoted = at >= 0 and quotations[at][0] < match.start() < quotations[at][1]
    return Token(match[0], match[0].lower().replace("’", "'"), match.start(), match.end(), quoted)


def _paragraphs(prose: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"\n[ \t]*\n\s*", prose):
        yield start, match.start()
        start = match.end()
    yield start, len(prose)


def _quotations(prose: str) -> list[tuple[int, int]]:
    """Where quotation marks stand around words. A quotation that runs on has no closing mark at its paragraph's end; the next
    paragraph opens anew, or closes what is open."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for start, end in _paragraphs(prose):
        marks = [
            (m.start(), m[0]) for m in re.finditer(r"[“”«»„\"]|(?<![\w’'])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)", prose[start:end])
        ]
        if opened is not None:
            first = marks[0][1] if marks else ""
            straight = sum(mark == '"' for _at, mark in marks)
            if first not in _CLOSING and straight % 2 == 0:
                opened = None
            else:
                opened = start - 1 if start else None
        single: int | None = None
        for at, mark in marks:
            place = start + at
            if mark in "‘'’":
                if single is None and mark in "‘'" and opened is None and at + 1 < end and prose[place + 1].isalpha():
                    single = place
                elif single is not None and mark in "’'" and place > single:
                    if prose[place - 1] != "s" or not prose[place + 1 : place + 2].isspace() or prose[place - 1] in ".,!?":
                        found.append((single, place))
                        single = None
            elif opened is None and mark not in _CLOSING:
                opened = place
            elif opened is not None and (mark in _CLOSING or mark == '"'):
                found.append((opened, place))
                opened = None
        if opened is not None:
            found.append((opened, end))
    return sorted(set(found))


def _split(prose: str, tokens: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        run.append(token)
        if following is None or len(run) == LONGEST or _ends(prose, run, following):
            yield run
            run = []


def _ends(prose: str, run: list[Token], following: Token) -> bool:
    """Whether a sentence ends between two tokens."""
    token, between = run[-1], prose[run[-1].end : following.start]
    if "\n" in between:
        line = token.end - (prose.rfind("\n", 0, token.end) + 1)
        begins = not following.text[0].islower()
        if begins and (line < SHORT_LINE or re.search(r"\n[ \t]*[-*+|#>]?[ \t]{2,}$", between)):
            return True
    if token.text == ";":
        return False
    last = token
    if token.text in "\"”’')" and len(run) > 1:
        last = run[-2]
    if last.text not in (".", "!", "?", "…") or not between:
        return False
    if following.text[0].islower():
        return False
    if last.text != ".":
        return True
    before = run[run.index(last) - 1] if len(run) > 1 else None
    if last is token and before is not None and before.end == last.start:
        initial = len(before.text) == 1 and before.text.isupper()
        abbreviated = before.lower in _TITLES or (before.lower == "m" and len(run) > 3 and run[-4].lower in ("a", "p"))
        if initial or (abbreviated and before.lower != "m"):
            return False
    return True
