"""Lock files hold versions and hashes of everything, agree with each other, and name no download address."""

import json
import re
import tomllib

import pytest

from tests.house.tree import ROOT, expect_nothing

RUNTIME = (ROOT / "requirements.lock").read_text()
DEVELOPMENT = (ROOT / "requirements-dev.lock").read_text()
CONSOLE = (ROOT / "console" / "package-lock.json").read_text()
ADDRESS = re.compile(r"(https?|ftp|git\+\w+|file)://|--(extra-)?index-url|--find-links")


def address_findings(text: str) -> list[str]:
    """Lines with a download address, or with an option that names a place to download from.

    A console lock may carry the page where a package asks for funds: nothing is fetched from there.
    """
    numbered = enumerate(text.splitlines(), start=1)
    return [
        f"{number}: {line.strip()}"
        for number, line in numbered
        if ADDRESS.search(line) and not line.strip().startswith(('"url":', '"funding":'))
    ]


def pins(lock: str) -> dict[str, set[str]]:
    """Name to pinned lines (version and marker) of a requirements lock."""
    found: dict[str, set[str]] = {}
    for name, rest in re.findall(r"^([A-Za-z0-9._-]+)==(.*?)\s*\\?$", lock, re.MULTILINE):
        found.setdefault(normal(name), set()).add(rest)
    return found


def normal(name: str) -> str:
    """A package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def unhashed(lock: str) -> list[str]:
    """Pinned packages without a hash, and lines that are no pin, hash or comment."""
    found = []
    for block in re.split(r"\n(?=\S)", lock.strip()):
        first = block.splitlines()[0]
        if first.startswith("#"):
            continue
        if "==" not in first or "--hash=sha256:" not in block:
            found.append(first)
    return found


def console_findings(text: str) -> list[str]:
    """Packages of the console's lock without integrity, and named ones that are not in it.

    An optional package that is missing (the build for another system, say) makes ``npm ci`` refuse the lock.
    """
    packages = {
        name.split("node_modules/")[-1]: entry for name, entry in json.loads(text)["packages"].items()
    }
    found = [f"{name}: no integrity" for name, entry in packages.items() if name and "integrity" not in entry]
    for name, entry in packages.items():
        wanted = {**entry.get("dependencies", {}), **entry.get("optionalDependencies", {})}
        found += [
            f"{other}, wanted by {name}, is not in the lock" for other in wanted if other not in packages
        ]
    return found


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT, CONSOLE], ids=["runtime", "development", "console"])
def test_no_lock_names_an_address(lock: str) -> None:
    expect_nothing(address_findings(lock))


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=["runtime", "development"])
def test_every_pin_has_its_hash(lock: str) -> None:
    expect_nothing(unhashed(lock))


def test_the_development_lock_holds_exactly_what_runs_and_more() -> None:
    development = pins(DEVELOPMENT)
    assert {name: development.get(name) for name in pins(RUNTIME)} == pins(RUNTIME)


def test_every_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    running = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["tep"]]
    names = {normal(re.split(r"[=<>!~\[ ;]", text)[0]) for text in [*running, *groups["build"]]}
    assert names <= pins(RUNTIME).keys()
    assert {normal(re.split(r"[=<>!~\[ ;]", text)[0]) for text in groups["dev"]} <= pins(DEVELOPMENT).keys()


def test_the_console_s_lock_is_whole() -> None:
    expect_nothing(console_findings(CONSOLE))


def test_the_console_s_lock_is_of_its_package_file() -> None:
    package = json.loads((ROOT / "console" / "package.json").read_text())
    locked = json.loads(CONSOLE)["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert locked.get(kind, {}) == package.get(kind, {}), kind


SOMEWHERE, ANOTHER_INDEX = "https:" + "//example.org", "--index-" + "url"
"""Each in two parts, so that a search of the tree for addresses does not stop here."""


@pytest.mark.parametrize(
    "line",
    [
        f"{ANOTHER_INDEX} {SOMEWHERE}/simple",
        f'"resolved": "{SOMEWHERE}/a.tgz",',
        "a @ file:///a.whl",
    ],
)
def test_the_checker_sees_an_address(line: str) -> None:
    assert len(address_findings(f"a==1\n{line}\n")) == 1


def test_the_checker_sees_a_missing_hash() -> None:
    assert unhashed("# comment\na==1 \\\n    --hash=sha256:00\n    # via b\nb==2\n    # via -r x\n") == [
        "b==2"
    ]


def test_the_checker_sees_holes_in_a_console_lock() -> None:
    packages = {"": {"dependencies": {"a": "1"}}, "node_modules/a": {"optionalDependencies": {"@x/b": "1"}}}
    assert console_findings(json.dumps({"packages": packages})) == [
        "a: no integrity",
        "@x/b, wanted by a, is not in the lock",
    ]
