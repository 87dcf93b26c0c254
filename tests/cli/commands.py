"""The command line as a user runs it: a real process."""

import subprocess
import sys
from pathlib import Path

TIMEOUT_S = 120.0
SITE = """name = "Rig"
age_limit_ms = 60000

[sources.rig]
driver = "host"
system = "rig"
"""
SYSTEMS = '[systems.rig]\nname = "Test rig"\n'
TAGS = "name,source,unit,range_low_eu,range_high_eu\nLI-1,rig,m,0,10\nPI-1,rig,bar,0,16\nTI-1,rig,K,0,500\n"
ALARMS = """name,tag,kind,priority,limit_eu,deadband_eu,on_delay_ms
LAH-1,LI-1,high,high,8,0.5,0
LAL-1,LI-1,low,low,1,0.5,2000
PAB-1,PI-1,input_bad,medium,,,0
TAH-1,TI-1,high,critical,400,,0
"""


def wakeful(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run ``wakeful`` with these words; output and errors as text."""
    command = [sys.executable, "-W", "error", "-m", "wakeful.cli.main", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)


def write_rig(folder: Path) -> Path:
    """A small site without discovery, for recordings of LI-1 and PI-1."""
    folder.mkdir(exist_ok=True)
    files = {"site.toml": SITE, "systems.toml": SYSTEMS, "tags.csv": TAGS, "alarms.csv": ALARMS}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def write_recording(path: Path) -> Path:
    """Ten minutes at 1 Hz with a gap, a duplicate, a step back, texts and an unknown column."""
    lines = ["time,LI-1,PI-1,XI-9"]
    for second in range(600):
        if 300 <= second < 330:
            continue
        level = 5.0 + 4.5 * ((second // 60) % 2) if second < 400 else 0.5
        pressure = "fault" if 100 <= second < 103 else "6.5"
        lines.append(f"{1_772_366_400 + second},{level},{pressure},1")
    lines.insert(50, lines[49])
    lines.insert(60, lines[40])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
