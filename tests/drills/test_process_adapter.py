"""Another server in a process of its own: started, asked, given up, started again."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.sheets import read
from wakeful.drills import process_adapter
from wakeful.drills.adapter import AdapterError
from wakeful.drills.player import play
from wakeful.drills.process_adapter import ProcessAdapter

ROOT = Path(__file__).parents[2]
HELLO = '{"name": "small", "functions": ["on-delay"]}'


@pytest.fixture
def program(tmp_path: Path) -> Iterator["list[ProcessAdapter]"]:
    """Adapters that a test started; they are closed after it."""
    started: list[ProcessAdapter] = []
    yield started
    for adapter in started:
        adapter.close()


def command(tmp_path: Path, lines: str) -> str:
    """The command that runs a small program: it has said hello when ``lines`` begin."""
    path = tmp_path / "server.py"
    path.write_text(f"import sys\nsys.stdin.readline()\nprint('{HELLO}', flush=True)\n{lines}\n")
    return f'"{sys.executable}" "{path}"'


def test_the_second_server_plays_in_a_process(
    monkeypatch: pytest.MonkeyPatch, program: list[ProcessAdapter]
) -> None:
    monkeypatch.chdir(ROOT)
    program.append(ProcessAdapter(f"{sys.executable} -m tests.drills.plain_server --without silence"))
    assert program[0].name == "plain"
    assert (
        play(read("series LI-1 every 10 s: 9 9\nat 11 s LAH-1 is B, sounding"), program[0]).outcome
        == "passed"
    )
    silenced = play(read("series LI-1 every 10 s: 9 9\nat 11 s Anna silences LAH-1"), program[0])
    assert (silenced.outcome, silenced.missing) == ("not supported", ("silence",))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", r"server\.py\" ended instead of answering advance$"),
        ("sys.stdin.readline(); print('no JSON', flush=True); sys.stdin.readline()", "is no JSON"),
        ("sys.stdin.readline(); print('[1]', flush=True); sys.stdin.readline()", "is no object"),
        ("sys.stdin.readline(); sys.stdin.readline()", r"server\.py\" did not answer advance within 0\.3 s$"),
        (
            "sys.stdin.readline(); print('x' * 5000, end='', flush=True); sys.stdin.readline()",
            "answered advance with more than 1,000 bytes",
        ),
    ],
)
def test_a_server_that_does_not_answer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: list[ProcessAdapter],
    lines: str,
    message: str,
) -> None:
    monkeypatch.setattr(process_adapter, "ANSWER_BYTES_MAX", 1_000)
    program.append(ProcessAdapter(command(tmp_path, lines), answer_within_s=60.0))
    program[0]._answer_within_s = 0.3 if "within" in message else 60.0
    with pytest.raises(AdapterError, match=message):
        program[0].advance(1)


def test_a_program_that_never_answers_is_given_up_by_name() -> None:
    with pytest.raises(AdapterError, match=r"^sleep 1000 did not answer hello within 0\.2 s$"):
        ProcessAdapter("sleep 1000", answer_within_s=0.2)


def test_a_program_that_says_a_little_now_and_then_gains_no_time(tmp_path: Path) -> None:
    """The time is that of the whole answer."""
    path = tmp_path / "server.py"
    path.write_text(
        "import sys, threading\nwhile True:\n    print(' ', end='', flush=True)\n"
        "    threading.Event().wait(0.05)\n"
    )
    with pytest.raises(AdapterError, match=r"did not answer hello within 1 s$"):
        ProcessAdapter(f'"{sys.executable}" "{path}"', answer_within_s=1.0)


def test_a_program_that_does_not_read_is_given_up(tmp_path: Path, program: list[ProcessAdapter]) -> None:
    """What is sent is larger than a pipe holds."""
    program.append(ProcessAdapter(command(tmp_path, "import threading\nthreading.Event().wait()")))
    program[0]._answer_within_s = 0.3
    script = read("".join(f"tag T{{1..900}} range 0 to 10, unit {'m' * 2_000}\nat 1 s LAH-1 is A"))
    with pytest.raises(AdapterError, match=r"did not take configure within 0\.3 s$"):
        program[0].configure(script.site)


def test_one_answer_is_one_line(tmp_path: Path, program: list[ProcessAdapter]) -> None:
    lines = "sys.stdin.readline()\nsys.stdout.write('{}\\n{}\\n')\nsys.stdout.flush()\nsys.stdin.readline()"
    program.append(ProcessAdapter(command(tmp_path, lines)))
    program[0].advance(1)
    with pytest.raises(AdapterError, match="said more than one line before advance"):
        program[0].advance(2)


DESCRIPTORS = Path("/proc/self/fd")


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="only there where the system lists them")
def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    """Neither by programs that are closed, nor by those that fail in any way."""
    before = len(list(DESCRIPTORS.iterdir()))
    ended = ProcessAdapter(command(tmp_path, ""))
    for _ in range(3):
        with pytest.raises(AdapterError):
            ended.advance(1)
        with pytest.raises(AdapterError):
            ended.configure(read("at 1 s LAH-1 is A").site)
    ended.close()
    for words in ("no-such-program-anywhere", "true", "sleep 1000", f'"{sys.executable}" -c "print([])"'):
        with pytest.raises(AdapterError):
            ProcessAdapter(words, answer_within_s=0.2)
    assert len(list(DESCRIPTORS.iterdir())) == before


def test_a_server_that_has_ended_is_started_again_for_the_next_scenario(
    tmp_path: Path, program: list[ProcessAdapter]
) -> None:
    lines = "for line in sys.stdin:\n    if 'advance' in line:\n        break\n    print('{}', flush=True)"
    program.append(ProcessAdapter(command(tmp_path, lines)))
    script = read("at 1 s LAH-1 is A")
    for _ in range(2):
        (failure,) = play(script, program[0]).failures
        assert 'server.py" ended instead of answering advance' in failure.seen


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "name the program"),
        ("no-such-program-anywhere -x", "^no-such-program-anywhere -x cannot be started: No such file"),
        ('python "my server.py', '^python "my server.py is no command: no closing quotation$'),
    ],
)
def test_a_program_that_cannot_be_started(words: str, message: str) -> None:
    with pytest.raises(AdapterError, match=message):
        ProcessAdapter(words)


def test_a_program_that_says_nothing_useful_is_not_left_running(tmp_path: Path) -> None:
    path = tmp_path / "server.py"
    path.write_text("import sys\nsys.stdin.readline()\nprint('{}', flush=True)\nsys.stdin.readline()\n")
    with pytest.raises(AdapterError, match="not as agreed"):
        ProcessAdapter(f'"{sys.executable}" "{path}"')


def test_a_process_that_does_not_go_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: list[ProcessAdapter]
) -> None:
    monkeypatch.setattr(process_adapter, "_END_WITHIN_S", 0.2)
    lines = "import threading\nthreading.Event().wait()"
    adapter = ProcessAdapter(command(tmp_path, lines))
    adapter.close()
    assert adapter._process.returncode == -9
