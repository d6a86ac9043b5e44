"""A story's text: Markdown in, safe HTML out, and the list of what it binds. Pure: knows no Django and no database.

`[almost 7,000](figure:majority)` binds the writer's own words to a figure, `[Diane Abbott](person:diane-abbott)` a name to
a person; without words the record's own are shown. A line `{quote:<slug>}` places a quote. Raw HTML is text, links go only
to web pages and mail, and what comes out is sanitised once more. Quotation marks are left alone: smart typography would
alter what people said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_BOUND = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\((?P<kind>figure|person):(?P<target>[^\s()]+)\)")
_QUOTE = re.compile(r"\{quote:(?P<slug>[^\s{}]*)\}")
_ENDS = re.compile(r"</(?:p|li|h[2-4]|pre|t[dh]|blockquote)>|<(?:br|hr)>")  # where words end though no space does
LONGEST = 100_000  # characters of one text of a story: whoever changes the record waits until all of it is read again
_UNSEEN = re.compile(  # what has no sign of its own: soft hyphens, zero-width and direction marks; within emoji some of it counts
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
    "|(?<=\\w)[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e01ef]+"
)
_SCHEMES = {"http", "https", "mailto"}
_TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "span", "strong"} | {
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bound:
    """Words bound to a figure or a person. `line` counts from 1; `raw` is the link as it stands in the text."""

    kind: str
    target: str
    words: str
    line: int
    raw: str


@dataclass(frozen=True, slots=True)
class Place:
    """A line that places a quote. `alone` is false where it does not stand on a line of its own."""

    slug: str
    line: int
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of bound words: the words, and the anchor on the page, or the page, that they lead to."""

    words: str
    anchor: str = ""
    awaited: bool = False
    page: str = ""


def _bound(state: StateInline, silent: bool) -> bool:
    match = _BOUND.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("bound", "", 0)
        token.meta = {**match.groupdict(), "raw": match[0]}
    state.pos = match.end()
    return True


def _show(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    shown: Shown = env["show"](tokens[index].meta["bound"])
    look = "bound bound--awaited" if shown.awaited else "bound"
    address = shown.page or (f"#{shown.anchor}" if shown.anchor else "")
    if not address:
        return f'<span class="{look}">{escape(shown.words)}</span>'
    return f'<a class="{look}" href="{escape(address)}">{escape(shown.words)}</a>'


def _valid_link(url: str) -> bool:
    scheme = url.partition(":")[0] if re.match(r"[a-zA-Z][\w+.-]*:", url) else ""
    return scheme.lower() in _SCHEMES if scheme else url.startswith(("/", "#")) and not url.startswith("//")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
    parser.inline.ruler.before("link", "bound", _bound)
    parser.add_render_rule("bound", _show)
    parser.validateLink = _valid_link  # type: ignore[method-assign]
    return parser


_MARKDOWN = _parser()


def _parse(text: str) -> list[Token]:
    """Tokens in which each bound link knows its line, and no heading is above the story's own."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"
        line = (token.map or [0])[0] + 1
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "bound":
                child.meta["bound"] = Bound(line=line, **child.meta)
    return tokens


def seen(text: str) -> str:
    """The text without letters that nobody sees, such as pasted text has: a name or a number that one stands in reads as it
    should, and would be another one to the fact check."""
    return _UNSEEN.sub("", text)


def bounds(text: str) -> list[Bound]:
    """Everything that the text binds, in order."""
    inline = (child for token in _parse(text) for child in token.children or ())
    return [child.meta["bound"] for child in inline if child.type == "bound"]


def places(text: str) -> list[Place]:
    """The lines that place quotes, in order."""
    found = []
    for index, token in enumerate(tokens := _parse(text)):
        if token.type == "inline":
            for match in _QUOTE.finditer(token.content):
                line = (token.map or [0])[0] + 1 + token.content.count("\n", 0, match.start())
                found.append(Place(match["slug"], line, _placed(tokens, index) is not None))
    return found


def _placed(tokens: Sequence[Token], index: int) -> str | None:
    """The quote that a token places: a paragraph of the body itself that holds nothing else."""
    token = tokens[index]
    match = _QUOTE.fullmatch(token.content.strip()) if token.type == "inline" and token.level == 1 else None
    return match["slug"] if match and tokens[index - 1].type == "paragraph_open" else None


def render(text: str, show: Callable[[Bound], Shown]) -> list[dict[str, str]]:
    """The text as blocks in order: {"html": safe HTML} or {"quote": slug}. `show` says what readers see of bound words."""
    return list(_blocks(_parse(text), {"show": show}))


def _blocks(tokens: list[Token], env: dict[str, Any]) -> Iterator[dict[str, str]]:
    run: list[Token] = []
    skip = False
    for index, token in enumerate(tokens):
        slug = _placed(tokens, index)
        if slug is not None:  # leave out the paragraph that holds it: its opening is the last of the run
            yield from _html(run[:-1], env)
            yield {"quote": slug}
            run, skip = [], True
        elif skip:
            skip = False
        else:
            run.append(token)
    yield from _html(run, env)


def _html(tokens: list[Token], env: dict[str, Any]) -> Iterator[dict[str, str]]:
    if html := _clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)):
        yield {"html": html}


def render_line(text: str, show: Callable[[Bound], Shown]) -> str:
    """One line of Markdown, such as a standfirst, as safe HTML without a paragraph around it."""
    tokens = [token for token in _parse(" ".join(text.split())) if token.type == "inline"]
    return _clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"show": show}))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        allowed_classes={"a": {"bound", "bound--awaited"}, "span": {"bound", "bound--awaited"}},
        url_schemes=_SCHEMES,
        link_rel=None,
    ).strip()


def restate(text: str, words: Callable[[Bound], str]) -> str:
    """The text with the words of each bound link as `words` answers them, and all else to the letter as it was.

    What looks like a link in code is none, so each is numbered, the text parsed, and only those that the parser kept are
    written anew.
    """
    numbers = itertools.count()
    numbered = _BOUND.sub(lambda link: f"[{link['words']}]({link['kind']}:{link['target']}#{next(numbers)})", text)
    kept = {}
    for bound in bounds(numbered):
        target, _mark, number = bound.target.rpartition("#")
        kept[int(number)] = replace(bound, target=target)
    numbers = itertools.count()

    def rewrite(link: re.Match[str]) -> str:
        bound = kept.get(next(numbers))
        new = words(bound) if bound else ""
        if bound is None or new == bound.words:
            return link[0]
        if "\\|" in link["words"]:  # within a cell of a table
            new = new.replace("|", "\\|")
        return f"[{new}]({bound.kind}:{bound.target})"

    return _BOUND.sub(rewrite, text)


def plain(text: str) -> str:
    """The text without its marks, for descriptions and feeds."""
    words = _BOUND.sub(lambda match: match["words"], _QUOTE.sub("", text))
    return " ".join(re.sub(r"[*_`#>]|\[([^\]]*)\]\([^)]*\)", r"\1", words).split())


def said(html: str) -> str:
    """What rendered text says to who reads it, without its marks: for search, feeds and descriptions."""
    return " ".join(unescape(nh3.clean(_ENDS.sub(" ", html), tags=set())).split())
