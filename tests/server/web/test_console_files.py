"""The console's files: found, cached, and nothing else."""

from pathlib import Path

import httpx
import pytest

from tests.server.house import House, running
from wakeful.server.web import console_files
from wakeful.server.web.console_files import ConsoleFiles


@pytest.fixture
def console(tmp_path: Path) -> Path:
    folder = tmp_path / "console"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Wakeful</title>")
    (folder / "assets" / "main-abc123.js").write_text("console.log(1)")
    (folder / "icon.svg").write_text("<svg/>")
    return folder


@pytest.fixture
def pages(site: Path, tmp_path: Path, console: Path):  # type: ignore[no-untyped-def]
    with running(site, tmp_path / "data", console=console) as house, client(house) as asking:
        yield asking


def client(house: House) -> httpx.Client:
    return httpx.Client(base_url=house.address, trust_env=False)


def test_the_page_comes_without_a_session_and_is_asked_for_anew(pages: httpx.Client) -> None:
    answer = pages.get("/")
    assert "Wakeful" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    again = pages.get("/", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_with_its_hash_in_its_name_is_kept(pages: httpx.Client) -> None:
    answer = pages.get("/assets/main-abc123.js")
    assert answer.headers["content-type"] in (
        "text/javascript; charset=utf-8",
        "application/javascript; charset=utf-8",
    )
    assert "immutable" in answer.headers["cache-control"]


def test_paths_of_the_pages_own_routing_bring_the_page(pages: httpx.Client) -> None:
    assert pages.get("/system/works").text == pages.get("/").text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/api/nothing",
        "/../folder.py",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/assets/../../x.txt",
        "/server.json",
    ],
)
def test_anything_else_is_not_there(pages: httpx.Client, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404
    assert "error" in answer.json()


def test_only_get_is_answered(pages: httpx.Client) -> None:
    assert pages.post("/").status_code == 405
    assert "error" in pages.post("/").json()


def test_a_console_that_is_not_built_says_what_to_do(house: House) -> None:
    with client(house) as asking:
        answer = asking.get("/")
    assert answer.status_code == 404
    assert "make run" in answer.json()["error"]


def test_a_folder_that_is_no_console_is_refused(console: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_files, "FILES_MAX", 2)
    with pytest.raises(ValueError, match="more than 2 files"):
        ConsoleFiles(console)
