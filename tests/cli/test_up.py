"""``wakeful up`` as a person runs it."""

import argparse
import signal
from pathlib import Path

import pytest

from tests.server.conftest import kernels  # noqa: F401
from tests.server.house import write_site
from tests.server.server_process import serving
from wakeful.cli import up
from wakeful.cli.main import main


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    up.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_when_asked(tmp_path: Path, number: int) -> None:
    site = write_site(tmp_path / "site")
    with serving(site, tmp_path / "data", "--name", "Bo", "--role", "viewer") as server:
        console = server.sign_in()
        body = console.http.get("/api/site").json()
        assert (body["user"], body["role"]) == ("Bo", "viewer")
        assert server.stop(number) == 0
    said = "\n".join(server.said)
    assert "Works: 19 tags" in said
    assert "http://127.0.0.1:" in said
    assert f" link {tmp_path / 'data'} --name NAME" in said
    assert said.endswith("stopped")
    assert "Traceback" not in said


def test_without_a_folder_the_built_in_site_runs_beside_its_data() -> None:
    arguments = parsed()
    assert arguments.site is None and arguments.data is None
    assert (up.BUILTIN_SITE / "site.toml").exists()
    assert arguments.host == "127.0.0.1" and arguments.port == 8765


@pytest.mark.parametrize("port", ["-1", "65536", "http", "1.5", ""])
def test_a_wrong_port_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed("--port", port)
    assert ended.value.code == 2
    assert "port" in capsys.readouterr().err


def test_a_site_with_mistakes_is_refused_with_every_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_site(tmp_path / "site", 'name = ""\ncolour = 1\n', "")
    assert main(["up", str(site), "--port", "0"]) == 2
    said = capsys.readouterr().err
    assert "colour" in said and "name" in said and "sources" in said


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    assert main(["up", str(tmp_path / "none"), "--port", "0", "--data", str(data)]) == 2
    assert "wakeful new" in capsys.readouterr().err


@pytest.mark.usefixtures("kernels")
def test_listening_beyond_this_machine_comes_with_a_warning(tmp_path: Path) -> None:
    with serving(
        write_site(tmp_path / "site"), tmp_path / "data", "--host", "0.0.0.0", "--no-console"
    ) as server:
        console = server.sign_in()
        assert console.http.get("/api/site").status_code == 200
        assert console.http.get("/").status_code == 404
    assert any("TLS proxy" in line for line in server.said)


def test_the_scripted_driver_is_no_part_of_the_product(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["up", str(write_site(tmp_path / "site")), "--port", "0"]) == 2
    assert "scripted" in capsys.readouterr().err
