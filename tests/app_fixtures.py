"""An application with a migrated database, a small world in it, and a client that checks pages."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.services import clock, collected_checks, copy_checks, merged_reports, report_findings
from app.services.demo_loading import load_demo, shown_at
from tests.app.page_client import PageClient
from tests.app.world import SQLITE, World, build_world, find_world, open_world
from tests.database import WANTED, make_app, migrate_up, new_database, rolled_back
from tests.postgres import start_postgres

# Fixtures through which a test can reach a database.
EVERY_PAGE = {"test_links"}
DATABASES = {"app", "migrated_app", "empty_database", "loaded_demo"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The pass on PostgreSQL is for what differs there: services, transactions, every page once.

    What never reaches a database, and pages in all their states, the SQLite pass runs;
    TEST_PAGES=all runs the pages here, too.
    """
    if WANTED != "postgresql":
        return
    apart = [item for item in items if not _differs(item)]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in set(apart)]


def _differs(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    if not DATABASES & fixtures or _brings_its_own(item):
        return False
    # What LibreOffice makes of a file does not hang on where its figures were kept.
    if item.get_closest_marker("office") or item.get_closest_marker("one_database"):
        return False
    pages = "client" in fixtures and item.path.stem not in EVERY_PAGE
    return not pages or os.environ.get("TEST_PAGES") == "all"


def _brings_its_own(item: pytest.Item) -> bool:
    """The queue of PostgreSQL is tried on a server of its own in the SQLite pass already."""
    return getattr(getattr(item, "callspec", None), "params", {}).get("yard") == "postgresql"


@pytest.fixture(scope="session", autouse=True)
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One server for the run when PostgreSQL is wanted and none was given."""
    if WANTED != "postgresql" or "TEST_POSTGRES_URL" in os.environ:
        yield
        return
    with start_postgres(tmp_path_factory.mktemp("postgres")) as url:
        os.environ["TEST_POSTGRES_URL"] = url
        yield
        del os.environ["TEST_POSTGRES_URL"]


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory, postgres_server: None) -> Iterator[str]:
    """A PostgreSQL server, whatever database the other tests run on."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with start_postgres(tmp_path_factory.mktemp("own-postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_app(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: None, worker_name: str
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("app")
    with new_database(folder, f"app_{worker_name}") as url:
        app = make_app(url, folder / "instance")
        migrate_up(app)
        yield app
        dispose(app)


@pytest.fixture(scope="session")
def worker_name() -> str:
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def built_once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Flask], object]) -> Path:
    """An SQLite file filled by whichever worker of the run needs it first; it is never written to.

    Files that the filling put into the store lie beside it in `instance`.
    """
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _build(folder, fill)
            (folder / "whole").touch()
    return folder / "built.db"


def _build(folder: Path, fill: Callable[[Flask], object]) -> None:
    app = make_app(f"{SQLITE}{folder / 'built.db'}", folder / "instance")
    migrate_up(app)
    with app.app_context():
        fill(app)
        db.session.commit()
    dispose(app)


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as an SQLite file, built once a run."""
    return built_once(tmp_path_factory, "world", build_world)


@pytest.fixture(scope="session")
def peopled_app(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: None,
    worker_name: str,
    world_file: Path,
) -> Iterator[Flask]:
    """The small world in a database that the tests of a run share."""
    folder = tmp_path_factory.mktemp("world")
    with new_database(folder, f"world_{worker_name}") as url:
        app = open_world(url, folder / "instance", world_file)
        yield app
        dispose(app)


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application; whatever the test writes is gone afterwards."""
    kind = "peopled_app" if "world" in request.fixturenames else "migrated_app"
    application: Flask = request.getfixturevalue(kind)
    merged_reports.forget_merged()
    report_findings.forget_counted()
    copy_checks.forget_pairs()
    collected_checks.forget_findings()
    with rolled_back(application):
        yield application


@pytest.fixture
def world(app: Flask) -> World:
    """Units, accounts and a published campaign on a small outline (tests/app/world.py)."""
    return find_world(app)


@pytest.fixture
def client(app: Flask, world: World) -> PageClient:
    """An anonymous client; `client.login("canbo.a")` signs in."""
    return PageClient(app)


@pytest.fixture
def empty_database(tmp_path: Path, postgres_server: None, worker_name: str) -> Iterator[str]:
    """URL of a database of its own, for tests that need real commits or migrations."""
    with new_database(tmp_path, f"own_{worker_name}_{abs(hash(str(tmp_path))) % 10**8}") as url:
        yield url


@pytest.fixture(scope="session")
def loaded_demo(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: None, worker_name: str
) -> Iterator[Flask]:
    """The demonstration in a database of its own; on SQLite loaded once a run (ten seconds)."""
    folder = tmp_path_factory.mktemp("demo")
    with new_database(folder, f"demo_{worker_name}") as url:
        if url.startswith(SQLITE):
            built = built_once(tmp_path_factory, "demo", _load_demo)
            shutil.copyfile(built, url.removeprefix(SQLITE))
            shutil.copytree(built.with_name("instance"), folder / "instance")
            app = make_app(url, folder / "instance")
        else:
            app = make_app(url, folder / "instance")
            migrate_up(app)
            with app.app_context():
                _load_demo(app)
                db.session.commit()
        yield app
        dispose(app)


def _load_demo(app: Flask) -> None:
    # Ids of reports are those of other databases until now.
    merged_reports.forget_merged()
    load_demo(app.config["PASSWORDS"])


@pytest.fixture
def demo_app(loaded_demo: Flask) -> Iterator[Flask]:
    """The demonstration at the moment at which it is shown; what a test writes is undone."""
    merged_reports.forget_merged()
    with clock.fixed(shown_at()), rolled_back(loaded_demo):
        yield loaded_demo
