"""``wakeful detect MODEL DATA...``: by how much recorded rows are not normal, and what alarms come of it."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.terms.errors import DataError

if TYPE_CHECKING:
    from wakeful.cli.detect_output import JudgedRun, VerdictsFile
    from wakeful.cli.evidence_runs import Run
    from wakeful.evidence.model_file import LearnedUnit

MODEL_BYTES_MAX = 8_000_000_000
ROWS_A_PIECE = 2_048


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="what `wakeful calibrate` wrote")
    parser.add_argument(
        "data", type=Path, nargs="+", metavar="DATA",
        help="recording to judge, .csv (also .csv.gz) or .parquet; several files are several runs",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR",
        help="folder for verdicts.parquet, episodes.csv and runs.csv",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print counts and speed as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when every row has its verdict."""
    from wakeful.cli.detect_output import VerdictsFile, summarise, text_lines, to_json, write_tables
    from wakeful.cli.evidence_runs import read_run
    from wakeful.cli.progress import WorkProgress

    unit = read_model(arguments.model)
    warm_up(unit)
    judged, elapsed_s = [], 0.0
    with (
        VerdictsFile(arguments.out, unit.names) as file,
        WorkProgress("detect", None, "rows") as progress,
    ):
        for path in arguments.data:
            recorded, _ = read_run(path, unit.period_ns, unit.names)
            recorded.notes += findings(unit, recorded)
            began_s = time.perf_counter()
            judged.append(judge(unit, recorded, file))
            elapsed_s += time.perf_counter() - began_s
            progress.show(file.rows)
    write_tables(arguments.out, unit, judged)
    summary = summarise(unit, judged, elapsed_s)
    print(to_json(summary) if arguments.json else "\n".join(text_lines(summary)))
    return 0


def read_model(path: Path) -> "LearnedUnit":
    """The unit in a file. Raises DataError."""
    from wakeful.evidence.model_file import LearnedUnit

    try:
        if path.stat().st_size > MODEL_BYTES_MAX:
            raise DataError(
                f"{path.name} is too large for a model; give a file that `wakeful calibrate` wrote"
            )
        return LearnedUnit.from_bytes(path.read_bytes())
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}; give the path of a model"
        ) from error
    except DataError as error:
        raise DataError(f"{path.name}: {error}") from error


def warm_up(unit: "LearnedUnit") -> None:
    """Load the kernels, so that the speed that is told is that of judging."""
    import numpy as np

    from wakeful.evidence.detection import detect
    from wakeful.evidence.model import start_state

    detect(start_state(len(unit.names)), unit.model, np.full((1, len(unit.names)), np.nan))


def findings(unit: "LearnedUnit", run: "Run") -> list[str]:
    """What makes a quiet verdict worth less than it looks. Raises DataError on another spacing of rows."""
    import numpy as np

    from wakeful.cli.evidence_runs import some, usual_period_ns
    from wakeful.evidence.preparation import Role, resolution_of

    if run.timed and len(run.times_ns) > 2:
        usual_ns = usual_period_ns([run])
        if abs(usual_ns - unit.period_ns) > 0.25 * unit.period_ns:
            raise DataError(
                f"rows of {run.name} are {usual_ns / 1e9:g} s apart, those the model was learned from "
                f"{unit.period_ns / 1e9:g} s; calibrate with rows of the same spacing"
            )
    prepared = unit.model.preparation
    lost, moved, told_otherwise = [], [], []
    for place, name in enumerate(unit.names):
        values = run.values[:, place]
        values = values[np.isfinite(values)]
        role = prepared.role[place]
        if not len(values) and role < Role.EMPTY:
            lost.append(name)
        elif role >= Role.CONSTANT:
            if (role == Role.EMPTY and len(values)) or (values != prepared.centre[place]).any():
                moved.append(name)
        elif role <= Role.HELD:
            # A value that is held is told once; how often it is repeated says nothing of its steps.
            now = resolution_of(values[np.flatnonzero(np.diff(values, prepend=np.nan))])
            if now > 3.0 * prepared.resolution[place]:
                told_otherwise.append(f"{name} (steps of {now:.3g})")
    lines = [
        ("no value at all, not judged", lost),
        ("constant or empty when learned, has other values now, not judged", moved),
        ("told more coarsely than when learned", told_otherwise),
    ]
    return [f"{words}: {some(names)}" for words, names in lines if names]


def judge(unit: "LearnedUnit", run: "Run", file: "VerdictsFile") -> "JudgedRun":
    """Judge a run from a fresh state and write a verdict for each of its rows."""
    import numpy as np

    from wakeful.cli.detect_output import JudgedRun
    from wakeful.cli.evidence_runs import gaps_after
    from wakeful.evidence.detection import detect
    from wakeful.evidence.episodes import EpisodeFollower
    from wakeful.evidence.model import start_state
    from wakeful.evidence.preparation import Role

    state = start_state(len(unit.names))
    follower = EpisodeFollower(unit.model.tag_tails, unit.threshold_log10)
    told = unit.model.preparation.role <= Role.HELD
    nothing = np.full((1, len(unit.names)), np.nan)
    first_row, alarms = file.rows, 0
    gaps = gaps_after(run.times_ns, unit.period_ns)
    edges = np.unique(
        np.concatenate([np.arange(0, len(run.values), ROWS_A_PIECE), gaps + 1, [len(run.values)]])
    )
    after_gap = set((gaps + 1).tolist())
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if begin in after_gap:
            # What came before a gap says nothing about what comes after it.
            detect(state, unit.model, nothing)
        verdicts = detect(state, unit.model, run.values[begin:end])
        alarm = follower.follow(verdicts, np.isfinite(run.values[begin:end, told]).any(axis=1))
        file.write(run.times_ns[begin:end], verdicts, alarm)
        alarms += int(alarm.sum())
    return JudgedRun(run.name, first_row, run.times_ns, alarms, follower.close(), tuple(run.notes))
