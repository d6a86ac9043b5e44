"""The private PostgreSQL under the faults of a laptop: kills at any moment, leftovers, odd folders.

Each test has a root of its own, and finds the modes of the folders above it unchanged afterwards.
Its clients are real processes, as Django's are.
"""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

import psutil
import psycopg
import pytest

LOCALPG = Path(__file__).parents[2] / "newsroom" / "localpg.py"
IDLE = 0.5  # seconds
USER_PROCESS = f"""
import json, sys
sys.path.insert(0, {str(LOCALPG.parents[1])!r})
from newsroom import localpg
server = localpg.LocalPostgres(sys.argv[1])
print(json.dumps([server.ensure(), str(server.home)]), flush=True)
sys.stdin.read()
"""


def until[T](condition: Callable[[], T], seconds: float = 30) -> T:
    """What the condition answers, as soon as that is true of anything."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.02)
    return answer


def kill(*processes: psutil.Process) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


class Client:
    """A process that uses the server until it is told to go."""

    def __init__(self, root: "Root", profile: str, **env: str):
        self.root = root
        self.process = psutil.Popen(
            [sys.executable, "-c", USER_PROCESS, profile],
            env={**root.env, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> "Client":
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        entry, home = json.loads(line)
        self.home, self.host = Path(home), entry["HOST"]
        assert entry["ENGINE"] == "django.db.backends.postgresql"
        self.address = {"host": entry["HOST"], "port": entry["PORT"], "user": entry["USER"], "dbname": entry["NAME"]}
        return self

    def sql(self, query: str):
        with psycopg.connect(**self.address, connect_timeout=5, autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchone()[0] if cursor.description else None

    def reaches(self) -> bool:
        try:
            return self.sql("SELECT true")
        except psycopg.OperationalError:
            return False

    def leave(self) -> None:
        """End as a program does that is done."""
        self.process.communicate()

    def end(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()


class Root:
    """A folder for LOCALPG_DIR, and all that runs in it."""

    def __init__(self, folder: Path, profile: str):
        self.folder = folder
        self.profile = profile
        self.env = {**os.environ, "LOCALPG_DIR": str(folder), "LOCALPG_IDLE": str(IDLE)}
        self.clients: list[Client] = []
        self.modes = self.modes_of_parents()

    def modes_of_parents(self) -> dict[Path, int]:
        return {parent: parent.stat().st_mode for parent in self.folder.parents}

    def client(self, **env: str) -> Client:
        self.clients.append(Client(self, self.profile, **env))
        return self.clients[-1]

    def command(self, action: str, **env: str) -> subprocess.CompletedProcess:
        command = [sys.executable, LOCALPG, action, self.profile]
        return subprocess.run(command, env={**self.env, **env}, capture_output=True, text=True, check=False, timeout=60)

    @cached_property
    def home(self) -> Path:
        return Path(self.command("status").stdout.split(" ", 1)[1].strip())

    def _processes(self, *words: str, **env: str) -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter():
            try:
                if set(words) <= set(process.cmdline()) and env.items() <= (process.environ() if env else {}).items():
                    found.append(process)
            except psutil.Error:
                continue  # it has ended, or is not ours
        return found

    def keepers(self) -> list[psutil.Process]:
        return self._processes(str(LOCALPG), "keep", self.profile, LOCALPG_DIR=str(self.folder))

    def servers(self) -> list[psutil.Process]:
        return self._processes("-D", str(self.home / "data"))

    def keeper(self) -> psutil.Process:
        until(lambda: len(self.keepers()) == 1)
        return self.keepers()[0]

    def server(self) -> psutil.Process:
        until(lambda: len(self.servers()) == 1)
        return self.servers()[0]

    def quiet(self) -> bool:
        return not self.keepers() and not self.servers()

    def clean_up(self) -> None:
        for client in self.clients:
            client.end()
        keepers = self.keepers()
        kill(*(child for keeper in keepers for child in keeper.children()), *keepers, *self.servers())
        assert self.command("destroy").returncode == 0
        until(self.quiet)
        assert self.modes_of_parents() == self.modes


@pytest.fixture
def make_root(tmp_path: Path) -> Iterator[Callable[[str], Root]]:
    roots = []

    def make(name: str = "root", profile: str = "test") -> Root:
        roots.append(Root(tmp_path / name, profile))
        return roots[-1]

    yield make
    for root in roots:
        root.clean_up()


@pytest.fixture
def root(make_root) -> Root:
    return make_root()


def test_six_cold_starts_at_once_give_one_server(root: Root):
    clients = [root.client() for _ in range(6)]
    identity = "SELECT system_identifier || ' ' || pg_postmaster_start_time() FROM pg_control_system()"
    assert len({client.ready().sql(identity) for client in clients}) == 1
    assert len(root.servers()) == len(root.keepers()) == 1
    assert clients[0].sql("SHOW server_encoding") == "UTF8"
    assert clients[0].sql("SELECT lower('ŴYN É')") == "ŵyn é"
    assert "UTF-8" in clients[0].sql("SELECT datctype FROM pg_database WHERE datname = current_database()")


def test_the_keeper_starts_a_killed_server_again(root: Root):
    client = root.client().ready()
    client.sql("CREATE TABLE kept AS SELECT 7 AS n")
    for _ in range(2):
        kill(root.server())
        until(lambda: not client.reaches())
        until(client.reaches)
        assert client.sql("SELECT n FROM kept") == 7
    client.leave()
    until(root.quiet)


def test_a_server_without_its_keeper_is_adopted(root: Root):
    client = root.client().ready()
    server = root.server()
    with psycopg.connect(**client.address) as connection:
        kill(root.keeper())
        until(lambda: not root.keepers())
        newcomer = root.client().ready()
        assert root.keeper().is_running()
        assert connection.execute("SELECT 7").fetchone() == (7,)
    assert root.server() == server
    client.leave()
    newcomer.leave()
    until(root.quiet)


@pytest.mark.parametrize("profile", ["dev", "test"])
def test_everything_killed_at_once(make_root, profile: str):
    root = make_root(profile=profile)
    client = root.client().ready()
    client.sql("CREATE TABLE kept AS SELECT 7 AS n")
    server = root.server()
    kill(client.process, root.keeper(), *server.children(), server)
    assert (root.home / "data" / "postmaster.pid").exists()
    assert root.client().ready().sql("SELECT n FROM kept") == 7


@pytest.fixture
def programs() -> Path:
    find = "import localpg; print(localpg._bin_dir())"
    return Path(subprocess.check_output([sys.executable, "-c", find], cwd=LOCALPG.parent, text=True).strip())


@pytest.fixture
def stuck_programs(programs: Path) -> Iterator[Path]:
    """PostgreSQL, but initdb stops half-way."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # root's server may run as another account
        for name in ("postgres", "pg_isready"):
            Path(folder, name).symlink_to(programs / name)
        initdb = Path(folder, "initdb")
        initdb.write_text('#!/bin/sh\nmkdir "$2" && echo 18 > "$2/PG_VERSION" && exec sleep 600\n')
        initdb.chmod(0o755)
        yield Path(folder)


def test_a_half_made_cluster_is_not_used(root: Root, stuck_programs: Path):
    client = root.client(LOCALPG_BIN=str(stuck_programs))
    home = root.home
    until(lambda: list(home.glob("*/PG_VERSION")))
    keeper = root.keeper()
    (orphan,) = keeper.children()
    try:
        kill(client.process, keeper)
        until(lambda: not root.keepers())
        newcomer = root.client()
        until(root.keepers)
        with open(home / "server.lock") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # two of them must not write the same files
        assert not (home / "data").exists()
    finally:
        kill(orphan)
    assert newcomer.ready().sql("SELECT current_database()") == "hustings"
    assert not (home / "data.new").exists()


def test_a_stale_pid_that_is_now_another_process(root: Root):
    client = root.client().ready()
    client.sql("CREATE TABLE kept AS SELECT 7 AS n")
    home, sockets = client.home, Path(client.host)
    kill(client.process, root.keeper(), root.server())
    with subprocess.Popen(["sleep", "600"]) as foreign:
        try:
            for file in (home / "data" / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
                lines = file.read_text().splitlines(keepends=True)
                file.write_text("".join([f"{foreign.pid}\n", *lines[1:]]))
            assert root.command("stop").returncode == 0  # at once, while some of the killed server's children may live
            assert root.client().ready().sql("SELECT n FROM kept") == 7
            assert foreign.poll() is None
        finally:
            foreign.kill()


@pytest.mark.parametrize("mode", [0o750, 0o705])
def test_a_folder_that_others_may_read_is_refused(root: Root, mode: int):
    home = root.home
    home.mkdir(parents=True)
    home.chmod(mode)
    result = root.command("url")
    assert result.returncode == 1
    assert result.stderr == f"{home} must be a folder of this account alone (mode 0700).\n"
    assert home.stat().st_mode & 0o777 == mode
    assert list(home.iterdir()) == []


def test_paths_that_a_socket_cannot_have(make_root):
    roots = [make_root("x" * 120), make_root("Hustings, 'new' ŵ")]
    for client in [root.client() for root in roots]:
        assert client.ready().reaches()
        sockets = Path(client.host)
        assert sockets.stat().st_mode & 0o777 == 0o700
        client.root.command("destroy")
        assert not sockets.exists()


def test_the_server_stops_when_the_last_client_is_gone_or_killed_and_not_before(root: Root):
    first, second = root.client().ready(), root.client().ready()
    first.sql("CREATE TABLE kept AS SELECT 7 AS n")
    server = root.server()
    first.leave()
    assert second.sql(f"SELECT n FROM kept, pg_sleep({2 * IDLE})") == 7
    assert root.server() == server
    kill(second.process)
    until(root.quiet)
    assert not (root.home / "data" / "postmaster.pid").exists()  # it shut down in order
    assert root.client().ready().sql("SELECT n FROM kept") == 7


def test_no_tcp_port_whatever_the_environment_says(root: Root):
    client = root.client(PGPORT="6543", PGHOST="localhost", PGDATA="/nonexistent").ready()
    assert client.sql("SHOW listen_addresses") == ""
    server = root.server()
    assert [c for p in (server, *server.children()) for c in p.net_connections("inet")] == []


def test_two_roots_side_by_side(make_root):
    roots = [make_root("one"), make_root("two")]
    first, second = clients = [root.client() for root in roots]
    for number, client in enumerate(clients):
        client.ready().sql(f"CREATE TABLE mine AS SELECT {number} AS n")
    assert [client.sql("SELECT n FROM mine") for client in clients] == [0, 1]
    roots[0].command("stop")
    assert not first.reaches()
    assert second.reaches()


def test_tests_have_a_cluster_of_their_own(make_root):
    clients = [make_root(profile=profile).client() for profile in ("dev", "test")]
    assert [client.ready().sql("SHOW fsync") for client in clients] == ["on", "off"]
    assert len({client.host for client in clients}) == 2


def test_a_stopped_server_stays_stopped_until_it_is_asked_for(root: Root):
    client = root.client().ready()
    assert root.command("status").stdout.startswith("running ")
    assert root.command("stop").returncode == 0
    until(root.quiet)
    assert root.command("status").stdout.startswith("stopped ")
    url = root.command("url").stdout.strip()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("hustings",)
    assert client.reaches()


def test_one_sentence_where_no_postgresql_is_found(root: Root, tmp_path: Path):
    result = root.command("url", LOCALPG_BIN=str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.startswith("No DATABASE_URL is set and no PostgreSQL was found: ")
    assert result.stderr.count("\n") == 1


def test_the_log_is_shown_where_the_server_does_not_start(root: Root):
    assert root.command("url").returncode == 0
    root.command("stop")
    (root.home / "data" / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    result = root.command("url")
    assert result.returncode == 1
    assert "no_such_setting" in result.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another account")
def test_root_without_user_namespaces(root: Root, tmp_path: Path, programs: Path):
    try:
        subprocess.run([programs / "postgres", "--version"], user="daemon", check=True)
    except PermissionError:
        pytest.skip("the programs lie in a folder that only root may enter")
    # as in a container that forbids them: no program `unshare` is found
    root.env["PATH"] = str(tmp_path)
    client = root.client().ready()
    assert client.reaches()
    assert root.server().username() == "daemon"
    assert not root.folder.exists() or not list(root.folder.iterdir())
    assert client.home.stat().st_mode & 0o777 == 0o700
    root.command("destroy")
    assert not client.home.exists()
    shutil.rmtree(root.folder, ignore_errors=True)
