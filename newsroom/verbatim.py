"""Whether words stand in a source to the letter. Pure: knows no Django and no database.

Spaces and the look of quotation marks are nobody's words and are not compared. What an editor put in is allowed and listed:
brackets ("[he]", "[V]ery") stand for a few words or letters of the source, an ellipsis ("…", "...", "[…]") for any number
that were left out, in their order. Any other difference is one, down to a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SAME = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′`", "'"), **dict.fromkeys("\u00ad\u200b\ufeff")})
_TOKEN = re.compile(r"(?:\[[^\]]*\]|[^\s\[\]])+|[\[\]]")
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|(?<!\.)\.{3}(?!\.)")
_BRACKET = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r"“([^“”]+)”|(?<!\w)\"([^\"]+)\"(?!\w)")
_INSTEAD = 8  # words of the source that one bracket may stand for


@dataclass(frozen=True, slots=True)
class Difference:
    """The first word that is not the source's, and what the source has in its place, which may be nothing."""

    word: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What comparing words with a source found: what the editor put in, and the first difference. `passages` are the parts
    of the source that the words are, as it has them."""

    allowed: tuple[str, ...] = ()
    difference: Difference | None = None
    passages: tuple[str, ...] = ()


def plain(text: str) -> str:
    """The text as it is compared: one space between words, one kind of each quotation mark, nothing that cannot be seen."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split())


def quoted(text: str) -> list[str]:
    """What a text gives as somebody's very words: the parts between double quotation marks."""
    return [(first or second).strip() for first, second in _QUOTED.findall(text)]


def compare(words: str, source: str) -> Verbatim:
    """Whether the words occur in the source, in one run or in the runs that ellipses part."""
    asked, said = plain(words), plain(source)
    allowed = (*_ELLIPSIS.findall(words), *(mark for mark in _BRACKET.findall(words) if not _ELLIPSIS.fullmatch(mark)))
    passages, here = [], 0
    for run in _runs(asked):
        found = _find(run, said, here)
        if found is None:
            return Verbatim(allowed, _first(run, said, here))
        passages.append(found[0])
        here = found.end()
    if asked and not any(passages):  # brackets and ellipses alone are nobody's words
        return Verbatim(allowed, Difference(asked))
    return Verbatim(allowed, None, tuple(passages))


def _runs(words: str) -> Iterator[list[str]]:
    """The tokens between ellipses."""
    for part in _ELLIPSIS.split(words):
        if tokens := _TOKEN.findall(part):
            yield tokens


def _find(tokens: Sequence[str], source: str, here: int) -> re.Match[str] | None:
    pattern, space = "", ""
    for index, token in enumerate(tokens, start=1):
        bare = _BRACKET.sub("", token)
        if bare == token or re.search(r"\w", bare):
            pattern += space + r"\S*?".join(re.escape(piece) for piece in _BRACKET.split(token))
            space = " "
        elif not pattern:
            continue  # it stands for words before those that are compared
        elif index < len(tokens):  # a bracket of its own: it stands for some words, or was added
            pattern += rf"{space}(?:\S+ ){{0,{_INSTEAD}}}?"
            space = ""
        else:
            pattern += rf"(?: \S+){{0,{_INSTEAD}}}?"
    starts = r"(?<!\w)" if re.match(r"[\w\[]", tokens[0]) else ""
    ends = r"(?!\w)" if re.search(r"\w$", tokens[-1]) else ""
    return re.compile(starts + pattern + ends).search(source, here)


def _first(tokens: Sequence[str], source: str, here: int) -> Difference:
    """Where the longest beginning that the source has ends; for a first word that it has not, what stands before the rest."""
    for length in range(len(tokens) - 1, 0, -1):
        if found := _find(tokens[:length], source, here):
            rest = source[found.end() :]
            if comma := re.match(r"\S+", rest):  # the word is the source's, what follows it is not
                return Difference(tokens[length - 1], found[0].split()[-1] + comma[0])
            after = rest.split()
            return Difference(tokens[length], after[0] if after else "")
    if len(tokens) > 1 and (others := _find(tokens[1:], source, here)):
        before = source[here : others.start()].split()
        return Difference(tokens[0], before[-1] if before else "")
    return Difference(tokens[0])


def marked(source: str, passages: Sequence[str]) -> list[tuple[str, bool]]:
    """The source in parts, as it is compared, each with whether it is one of the passages."""
    text = plain(source)
    spans: list[tuple[int, int]] = []
    for passage in passages:
        start = text.find(passage) if passage else -1
        if start >= 0 and not any(start < last and first < start + len(passage) for first, last in spans):
            spans.append((start, start + len(passage)))
    parts, here = [], 0
    for first, last in sorted(spans):
        parts += [(text[here:first], False), (text[first:last], True)]
        here = last
    return [(part, mark) for part, mark in [*parts, (text[here:], False)] if part]
