"""How the page looks: ink on paper, colour only where it says something; on a dark screen light on dark."""

import re

INK = {
    "paper": "#ffffff",
    "text": "#15191c",
    "soft": "#3c454b",
    "faint": "#566168",
    "line": "#c3cacf",
    "line_strong": "#6f7a81",
    "inset": "#f1f4f5",
    "load": "#1f4e79",
    "hidden": "#7d93a6",
    "flood": "#f3dcc0",
    "flood_line": "#a35200",
    "limit": "#a3001b",
    "plan": "#a3001b",
    "plan_text": "#ffffff",
    "attention": "#f5c664",
    "attention_text": "#15191c",
    "acceptable": "#e3e8ea",
    "acceptable_text": "#15191c",
    "p1": "#c4001d",
    "p2": "#f08a00",
    "p3": "#f5d400",
    "p4": "#2d62c9",
}
"""Colours by use. Priorities are those of the console; bars of priorities have an outline of ``text``."""
INK_DARK = {
    "paper": "#1b2023",
    "text": "#e9edef",
    "soft": "#c3cbd0",
    "faint": "#a3adb3",
    "line": "#384147",
    "line_strong": "#8c979e",
    "inset": "#272e32",
    "load": "#8fb8e0",
    "hidden": "#5f7a90",
    "flood": "#4a3417",
    "flood_line": "#ffb057",
    "limit": "#ff8f8f",
    "plan": "#f2808c",
    "plan_text": "#15191c",
    "attention": "#f5c664",
    "attention_text": "#15191c",
    "acceptable": "#37424a",
    "acceptable_text": "#e9edef",
    "p1": "#e0203c",
    "p2": "#a85f00",
    "p3": "#857300",
    "p4": "#3f74dd",
}
"""The same for a screen whose reader has asked for dark: a control room at night. Never for paper."""

TEXT_PAIRS = (
    ("text", "paper"),
    ("soft", "paper"),
    ("faint", "paper"),
    ("text", "inset"),
    ("soft", "inset"),
    ("faint", "inset"),
    ("plan_text", "plan"),
    ("attention_text", "attention"),
    ("acceptable_text", "acceptable"),
    ("limit", "paper"),
    ("flood_line", "paper"),
)
"""Text and what it stands on: WCAG 2.2 asks for a contrast of 4.5 (1.4.3)."""
SHAPE_PAIRS = (
    ("load", "paper"),
    ("load", "flood"),
    ("hidden", "paper"),
    ("flood_line", "flood"),
    ("limit", "flood"),
    ("line_strong", "paper"),
    ("p1", "paper"),
    ("text", "p2"),
    ("text", "p3"),
    ("text", "p4"),
    ("text", "paper"),
)
"""Shapes and what is beside them: WCAG 2.2 asks for a contrast of 3 (1.4.11)."""

_RULES = """
@page { size: A4; margin: 14mm 14mm 16mm; }
* { box-sizing: border-box; }
html { background: VAR(paper); color: VAR(text); color-scheme: light dark;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0 auto; padding: 28px 24px 40px; max-width: 860px; font-size: 14px; line-height: 1.42;
  font-family: "Inter", "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 25px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 30px 0 8px; font-size: 16px; line-height: 1.25; break-after: avoid; }
p { margin: 0 0 8px; }
.period { margin: 4px 0 0; color: VAR(soft); }
.summary { margin: 14px 0 16px; font-size: 16px; font-weight: 600; }
.coverage { margin: 6px 0 0; padding: 4px 10px; background: VAR(inset);
  border-left: 4px solid VAR(line_strong); font-weight: 600; }
.note { color: VAR(soft); font-size: 12.5px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 10px; margin: 0 0 8px; }
.tile { border: 1px solid VAR(line); border-top: 4px solid VAR(line_strong); padding: 9px 12px 11px;
  display: flex; flex-direction: column; break-inside: avoid; }
.tile.plan { border-top-color: VAR(plan); }
.tile.attention { border-top-color: VAR(flood_line); }
.tile-title { color: VAR(soft); font-size: 12.5px; }
.tile-value { font-size: 25px; font-weight: 650; line-height: 1.25; }
.tile-value small { font-size: 13px; font-weight: 400; color: VAR(soft); }
.tile-target { color: VAR(faint); font-size: 11.5px; margin: 2px 0 8px; flex: 1; }
.verdict { display: inline-block; padding: 1px 8px 2px; border-radius: 2px; font-size: 12px; font-weight: 600;
  align-self: flex-start; white-space: nowrap; }
.verdict.plan { background: VAR(plan); color: VAR(plan_text); }
.verdict.attention { background: VAR(attention); color: VAR(attention_text); }
.verdict.acceptable { background: VAR(acceptable); color: VAR(acceptable_text); font-weight: 400; }
.unjudged { color: VAR(faint); font-size: 12px; }
.message { display: block; color: VAR(soft); font-size: 12px; }
figure { margin: 0; break-inside: avoid; }
figcaption { color: VAR(soft); font-size: 12.5px; margin: 2px 0 0; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 28px; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { fill: VAR(soft); font-size: 11px; }
svg text.small { font-size: 9.6px; text-anchor: middle; }
svg text.under { font-size: 10.5px; }
svg text.strong { fill: VAR(text); font-weight: 600; }
svg .axis { stroke: VAR(line_strong); stroke-width: 1; fill: none; }
svg .grid { stroke: VAR(line); stroke-width: 0.6; }
svg .load { fill: VAR(load); }
svg .hidden { fill: VAR(hidden); }
svg .flood { fill: VAR(flood); }
svg .flood-strip { fill: VAR(flood_line); }
svg .hatch { stroke: VAR(line_strong); stroke-width: 1.6; }
svg .mark { stroke: VAR(text); stroke-width: 2.2; }
svg text.flood-text { fill: VAR(flood_line); font-weight: 600; }
svg .limit { stroke: VAR(limit); stroke-width: 1.2; stroke-dasharray: 5 3; }
svg .p1 { fill: VAR(p1); }
svg .p2 { fill: VAR(p2); }
svg .p3 { fill: VAR(p3); }
svg .p4 { fill: VAR(p4); }
svg .outlined { stroke: VAR(text); stroke-width: 0.8; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; color: VAR(soft); font-size: 12px; vertical-align: bottom;
  border-bottom: 1px solid VAR(line_strong); padding: 3px 10px 4px 0; }
td { border-bottom: 1px solid VAR(line); padding: 5px 10px 6px 0; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
tr { break-inside: avoid; }
.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
.value { font-weight: 600; }
.unknown { font-weight: 400; color: VAR(faint); }
.what { white-space: nowrap; }
.name { overflow-wrap: anywhere; }
.when { white-space: nowrap; }
.meaning { color: VAR(soft); font-size: 12px; line-height: 1.36; }
.meaning b { font-weight: 600; color: VAR(text); }
ul { margin: 0; padding-left: 18px; }
li { margin: 0 0 4px; }
footer { margin: 26px 0 0; padding: 8px 0 0; border-top: 1px solid VAR(line); color: VAR(faint);
  font-size: 11.5px; }
@media (max-width: 640px) { .tiles, .two { grid-template-columns: 1fr 1fr; } .two { display: block; } }
@media print { body { padding: 0; max-width: none; font-size: 10.2pt; } table { font-size: 9.3pt; }
  td { padding: 3px 8px 4px 0; }
  .meaning { font-size: 8.4pt; } h2 { margin-top: 20px; } h2.leaf { break-before: page; } }
"""


def style_sheet() -> str:
    """The rules of the page, colours put in."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_variables(INK_DARK)} }}"
    return f"{_variables(INK)}\n{dark}\n" + re.sub(r"VAR\((\w+)\)", r"var(--\1)", _RULES)


def _variables(ink: dict[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in ink.items()) + " }"
