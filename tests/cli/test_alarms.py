"""``wakeful alarms``: its own verbs, and how mistakes end."""

from pathlib import Path

from tests.cli.commands import wakeful


def test_without_its_own_verb_it_says_what_there_is() -> None:
    result = wakeful("alarms")
    assert result.returncode == 2
    helped = wakeful("alarms", "--help").stdout
    assert all(word in helped for word in ("list", "export", "import", "approve", "drift"))


def test_a_folder_that_is_no_site_is_one_clear_line(tmp_path: Path) -> None:
    result = wakeful("alarms", "list", tmp_path)
    assert result.returncode == 1
    assert result.stdout.startswith("site.toml: ")
