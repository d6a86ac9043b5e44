"""`manage.py demo`: the site with its election, from nothing, in one command. Safe to run again at any time.

What is already on record is left as it is, so that nothing a person entered is touched.
"""

import csv
import os
import socket
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import get_version
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import OperationalError, connection, transaction

from elections import importers, registers, versions
from elections.models import Candidacy, Contest, Party, Person
from newsroom.apps import check_encoding
from newsroom.models import Article, ArticleContest, Outlet, Placement, Quote
from newsroom.roles import GROUPS

ELECTIONS = settings.BASE_DIR / "elections" / "fixtures"
STORIES = settings.BASE_DIR / "newsroom" / "fixtures"
LOGINS = {name.replace(" ", "-"): name for name in GROUPS} | {"admin": ""}  # username and role: group
HARTLEPOOL = "parl.hartlepool.by.2021-05-06"
REASON = "resignation of Mike Hill (Labour), 16 March 2021"
ARCHIVE = "Archive: the published figures of an earlier election"
UNUSED = ["htmx-4*", "htmax*", "ext", "xregexp.js", "jquery.js", "select2.full.js", "select2.css", "gis", "[!e]*.js.map"]
UNUSED += [f"admin/js/vendor/select2/i18n/{letter}*.js" for letter in "abcdfghijklmnopqrstuvwxyz"]
CONTESTS = [  # file, a contest of it, what it is
    ("hartlepool-history.csv", "parl.hartlepool.2019-12-12", "archive"),
    ("hartlepool-2021.csv", HARTLEPOOL, "result"),
    ("thursday-2021.csv", "mayor.tees-valley.2021-05-06", "result"),
    ("hartlepool-wards-2021.csv", "local.hartlepool.rossmere.2021-05-06", "result"),
    ("aberdeen-ward-2022.csv", "local.aberdeen-city.S13002835.2022-05-05", "archive"),
    ("rehearsal.csv", "mayor.tees-valley-rehearsal.2021-05-06", "rehearsal"),
]
STOOD = {  # file: candidates who are people of the register
    "hartlepool-history.csv": [("parl.hartlepool.2017-06-08", "Mike Hill"), ("parl.hartlepool.2019-12-12", "Mike Hill")],
    "hartlepool-2021.csv": [(HARTLEPOOL, "Jill Mortimer")],
}


class Command(BaseCommand):
    help = "Loads Thursday 6 May 2021 and serves the site on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="load only")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if not options["no_serve"]:
            refuse_busy(port)
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database of DATABASE_URL does not answer: {error}") from error
        self.say("database ready")
        if errors := check_encoding(["default"]):
            raise CommandError(errors[0].msg)
        call_command("migrate", verbosity=0, interactive=False)
        self.say("tables up to date")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hustings demo'))")  # two demos at once take turns
            people = demo_logins() if settings.LAPTOP else ledger()
            load_elections(people, self.say)
            load_stories(people, self.say)
        collect()
        self.say("static files collected")

        home = f"http://127.0.0.1:{port}"
        self.stdout.write("")
        self.stdout.write(f"the story         {home}/articles/conservatives-take-hartlepool/")
        self.stdout.write(f"the rehearsal     {home}/articles/rehearsal-tees-valley/")
        self.stdout.write(f"the front page    {home}/")
        self.stdout.write(f"the desk          {home}/admin/")
        self.stdout.write("")
        if settings.LAPTOP:
            for name in LOGINS:
                self.stdout.write(f"login {name} {name} {password(name)}")
        else:
            self.stdout.write("DATABASE_URL is set: no accounts were made. Make your own with manage.py createsuperuser.")
        if not options["no_serve"]:
            self.stdout.write(f"\nserving on {home} (Ctrl-C stops it)")
            self.stdout.flush()
            serve(port)

    def say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()


def collect() -> None:
    """Static files for a real server, compressed; again only after a change, because compressing takes most of the time."""
    stamp = Path(settings.STATIC_ROOT) / ".build"
    build = f"{versions.build()} {get_version()}"
    if not stamp.exists() or stamp.read_text() != build:
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED)
        stamp.write_text(build)


def refuse_busy(port: int) -> None:
    """Raises CommandError where something listens on the port already."""
    if not 0 < port < 65_536:
        raise CommandError(f"There is no port {port}: choose one between 1 and 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} is taken: stop what listens there, or choose another with --port {port + 1}."
            raise CommandError(message) from error


def password(name: str) -> str:
    return f"demo-{name}"


def demo_logins() -> dict[str, Any]:
    """One account for each role. They are made on a laptop only, whose database takes no connection from outside."""
    users = {}
    for name, group in LOGINS.items():
        user, created = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})
        if created:
            user.set_password(password(name))
            user.is_superuser = not group
            user.save()
            user.groups.set(Group.objects.filter(name=group))
        users[name] = user
    return users


def ledger() -> dict[str, Any]:
    """On a database of somebody's own: two names to write the demo under, inactive and without a password, so that nobody
    can sign in with them."""
    users = {}
    for name in ("demo-archive", "demo-archive-second"):
        user, created = get_user_model().objects.get_or_create(username=name, defaults={"is_active": False})
        if created:
            user.set_unusable_password()
            user.save()
        users[name] = user
    first, second = users.values()
    return {"results-editor": first, "checker": second, "journalist": first, "duty-editor": second}


def load_elections(people: dict[str, Any], say: Any) -> None:
    if not Contest.objects.filter(ballot_paper_id__in=[contest for _file, contest, _what in CONTESTS]).exists():
        registers.import_parties(ELECTIONS / "parties.csv")
        report = registers.import_people(ELECTIONS / "people.csv")
        say(f"register of people: {len(report.created)}")
    for file, ballot_paper_id, what in CONTESTS:
        if Contest.objects.filter(ballot_paper_id=ballot_paper_id).exists():
            say(f"{ballot_paper_id} is on record: left as it is")
            continue
        path, editor = ELECTIONS / file, people["results-editor"]
        if file in STOOD:  # the candidates first: who they are is settled before a result rests on it
            importers.import_results(path, by=editor)
            for contest, name in STOOD[file]:
                candidacies = Candidacy.objects.filter(contest__ballot_paper_id=contest, ballot_name=name)
                candidacies.update(person=Person.objects.filter(name=name).first())
        if what == "archive":
            importers.import_results(path, by=editor, confirm_as=people["duty-editor"], reason=ARCHIVE)
        else:
            if file not in STOOD:
                importers.import_results(path, by=editor, rehearsal=what == "rehearsal")
            if what == "result":  # a second person's sheet from the same paper
                Contest.objects.filter(ballot_paper_id=HARTLEPOOL).update(by_election_reason=REASON)
                importers.import_results(path, by=people["checker"])
        say(f"{ballot_paper_id}: {'candidates' if what == 'rehearsal' else 'result'} entered")


def load_stories(people: dict[str, Any], say: Any) -> None:
    with (STORIES / "quotes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not Quote.objects.filter(slug=row["slug"]).exists():
                quote = quote_of(row, by=people["journalist"])
                quote.capture_source(by=people["journalist"], text=row["captured_text"])
                quote.verify(by=people["duty-editor"])
    for path in sorted(STORIES.glob("*.md")):
        head, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
        meta = dict(line.partition(":")[::2] for line in head.splitlines())
        slug = meta["slug"].strip()
        if Article.objects.filter(slug=slug).exists():
            say(f"story {slug} is there: left as it is")
            continue
        article = Article.objects.create(slug=slug)
        for position, key in enumerate(meta["contests"].split(), start=1):
            contest = Contest.objects.get(ballot_paper_id=key)
            ArticleContest.objects.create(article=article, contest=contest, position=position)
        for position, key in enumerate(meta["quotes"].split(), start=1):
            Placement.objects.create(article=article, quote=Quote.objects.get(slug=key), position=position)
        words = {name: meta[name].strip() for name in ("headline", "standfirst")}
        article.write(by=people["journalist"], body=body.strip(), **words)
        article.publish(by=people["duty-editor"])
        say(f"story {slug} published")


def quote_of(row: dict[str, str], *, by: Any) -> Quote:
    outlet, _created = Outlet.objects.get_or_create(name=row["outlet"], defaults={"kind": row["outlet_kind"]})
    day = datetime.combine(datetime.fromisoformat(row["said_at"]).date(), time(12), ZoneInfo("Europe/London"))
    return Quote.objects.create(
        slug=row["slug"],
        person=Person.objects.get(name=row["person"]),
        words=[part for part in row["words"].split("|") if part],
        reported=row["reported"],
        said_at=day,
        said_precision=row["said_precision"],
        medium=row["medium"],
        outlet=outlet,
        source_text=row["source_text"],
        role_at_time=row["role_at_time"],
        party=Party.objects.get(short_name=row["party"]) if row["party"] else None,
        entered_by=by,
    )


def serve(port: int) -> None:
    """Becomes granian with the settings of a real site, but for https."""
    os.environ.update(DEBUG="0", HTTPS="0", SITE_URL=f"http://127.0.0.1:{port}", ALLOWED_HOSTS="127.0.0.1,localhost")
    here = Path(sys.executable)
    arguments = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4", "--no-ws"]
    os.chdir(settings.BASE_DIR)
    os.execv(here, [str(here), "-m", "granian", *arguments, "newsroom.wsgi:application"])  # noqa: S606 - our own words
