"""The house keeps its shape: which file may import which, and what may never stand in a template."""

import ast
import graphlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

from elections.styles import SHEETS

ROOT = Path(__file__).parent.parent
PYTHON = sorted(p for app in ("elections", "newsroom") for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STATIC = sorted(p for p in (ROOT / "static").rglob("*") if p.suffix in (".css", ".js"))


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Everything a file imports, within functions too; of a package's own names those that are files."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} line {node.lineno}: write imports in full"
            for alias in node.names:
                inner = ROOT / Path(*node.module.split(".")) / alias.name
                is_file = inner.with_suffix(".py").exists() or (inner / "__init__.py").exists()
                names.add(f"{node.module}.{alias.name}" if is_file else node.module)
    return names


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] in ("elections", "newsroom")}


def floor(name: str) -> str:
    """The file that a module belongs to in the map of the house: the parts of a package are all the package."""
    return re.sub(r"^((elections|newsroom)\.models|newsroom\.factcheck)\..*", r"\1", name)


# Who may import whom. Every file of the house stands here or in a folder that does.


def of(app: str, names: str = "") -> set[str]:
    return {f"{app}.{name}" for name in names.split()}


def elections(names: str = "") -> set[str]:
    return of("elections", names)


def newsroom(names: str = "") -> set[str]:
    return of("newsroom", names)


ALL_PURE = elections("allocation charts colours counting figures offices papers paging paste rounds scrutiny sources standings")
MAY = {
    **dict.fromkeys(ALL_PURE, ALL_PURE),  # downwards only: see the test that they make no circle
    "elections": set(),
    "elections.apps": set(),
    "elections.versions": set(),
    "elections.styles": set(),
    "elections.locking": elections("paging"),
    "elections.models": ALL_PURE | elections("models"),
    "elections.tables": ALL_PURE,
    "elections.results": ALL_PURE | elections("models tables versions"),
    "elections.overviews": ALL_PURE | elections("models results tables versions"),
    "elections.cells": elections("sources"),
    "elections.registers": elections("cells models"),
    "elections.importers": ALL_PURE | elections("cells models registers results"),
    "elections.exporters": ALL_PURE | elections("models results importers"),
    "elections.rehearsals": ALL_PURE | elections("models"),
    "elections.specimens": ALL_PURE | elections("models overviews results"),
    "elections.finding": elections("models"),
    "elections.trails": elections("models overviews results"),
    "elections.board": elections("models finding paging"),
    "elections.desk": elections("board"),
    "elections.forms": ALL_PURE | elections("models results"),
    "elections.notices": ALL_PURE | elections("models forms"),
    "elections.admin": ALL_PURE | elections("finding forms importers locking models notices results versions"),
    "elections.views": ALL_PURE | elections("models results overviews styles trails versions exporters"),
    "elections.live": ALL_PURE | elections("models results overviews versions"),
    "elections.urls": elections("views live"),
    "elections.templatetags": set(),
    "elections.templatetags.styles": elections("styles"),
    "elections.templatetags.formats": elections("counting figures"),
}
DOOR = elections("models results figures colours counting offices paging versions registers importers")
NEWSROOM = {  # besides the door of elections and newsroom's own files further down
    "newsroom.prose": set(),
    "newsroom.verbatim": set(),
    "newsroom.timing": set(),
    "newsroom.compare": set(),
    "newsroom.localpg": set(),
    "newsroom.roles": set(),
    "newsroom.wsgi": set(),
    "newsroom.factcheck": ALL_PURE | newsroom("factcheck"),
    "newsroom.drafting": elections("counting figures standings"),
    "newsroom.conditions": newsroom("drafting") | elections("counting standings"),
    "newsroom.rules": newsroom("drafting conditions") | elections("counting"),
    "newsroom.settings": newsroom("localpg"),
    "newsroom.findings": elections("figures") | newsroom("factcheck"),
    "newsroom.models": newsroom("models prose verbatim drafting rules factcheck findings records"),
    "newsroom.records": newsroom("factcheck"),
    "newsroom.people": newsroom("models prose timing"),
    "newsroom.stories": newsroom("models people prose") | elections("overviews"),
    "newsroom.duty": newsroom("models"),
    "newsroom.reviews": newsroom("models prose stories duty compare"),
    "newsroom.facts": newsroom("models prose findings reviews"),
    "newsroom.quotes": newsroom("models verbatim") | elections("admin locking"),
    "newsroom.admin": newsroom("prose models quotes reviews facts") | elections("admin locking"),
    "newsroom.cards": elections("templatetags.formats"),
    "newsroom.specimens": newsroom("models") | elections("overviews specimens styles trails"),
    "newsroom.search": newsroom("models prose") | elections("finding"),
    "newsroom.structured": newsroom("models cards prose"),
    "newsroom.feeds": newsroom("models people stories") | elections("overviews"),
    "newsroom.views": newsroom("models people search stories cards specimens"),
    "newsroom.live": newsroom("models stories"),
    "newsroom.urls": newsroom("views live feeds"),
    "newsroom.apps": newsroom("models roles"),
    "newsroom.templatetags.coverage": newsroom("models people"),
    "newsroom.templatetags.duty": newsroom("duty"),
    "newsroom.templatetags.sharing": newsroom("models cards structured"),
}
WITHOUT_DJANGO = ALL_PURE | newsroom("prose verbatim timing compare factcheck findings drafting conditions rules localpg")
PACKAGES = {"newsroom.prose": {"markdown_it", "nh3"}}


@pytest.mark.parametrize("path", [p for p in PYTHON if "elections" in p.parts], ids=module)
def test_elections_imports_point_down_and_never_to_the_newsroom(path):
    name = floor(module(path))
    downs = {floor(one) for one in ours(path)}
    assert not {one for one in downs if one.startswith("newsroom")}, "elections never imports newsroom"
    if ".management" in name:
        assert downs <= ALL_PURE | elections("cells models results registers importers exporters versions rehearsals")
        return
    assert name in MAY, f"give {name} its place on the map of the house"
    assert downs <= MAY[name] | {"elections"}, f"{name} may not import {downs - MAY[name]}"


@pytest.mark.parametrize("path", [p for p in PYTHON if "newsroom" in p.parts], ids=module)
def test_newsroom_imports_point_down_and_enter_elections_by_its_doors(path):
    name, downs = floor(module(path)), {floor(one) for one in ours(path)} - {"elections", "newsroom"}
    if ".management" in name:
        own = newsroom("models prose roles apps factcheck records")
        assert downs <= DOOR | own, f"{name} may not import {downs - DOOR - own}"
    elif name in NEWSROOM:
        allowed = NEWSROOM[name] | (set() if name in WITHOUT_DJANGO or name == "newsroom.settings" else DOOR)
        assert downs <= allowed, f"{name} may not import {downs - allowed}"
    else:
        assert path.name == "__init__.py", f"give {name} its place on the map of the house"


def test_the_story_desk_takes_nothing_of_the_results_desk_but_that_nothing_is_deleted():
    for node in ast.walk(ast.parse((ROOT / "newsroom" / "admin.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "elections.admin":
            assert [alias.name for alias in node.names] == ["Kept"]


@pytest.mark.parametrize("path", [p for p in PYTHON if floor(module(p)) in WITHOUT_DJANGO], ids=module)
def test_a_pure_file_imports_the_standard_library_and_pure_files_only(path):
    others = {name.split(".")[0] for name in imports(path)} - {"elections", "newsroom"}
    assert others <= set(sys.stdlib_module_names) | PACKAGES.get(module(path), set())
    assert {floor(name) for name in ours(path)} <= WITHOUT_DJANGO | {"elections", "newsroom"}


def test_no_file_imports_itself_by_a_detour():
    graph = {module(path): ours(path) - {module(path), "elections.models"} for path in PYTHON if path.name != "__init__.py"}
    graphlib.TopologicalSorter(graph).prepare()


def test_every_pure_file_of_the_house_is_known_to_this_test():
    stated = {floor(module(p)) for p in PYTHON if re.search(r"\bPure[.:]", ast.get_docstring(ast.parse(p.read_text())) or "")}
    assert stated <= WITHOUT_DJANGO


def test_there_is_no_signal_but_the_two_doors():
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(pre_save|post_save|pre_delete|post_delete|m2m_changed|@receiver)\b", text), path
        if "post_migrate" in text:
            assert module(path) == "newsroom.apps"


@pytest.mark.parametrize("path", [*PYTHON, *TEMPLATES, *STATIC, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda p: p.name)
def test_no_file_is_longer_than_can_be_kept_in_mind(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 900


LONG = {"newsroom.factcheck": 110}  # one reading of a sentence, tried step by step


@pytest.mark.parametrize("path", PYTHON, ids=module)
def test_no_function_is_longer_than_a_screen(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONG.get(floor(module(path)), 60), f"{node.name} wants parting"


@pytest.mark.parametrize("path", PYTHON, ids=module)
def test_nobody_reaches_for_what_is_private_to_another_file(path):
    """But for the parts of one package, and the mark of words to translate."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in ("elections", "newsroom"):
            taken |= {alias.asname or alias.name: node.module for alias in node.names}
    private = {name for name, of in taken.items() if name.startswith("_") and name != "_" and floor(of) != floor(module(path))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in taken:
            private |= {node.attr} if re.match(r"_(?!_|meta$)", node.attr) else set()
    assert not private


def test_no_file_has_a_name_that_says_nothing():
    for path in PYTHON:
        assert path.stem not in ("utils", "helpers", "services", "selectors", "common", "misc", "context_processors"), path


# Templates.

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*(?:\bsrc=|type=\"application/ld\+json\"))",  # which is data: no browser runs it
    "an event handler": r"\son[a-z]+\s*=\s*[\"']",
    "hx-on": r"hx-on",
    "a javascript: address": r"javascript:",
    "a nonce": r"nonce",
    "a data: address": r"[\"'(]data:",
    "a branch on htmx": r"request\.htmx|HX-Request|HTTP_HX|request\.headers",
    "what needs eval": r"hx-vals\s*=\s*[\"']js:|hx-trigger=\"[^\"]*\[",
    "a foreign host": r"(?:src|href)=\"(?:https?:)?//",
    "an unescaped value": r"\|\s*safe\b|autoescape\s+off",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_no_template_has_what_is_forbidden(path):
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", PYTHON, ids=module)
def test_no_python_file_branches_on_htmx(path):
    assert not re.search(r"\.htmx\b|HX[-_]Request|HTTP_HX", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", STATIC, ids=lambda p: p.name)
def test_no_static_file_calls_on_anybody_else_or_evaluates(path):
    text = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = text.replace("http://www.w3.org/", "")
    assert not re.search(r"https?://|//[a-z]+\.[a-z]|\beval\(|new Function|@import|url\(\s*['\"]?data:", text)


NOT_TRANSLATED = {"Hustings", "b", "n"}  # the site's name, and keys


def texts(source: str) -> Iterator[str]:
    """What readers see of a template: text and the attributes that are read out, without what is translated or a value."""
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", source, flags=re.DOTALL)
    source = re.sub(r"{%\s*block bodyclass.*?endblock", "", source, flags=re.DOTALL)
    source = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", source, flags=re.DOTALL)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)
    source = re.sub(r"<!doctype[^>]*>|<(script|style)\b.*?</\1>", "", source, flags=re.DOTALL | re.IGNORECASE)
    yield from re.findall(r"\s(?:aria-label|title|alt|placeholder|data-text|name=\"description\" content)=\"([^\"]*)\"", source)
    yield from re.split(r"<[^>]*>", source)


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.suffix == ".html"], ids=lambda p: str(p.relative_to(ROOT / "templates"))
)
def test_every_text_that_readers_see_can_be_translated(path):
    loose = set()
    for text in texts(path.read_text(encoding="utf-8")):
        loose |= {word for word in re.findall(r"[^\W\d_]+", re.sub(r"&\w+;", "", text))} - NOT_TRANSLATED
    assert not loose


# One word through the house.


def routes(patterns=None) -> dict[str, str]:
    found = {}
    for entry in patterns or get_resolver().url_patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace != "admin":
                found |= routes(entry.url_patterns)
        else:
            found[entry.name] = f"{entry.callback.__module__}.{entry.callback.__name__}"
    return found


def test_every_route_is_named_like_its_view():
    for name, view in routes().items():
        part, _, function = view.rpartition(".")
        assert function == name.removeprefix("live_"), f"{name} is {view}"
        assert part.endswith(".live") == name.startswith("live_"), f"{name} is {view}"


def test_every_fragment_has_a_page_of_the_same_name_that_it_is_a_part_of():
    names = routes()
    fragments = [name for name in names if name.startswith("live_")]
    assert fragments
    for fragment in fragments:
        page = fragment.removeprefix("live_")
        assert page in names
        (template,) = (ROOT / "templates").glob(f"*/{page}.html")
        source = template.read_text(encoding="utf-8")
        assert "{% partialdef live inline %}" in source
        assert len(re.findall(rf'<section id="{page}-live" data-live ', source)) == 1
        (live,) = (p for p in PYTHON if module(p) == names[fragment].rpartition(".")[0])
        assert f'"{template.relative_to(ROOT / "templates")}#live"' in live.read_text(encoding="utf-8")


DATA = {
    *("contest_json", "contest_history", "election_json", "election_csv", "stylesheet"),
    *("site_card", "contest_card", "article_card"),
    *("corrections_atom", "feed", "area_feed", "party_feed", "person_feed"),
}  # made without a template


def test_every_page_has_a_template_of_its_name_and_every_template_is_used():
    names = {name for name in routes() if not name.startswith("live_") and name not in DATA}
    pages = {p.stem for p in TEMPLATES if not p.name.startswith("_") and "admin" not in p.parts}
    assert names <= pages
    assert pages - names <= {"base", "404", "500", "styleguide"}
    said = "".join(p.read_text(encoding="utf-8") for p in [*PYTHON, *TEMPLATES])
    for path in TEMPLATES:
        if path.name.startswith("_"):
            assert f'"{path.relative_to(ROOT / "templates")}"' in said or f"/{path.name}" in said, (
                f"{path.name} is used by nobody"
            )


def test_every_style_sheet_is_loaded():
    loaded = "".join(p.read_text(encoding="utf-8") for p in TEMPLATES) + "".join(f"css/{name}.css" for name in SHEETS)
    for path in STATIC:
        assert str(path.relative_to(ROOT / "static")) in loaded, f"{path.name} is loaded by no template, and is not among SHEETS"
