"""The fact check of a whole story: headline, standfirst and body read as one, each finding put back into its own text. Pure.

`judge` answers with every finding in its box, with the words around it and the sentence that it stands in. `bind` and `mend`
write a text anew around exactly one stretch of it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from elections import figures
from newsroom.factcheck import Finding, Kind, Record, Verdict, check
from newsroom.factcheck.words import links, sentences

BOXES = ("headline", "standfirst", "body")
AROUND = 48  # characters of the text that are shown before and after the words
_GAP = "\n\n"  # parts the boxes as paragraphs are parted
_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding where it stands: the box, `start` and `end` as offsets into its text, the line from 1.

    `sentence` is the sentence's words without any mark: what somebody's answer for the words holds for. `bound` says that the
    words are tied to a figure or a person already. `key` names the finding for as long as its words and its sentence stay.
    """

    box: str
    start: int
    end: int
    line: int
    before: str
    after: str
    sentence: str
    bound: bool
    key: str
    finding: Finding
    put: str = ""  # what stands in place of the words once they are bound, or put right and bound; "" where neither can be

    @property
    def words(self) -> str:
        return self.finding.text

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def open(self) -> bool:
        """Whether somebody has to settle it. Bound words that no rule can judge are the writer's: they are flagged when the
        figure under them moves."""
        return self.verdict is Verdict.DISAGREES or (self.verdict is Verdict.UNKNOWN and not self.bound)

    @property
    def bindable(self) -> bool:
        return self.verdict is Verdict.AGREES and bool(self.put)

    @property
    def mendable(self) -> bool:
        return self.verdict is Verdict.DISAGREES and bool(self.put)

    @property
    def says(self) -> str:
        """What the record says, or that it says nothing: an answer against it holds while this stays."""
        return self.finding.record or self.finding.why


def joined(texts: Mapping[str, str]) -> str:
    """The boxes as the one text that is checked, for who is named in one is meant in the next."""
    return _GAP.join(texts.get(box, "") for box in BOXES)


def judge(texts: Mapping[str, str], record: Record, *, attached: bool = True) -> list[Judged]:
    """Every finding of a story, box by box, in the order of the text. `attached` says that the story has a contest of its own,
    which paths without a contest mean."""
    whole = joined(texts)
    starts, at = [], 0
    for box in BOXES:
        starts.append(at)
        at += len(texts.get(box, "")) + len(_GAP)
    told = [one.tokens for one in sentences(whole)]
    firsts = [tokens[0].start for tokens in told]
    bound = links(whole)
    all_links = [match.span() for match in _LINK.finditer(whole)]
    found: list[Judged] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in check(whole, record):
        number = bisect_right(starts, finding.start) - 1
        box, first = BOXES[number], starts[number]
        text, start, end = texts.get(box, ""), finding.start - first, finding.end - first
        link = next((one for one in bound if one.start < finding.end and finding.start < one.end), None)
        index = bisect_right(firsts, finding.start) - 1
        sentence = " ".join(token.text for token in told[index]) if index >= 0 else finding.text
        finding = _as_shown(finding, record) if link and link.kind == "figure" else _put_right(finding, record)
        here = (box, finding.text, sentence)
        key = hashlib.sha256(repr((*here, seen[here])).encode()).hexdigest()[:16]
        seen[here] += 1
        within = any(a < finding.end and finding.start < b for a, b in all_links)
        one = Judged(
            box=box,
            start=start,
            end=end,
            line=text.count("\n", 0, start) + 1,
            before=_shortened(text[max(0, start - AROUND) : start].rpartition("\n")[2], start > AROUND, cut_first=True),
            after=_shortened(text[end : end + AROUND].partition("\n")[0], end + AROUND < len(text), cut_first=False),
            sentence=sentence,
            bound=link is not None,
            key=key,
            finding=finding,
        )
        found.append(replace(one, put=_put(one, attached, record, within)))
    return found


def rewritten(text: str, found: Sequence[Judged]) -> str:
    """A box's text with each of these findings bound, or put right. They are of this text and do not overlap."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + one.put + text[one.end :]
    return text


def _as_shown(finding: Finding, record: Record) -> Finding:
    """Bound numbers are shown as the record has them, whatever was typed: only what stays untrue then disagrees."""
    if finding.verdict is not Verdict.DISAGREES:
        return finding
    shown = _restated(finding, record)
    if not shown:
        return finding
    return replace(finding, verdict=Verdict.AGREES, why=f"Readers will see “{shown}”, as it is on record.", suggestion="")


def _put_right(finding: Finding, record: Record) -> Finding:
    """A number that disagrees, with the record's in the writer's format beside it; an untrue judgement is left to people."""
    if finding.verdict is not Verdict.DISAGREES or finding.suggestion or not finding.figure:
        return finding
    return replace(finding, suggestion=_restated(finding, record))


def _restated(finding: Finding, record: Record) -> str:
    """A finding's words with the number of its figure, where they are true then; else ""."""
    contest, _slash, path = finding.figure.rpartition("/")
    poll = record.by_id.get(contest) if contest else next(iter(record.polls), None)
    figure = poll.figures.get(path) if poll else None
    if figure is None:
        return ""
    words = figures.restate(finding.text, figure)
    return words if words != finding.text and figures.agrees(words, figure) else ""


def _put(one: Judged, attached: bool, record: Record, within: bool) -> str:
    """The words as a link, or the right words; "" where a link cannot stand: over marks of Markdown, within another link, and
    in the headline, which has none."""
    finding = one.finding
    right = finding.suggestion if finding.verdict is Verdict.DISAGREES else finding.text
    if finding.verdict is Verdict.UNKNOWN or not right or (finding.verdict is Verdict.AGREES and one.bound):
        return ""
    marked = any(mark in finding.text + right for mark in "[]*_`\n|")
    if one.bound or (one.box == "headline" and finding.verdict is Verdict.DISAGREES):
        return "" if marked else right
    if marked or within or one.box == "headline":
        return "" if finding.verdict is Verdict.AGREES or marked else right
    if finding.kind is Kind.NAME and finding.person:
        return f"[{right}](person:{finding.person})"
    if finding.figure:
        path = finding.figure
        if not attached and "/" not in path and record.polls:
            path = f"{record.polls[0].id}/{path}"
        return f"[{right}](figure:{path})"
    if finding.person:
        return f"[{right}](person:{finding.person})"
    return "" if finding.verdict is Verdict.AGREES else right


def _shortened(text: str, cut: bool, *, cut_first: bool) -> str:
    """Words around a finding without half a word and without the targets of links."""
    plain = re.sub(r"\]\([^()\s]*\)?|[\[\]]", "", text)
    if not cut or len(text) < AROUND:
        return plain
    return "…" + plain.partition(" ")[2] if cut_first else plain.rpartition(" ")[0] + "…"
