"""Colours of the page: readable by WCAG 2.2, on screen and on paper."""

import re

import pytest

from wakeful.cli.report_style import INK, SHAPE_PAIRS, TEXT_PAIRS, style_sheet


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(INK[one]), luminance(INK[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_text_is_readable(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 4.5


@pytest.mark.parametrize("pair", SHAPE_PAIRS)
def test_shapes_can_be_told_from_what_is_beside_them(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 3.0


def test_the_reckoning_of_contrast() -> None:
    INK["black"], INK["white"] = "#000000", "#ffffff"
    try:
        assert contrast("black", "white") == pytest.approx(21.0)
    finally:
        del INK["black"], INK["white"]


def test_every_colour_of_the_sheet_is_one_that_was_judged() -> None:
    sheet = style_sheet()
    assert "VAR(" not in sheet and "url(" not in sheet and "@import" not in sheet
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= set(INK.values())
    judged = {name for pair in (*TEXT_PAIRS, *SHAPE_PAIRS) for name in pair}
    assert set(INK) - judged == {"line"}, "thin lines between rows tell nothing that position does not"


def test_it_is_made_for_paper() -> None:
    sheet = style_sheet()
    assert "@page { size: A4" in sheet and "print-color-adjust: exact" in sheet
    assert "thead { display: table-header-group; }" in sheet and "break-inside: avoid" in sheet
