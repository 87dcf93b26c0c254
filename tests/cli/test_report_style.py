"""Colours of the page: readable by WCAG 2.2, on screen and on paper."""

import re

import pytest

from wakeful.cli.report_style import INK, INK_DARK, SHAPE_PAIRS, TEXT_PAIRS, style_sheet


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


BOTH = pytest.mark.parametrize("ink", [INK, INK_DARK], ids=["light", "dark"])


@BOTH
@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_text_is_readable(pair: tuple[str, str], ink: dict[str, str]) -> None:
    assert contrast(ink[pair[0]], ink[pair[1]]) >= 4.5


@BOTH
@pytest.mark.parametrize("pair", SHAPE_PAIRS)
def test_shapes_can_be_told_from_what_is_beside_them(pair: tuple[str, str], ink: dict[str, str]) -> None:
    assert contrast(ink[pair[0]], ink[pair[1]]) >= 3.0


def test_the_reckoning_of_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_every_colour_of_the_sheet_is_one_that_was_judged() -> None:
    sheet = style_sheet()
    assert "VAR(" not in sheet and "url(" not in sheet and "@import" not in sheet
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) == {*INK.values(), *INK_DARK.values()}
    assert set(INK) == set(INK_DARK) == set(re.findall(r"var\(--(\w+)\)", sheet)), "each is used"
    judged = {name for pair in (*TEXT_PAIRS, *SHAPE_PAIRS) for name in pair}
    assert set(INK) - judged == {"line"}, "thin lines between rows tell nothing that position does not"


def test_it_is_made_for_paper() -> None:
    sheet = style_sheet()
    assert "@media screen and (prefers-color-scheme: dark)" in sheet, "paper stays white"
    assert "@page { size: A4" in sheet and "print-color-adjust: exact" in sheet
    assert "thead { display: table-header-group; }" in sheet and "break-inside: avoid" in sheet
