"""A person's browser at the results desk: pages fetched, forms filled in and sent, and what stands on the answer."""

import re

import html5lib
from django.test import Client
from django.urls import reverse

from elections.forms import name_of
from tests import world

VOTES = {name: votes for name, (_party, votes) in world.NORTHMARSH.items()}
PAPER = {**VOTES, "source": "the declaration paper", "valid_votes": "24,721", "rejected_ballots": "100", "electorate": "60,000"}


class Desk:
    """One person's browser at the desk."""

    def __init__(self, user):
        self.client = Client(enforce_csrf_checks=True)
        if user:
            self.client.force_login(user)

    def open(self, contest, page="count", **query):
        return self.client.get(address(contest, page), query)

    def fill(self, contest, paper, **hidden):
        """The count form as it is when opened, with what somebody types: by the candidate's name, by ("votes", name, stage)
        where a line has several boxes, or by the name of another box."""
        asked = {"stages": paper["stages"]} if "stages" in paper else {}
        fields = inputs(self.open(contest, again="", **asked))
        keys = dict(contest.candidacies.values_list("ballot_name", "pk"))

        def box(label):
            what, name, *stage = label if isinstance(label, tuple) else ("votes", label)
            return name_of(what, keys.get(name), *stage) if name in (*keys, None) else label

        return {**fields, **{box(label): str(value) for label, value in paper.items()}, **hidden}

    def send(self, contest, data, page="count"):
        """Sends a form; who is asked about it looks at the paper again, and lets it stand."""
        answer = self.client.post(address(contest, page), data, follow=True)
        if sentences := asked(answer):
            answer = self.client.post(address(contest, page), {**data, **looked(sentences)}, follow=True)
        return answer

    def enter(self, contest, paper=PAPER, **hidden):
        return self.send(contest, self.fill(contest, paper, **hidden))

    def override(self, contest, sheet, reason):
        page = self.open(contest, "override")
        return self.send(contest, {**inputs(page), "sheet": sheet.pk, "reason": reason}, "override")


def address(contest, page="count"):
    return reverse(f"admin:elections_contest_{page}", args=[contest.pk])


def text(response):
    return response.content.decode()


def inputs(response):
    """Every box of the page's main forms by name, with what stands in it."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    forms = [form for form in document.iter("form") if form.get("id") != "logout-form"]
    fields = [field for form in forms for field in (*form.iter("input"), *form.iter("select"))]
    return {
        field.get("name"): value(field)
        for field in fields
        if field.get("name") not in (None, "stands") and field.get("type") != "submit"
    }


def asked(response):
    """The sentences of the queries that want a tick."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    return [field.get("value") for field in document.iter("input") if field.get("name") == "stands"]


def looked(sentences, why="as read out"):
    return {"stands": sentences, "stands_why": why}


def value(field):
    """What stands in a box: what is chosen, "on" for a tick, or nothing."""
    if field.tag == "select":
        return next((option.get("value") or "" for option in field.iter("option") if "selected" in option.keys()), "")
    if field.get("type") == "checkbox":
        return "on" if "checked" in field.keys() else ""
    return field.get("value") or ""


def labels(response):
    """What each box is called, in the order of the page."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    return ["".join(label.itertext()) for label in document.iter("label")]


def words(response):
    """What a person reads on the page."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    return re.sub(r"\s+", " ", " ".join(document.find("body").itertext()))


def rows(response, only=""):
    """The cells of each row of the page's main tables, as read; of those with this class only, if one is named."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    main = next(part for part in document.iter("div") if part.get("id") == "content")
    found = [row for row in main.iter("tr") if not only or only in (row.get("class") or "").split()]
    return [[re.sub(r"\s+", " ", " ".join(cell.itertext())).strip() for cell in row] for row in found]


def doubts(response):
    """The sentences beside the boxes and above the sheet."""
    document = html5lib.parse(text(response), namespaceHTMLElements=False)
    found = [p for p in document.iter("p") if {"doubt", "errornote"} & set((p.get("class") or "").split())]
    return " ".join(re.sub(r"\s+", " ", " ".join(p.itertext())) for p in found)
