"""The test database as its migrations left it, again after each test that commits.

Django's own way empties every table, with something in it or not, and then makes each content type, permission, group and rule of
drafts anew: most of what such a test cost. Here only the tables that a test wrote to are emptied, and what the migrations had put
into some is put back as it was, under the same keys.
"""

from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = "pristine"  # the schema with a copy of each table that is not empty at first


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
