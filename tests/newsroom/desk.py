"""The story desk as a person's browser has it: forms opened, filled in and sent, and what stands on the answer. And the demo."""

import io

import html5lib
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from newsroom.models import Outlet
from tests import world

ADD_STORY, ADD_QUOTE = "/admin/newsroom/article/add/", "/admin/newsroom/quote/add/"


def at_the_desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tree(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def said(response) -> str:
    return " ".join("".join(tree(response).find("body").itertext()).split())


def boxes(response) -> dict:
    """What the form of a page would send as it stands."""
    data: dict = {}
    form = next(form for form in tree(response).iter("form") if form.get("method") == "post" and form.get("id") != "logout-form")
    for node in form.iter():
        name = node.get("name")
        if not name or node.get("disabled") is not None or "__prefix__" in name:
            continue
        if node.tag == "textarea":
            data[name] = (node.text or "").removeprefix("\n")
        elif node.tag == "select":
            chosen = [option.get("value") for option in node.iter("option") if option.get("selected") is not None]
            if chosen or node.get("multiple") is None:
                data[name] = chosen if node.get("multiple") is not None else (chosen or [""])[0]
        elif node.tag == "input" and node.get("type") not in ("submit", "checkbox", "radio"):
            data[name] = node.get("value", "")
    return data


def fill(client: Client, address: str, **typed):
    """Opens a form, types, and hands it in."""
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**boxes(page), **typed})


def problems(response) -> list[str]:
    """The sentences beside the boxes; and nothing was saved."""
    assert response.status_code == 200
    found = [node for node in tree(response).iter("ul") if "errorlist" in (node.get("class") or "")]
    return ["".join(item.itertext()).strip() for node in found for item in node.iter("li")]


def quote_boxes(**more) -> dict:
    outlet = Outlet.objects.get_or_create(name="Marsh Radio", defaults={"kind": "broadcaster"})[0]
    return {
        "person": world.person().pk, "words": "This is a day to remember.", "said_at_0": "2031-05-02", "said_at_1": "08:30:00",
        "said_precision": "minute", "medium": "broadcast", "outlet": outlet.pk, "source_text": "Marsh Radio, breakfast news",
        "role_at_time": "Leader of the Orchard Party", "party": world.party("Orchard Party").pk, **more,
    }  # fmt: skip


def demo(**options) -> str:
    """Loads the demo; answers what the command says."""
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def logins(said: str) -> list[list[str]]:
    return [line.split(" ") for line in said.splitlines() if line.startswith("login")]


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model.objects.count() for model in apps.get_models(include_auto_created=True)}
