"""The test database as its migrations left it: at the beginning of a run, and again after each test that commits.

To migrate a new database takes a quarter of a minute, to copy a migrated one a moment: the server keeps one from run to run.
After a test that commits, Django's own way empties every table, with something in it or not, and makes each content type,
permission, group and rule of drafts anew: most of what such a test cost. Here only the tables that it wrote to are emptied, and
what the migrations had put into some is put back as it was, under the same keys.
"""

import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).parent.parent
MADE_OF = ("pyproject.toml", "newsroom/roles.py", "newsroom/rules.py", "*/migrations/*.py")  # with the packages' own, by version
MIGRATED = "hustings_migrated_"
KEPT = "pristine"  # the schema with a copy of each table that is not empty at first


def migrated(connection: BaseDatabaseWrapper) -> str:
    """The name of a database that every migration was applied to; made where there is none of these migrations yet."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    name = MIGRATED + digest.hexdigest()[:12]
    with connection._nodb_cursor() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [MIGRATED])  # until the cursor is closed: others wait for it
        server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [MIGRATED])
        there = {row[0] for row in server.fetchall()}
        if name not in there:
            for old in sorted(there):
                server.execute(f"DROP DATABASE {old} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}_half ENCODING 'UTF8'")
            _migrate(connection, f"{name}_half")
            server.execute(f"ALTER DATABASE {name}_half RENAME TO {name}")
    return name


def _migrate(connection: BaseDatabaseWrapper, name: str) -> None:
    connection.close()
    own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        call_command("migrate", verbosity=0, interactive=False, database=DEFAULT_DB_ALIAS)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _filled(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables with a row in them, in one query."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables))
        return {name for (name,) in cursor.fetchall()}


def remember(connection: BaseDatabaseWrapper) -> None:
    """Keeps a copy of what is in the tables now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}")
        for name in _filled(connection):
            cursor.execute(f"CREATE TABLE {KEPT}.{name} AS TABLE {name}")


def restore(connection: BaseDatabaseWrapper) -> None:
    """Every table as it was when `remember` was called; sequences go on. On a server where we may not pass by the triggers that
    keep what is published, Django's own way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        if not cursor.fetchone()[0]:
            call_command("flush", interactive=False, verbosity=0)
            return
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        kept = {name for (name,) in cursor.fetchall()}
        empty = "".join(f"DELETE FROM {name};" for name in sorted(_filled(connection) | kept))
        back = "".join(f"INSERT INTO {name} SELECT * FROM {KEPT}.{name};" for name in sorted(kept))
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {empty} {back} COMMIT")
