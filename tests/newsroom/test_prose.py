"""A story's text: what it binds, where it places quotes, and what can never come out of it as HTML."""

import html5lib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom import prose
from newsroom.prose import Bound, Place, Shown

MAJORITY = "[almost 2,500](figure:majority)"


def as_written(bound: Bound) -> Shown:
    return Shown(bound.words or "awaited", f"fig-{bound.target}" if bound.kind == "figure" else "", awaited=not bound.words)


def html(text: str) -> str:
    """The text as one string of HTML; the place of a quote is a word."""
    return "\n".join(block.get("html", "(quote)") for block in prose.render(text, as_written))


def elements(fragment: str) -> list:
    return [node for node in html5lib.parseFragment(fragment, namespaceHTMLElements=False).iter() if isinstance(node.tag, str)]


# What a text binds.


def test_words_are_bound_to_figures_and_people_and_each_binding_knows_its_line():
    text = f"{MAJORITY} in the end,\nsaid [Nell Harrow](person:nell-harrow).\n\n- a\n- b [](figure:x.by.2031/votes.ada-quill)"
    assert prose.bounds(text) == [
        Bound("figure", "majority", "almost 2,500", 1, MAJORITY),
        Bound("person", "nell-harrow", "Nell Harrow", 2, "[Nell Harrow](person:nell-harrow)"),
        Bound("figure", "x.by.2031/votes.ada-quill", "", 5, "[](figure:x.by.2031/votes.ada-quill)"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("## Heading\n\n> quoted\n> [](figure:majority)", 4),
        ("one\\\ntwo [](figure:majority)", 2),
        ("one  \ntwo [](figure:majority)", 2),
        ("# A [](figure:majority)", 1),
        ("\n\n\n**bold [](figure:majority)**", 4),
        ("1. one\n2. two\n\n   more [](figure:majority)", 4),
        ("| a | b |\n|---|---|\n| c | [](figure:majority) |", 3),
        ("a\n\nb\n\n[](figure:majority)\n===", 5),
    ],
)
def test_a_binding_knows_its_line_in_headings_lists_tables_and_quotations(text, line):
    assert [bound.line for bound in prose.bounds(text)] == [line]


@pytest.mark.parametrize(
    "text",
    ["`[1](figure:majority)`", "    [1](figure:majority)", "```\n[1](figure:majority)\n```", r"\[1](figure:majority)",
     "[1](figure:)", "[1](figure:two words)", "[1\n2](figure:majority)", "[1](FIGURE:majority)"],
)  # fmt: skip
def test_code_and_escapes_and_half_written_links_bind_nothing(text):
    assert prose.bounds(text) == []


def test_bound_words_are_shown_as_the_record_says_and_lead_to_their_figure():
    shown = prose.render("[2,469](figure:majority) for [Nell](person:nell).", lambda bound: Shown("9 < 10", "a&b"))
    link = '<a class="bound" href="#a&amp;b">9 &lt; 10</a>'
    assert shown == [{"html": f"<p>{link} for {link}.</p>"}]


def test_what_is_not_known_yet_leads_nowhere_and_looks_awaited():
    assert prose.render("[](figure:majority)", as_written) == [
        {"html": '<p><a class="bound bound--awaited" href="#fig-majority">awaited</a></p>'}
    ]
    nowhere = prose.render("[](figure:majority)", lambda bound: Shown("awaited", awaited=True))
    assert nowhere == [{"html": '<p><span class="bound bound--awaited">awaited</span></p>'}]


def test_a_standfirst_is_one_line_without_a_paragraph():
    assert prose.render_line("A *quiet*\nday: [2,469](figure:majority)", as_written) == (
        'A <em>quiet</em> day: <a class="bound" href="#fig-majority">2,469</a>'
    )


# Where quotes stand.


def test_a_line_of_its_own_places_a_quote_between_the_blocks():
    assert prose.render("Before.\n\n{quote:harrow-day}\n\nAfter.", as_written) == [
        {"html": "<p>Before.</p>"},
        {"quote": "harrow-day"},
        {"html": "<p>After.</p>"},
    ]


def test_quotes_one_after_another_and_at_both_ends_are_all_placed():
    assert prose.render("{quote:a}\n\n{quote:b}\n\nWords.\n\n{quote:c}", as_written) == [
        {"quote": "a"},
        {"quote": "b"},
        {"html": "<p>Words.</p>"},
        {"quote": "c"},
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Words {quote:a}", 1),
        ("Words\n{quote:a}", 2),
        ("{quote:a}\nwords", 1),
        ("- {quote:a}", 1),
        ("> {quote:a}", 1),
        ("# {quote:a}", 1),
        ("one\n\n{quote:a}{quote:b}", 3),
        ("| {quote:a} |\n|---|", 1),
        ("**{quote:a}**", 1),
    ],
)
def test_a_quote_that_does_not_stand_alone_is_named_with_its_line(text, line):
    assert prose.places(text)[0] == Place("a", line, alone=False)
    assert all("quote" not in block for block in prose.render(text, as_written))


def test_every_quote_that_stands_alone_is_named_with_its_line():
    assert prose.places("{quote:a}\n\nwords\n\n  {quote:b}  \n") == [Place("a", 1), Place("b", 5)]


def test_a_quote_in_code_is_not_placed():
    assert prose.places("    {quote:a}") == prose.places("```\n{quote:a}\n```") == []


# What can never come out.

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div style='background:url(//evil.example)'>x</div>",
    "<style>body{display:none}</style>",
    "<base href='//evil.example'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action='//evil.example'><input></form>",
    "<details open ontoggle=alert(1)>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<!-- <script>alert(1)</script> -->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\u0001javascript:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](DATA:text/html,hello)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/a)",
    "[x](&#47;&#47;evil.example)",
    "[x](/\\evil.example)",
    "[x](\\/\\/evil.example)",
    "[x](</\t/evil.example>)",
    "[x](evil.example)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: //evil.example",
    "<javascript:alert(1)>",
    "<data:text/html,hello>",
    "![x](https://fine.example/pixel.png)",
    "![x](data:image/png;base64,AAAA)",
    "![x][r]\n\n[r]: https://fine.example/pixel.png",
    '[x](https://fine.example "\\" onmouseover=alert(1) \\"")',
    "[x](https://fine.example){onclick=alert(1)}",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    "[<img src=x onerror=alert(1)>](figure:majority)",
    "[x](figure:\"onmouseover=alert(1)//)",
    "[x](person:\"><script>alert(1)</script>)",
    "[](figure:<svg/onload=alert(1)>)",
    "{quote:<script>alert(1)</script>}",
    "# <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| [x](javascript:alert(1)) |",
    "> [x](javascript:alert(1))\n> <script>alert(1)</script>",
]  # fmt: skip
ATTRIBUTES = {"a": {"href", "title", "class"}, "span": {"class"}}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives_in_a_body_or_a_standfirst(payload):
    for out in (html(payload), html(f"Before.\n\n{payload}\n\nAfter."), prose.render_line(payload, as_written)):
        for node in elements(out):
            assert node.tag in prose._TAGS | {"DOCUMENT_FRAGMENT"}, out
            assert set(node.attrib) <= ATTRIBUTES.get(node.tag, set()), out
            href = node.attrib.get("href", "#")
            assert href.startswith(("#", "https://fine.example", "/%5C", "/%09", "/%20")), out


@pytest.mark.parametrize(
    "target", ["https://fine.example/a?b=c#d", "http://fine.example", "mailto:desk@fine.example", "/about/", "#top"]
)
def test_links_to_pages_and_mail_do_survive(target):
    (link,) = [node for node in elements(html(f"[x]({target})")) if node.tag == "a"]
    assert link.attrib == {"href": target}


@given(st.text(st.sampled_from("<>[](){}:/\\\"'`#*_|!&;-= \n\tabjscriptdataonhrefig%0&#47"), max_size=60))
def test_whatever_is_written_only_known_tags_and_attributes_come_out(text):
    for node in elements(html(text)):
        assert node.tag in prose._TAGS | {"DOCUMENT_FRAGMENT"}
        assert set(node.attrib) <= ATTRIBUTES.get(node.tag, set())
        href = node.attrib.get("href", "#")
        assert not href.startswith("//") and href.partition(":")[0].lower() not in ("javascript", "data", "vbscript", "file")


def test_no_heading_is_above_the_storys_own():
    assert html("# One\n\n## Two\n\nThree\n=====\n\n### Four") == "<h2>One</h2>\n<h2>Two</h2>\n<h2>Three</h2>\n<h3>Four</h3>"


def test_images_are_off():
    assert "<img" not in html("![A lighthouse](https://fine.example/lighthouse.png)")


def test_quotation_marks_and_dashes_are_left_as_they_were_typed():
    typed = "\"Straight\" and 'single', “curly” and ‘single’, -- and --- and ... (c) don't"
    (paragraph,) = [node for node in elements(html(typed)) if node.tag == "p"]
    assert paragraph.text == typed


# Following the record.

WORDS = st.text(st.characters(exclude_characters="[]\n\r\0", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
TEXT = st.text(st.sampled_from("ab 12,*_`#>-|\\[]()!{}\n\"'“é"), max_size=20)
BOUND = st.builds(lambda words, target: f"[{words}](figure:{target})", WORDS, st.sampled_from(["majority", "a/votes.b"]))


@given(st.lists(st.one_of(TEXT, BOUND), max_size=8).map("".join))
def test_a_text_that_is_restated_with_its_own_words_stays_the_same_to_the_letter(text):
    assert prose.restate(text, lambda bound: bound.words) == text


@given(
    st.lists(st.tuples(st.text("ab .,\"'“é*", max_size=8), st.sampled_from(["1", "1,000 votes", ""])), max_size=6),
    st.text("ab", max_size=5),
)
def test_restating_changes_the_bound_words_and_nothing_else(parts, end):
    def text(words):
        return "".join(f"x{before}[{words(said)}](figure:majority)" for before, said in parts) + end

    before = text(lambda said: said)
    assume(len(prose.bounds(before)) == len(parts))
    assert prose.restate(before, lambda bound: f"{bound.words}!") == text(lambda said: f"{said}!")


def test_restating_follows_one_of_two_equal_links_by_its_place():
    places = iter(["one", "two"])
    assert prose.restate("[1](figure:a), [1](figure:a)", lambda bound: next(places)) == "[one](figure:a), [two](figure:a)"


@pytest.mark.parametrize(
    "before",
    ["`[1](figure:a)` and ", r"\[1](figure:a) and ", "    [1](figure:a)\n\n", "```\n[1](figure:a)\n```\n\n"],
    ids=["code", "escaped", "indented", "fenced"],
)
def test_restating_leaves_the_same_letters_alone_where_they_are_no_link(before):
    assert prose.restate(f"{before}[1](figure:a)", lambda bound: "2") == f"{before}[2](figure:a)"


def test_restating_reaches_into_lists_tables_headings_and_quotations():
    text = "# [1](figure:a)\n\n- **[1](figure:a)**\n\n> [1](figure:a)\n\n| [1](figure:a) |\n|---|\n| [1](figure:a) |\n"
    assert prose.restate(text, lambda bound: "2") == text.replace("[1]", "[2]")


def test_restating_a_table_cell_keeps_its_escaped_bars():
    text = "| [a\\|1](figure:a) | b |\n|---|---|\n\nAfter [1](figure:a)."
    restated = prose.restate(text, lambda bound: bound.words.replace("1", "2"))
    assert restated in (text.replace("1]", "2]"), text.replace("[1]", "[2]"))


def test_what_nobody_sees_is_left_out_and_what_makes_an_emoji_is_not():
    text = "Ada\u200b Qu\u00adill\ufeff won by \u202e2,\u20604\u200d69\u202c."
    assert prose.seen(text) == "Ada Quill won by 2,469."
    whole = "A\u00a0family: \U0001f468\u200d\U0001f469\u200d\U0001f467. Ŵyn, Örn.\n\n\tEnd"
    assert prose.seen(whole) == whole


def test_plain_words_have_no_marks_and_no_quotes_in_them():
    text = "## Head\n\n*Ada*: [2,469](figure:majority), [Nell](person:nell); [more](https://fine.example).\n\n{quote:a}\n> `End`"
    assert prose.plain(text) == "Head Ada: 2,469, Nell; more. End"
