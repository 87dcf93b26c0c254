"""``wakeful calibrate NORMAL...``: learns what normal running is, and says how well."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.cli.replay import UNITS_S
from wakeful.terms.errors import DataError, StorageError

if TYPE_CHECKING:
    import numpy as np

    from wakeful.cli.evidence_runs import Run
    from wakeful.evidence.model import UnitModel
    from wakeful.evidence.model_file import LearnedUnit

BUDGET_DAYS = {"hour": 1 / 24, "h": 1 / 24, "day": 1.0, "d": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
ROWS_MIN = 200
LEARNED_SHARE = 0.7
"""Of the record, to judge the rest by; the model of the file is learned from all of it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument(
        "normal", type=Path, nargs="+", metavar="NORMAL",
        help="recording of normal running, .csv (also .csv.gz) or .parquet: first column time, every other "
        "a tag; several files are several runs",
    )  # fmt: skip
    parser.add_argument(
        "--budget", type=_budget_per_day, required=True, metavar="N/day",
        help="false alarms that are borne: 0.2/day, 1/week",
    )  # fmt: skip
    parser.add_argument(
        "--setpoints", type=_names, default=(), metavar="TAG,...",
        help="tags that people move: they explain others and are not judged",
    )  # fmt: skip
    parser.add_argument(
        "--period", type=_period_ns, default=None, metavar="TIME",
        help="the recording has no time column and its rows are this far apart: 1s, 180s, 3min, 1h",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, metavar="MODEL", help="file for what was learned")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the model is written."""
    from wakeful.cli.calibrate_report import text_lines
    from wakeful.cli.evidence_runs import usual_period_ns
    from wakeful.cli.progress import WorkProgress
    from wakeful.evidence.budgets import threshold_log10

    if arguments.out.is_dir() or not arguments.out.parent.is_dir():
        raise StorageError(f"{arguments.out} cannot be written: give a file in a folder that is there")
    with WorkProgress("read", None, "rows") as progress:
        runs, names = read_normal(arguments.normal, arguments.period, progress.show)
    period_ns = arguments.period or usual_period_ns(runs)
    threshold_log10(arguments.budget, period_ns)
    unit = calibrate(runs, names, arguments.setpoints, period_ns, arguments.budget)
    write_model(arguments.out, unit)
    print("\n".join(text_lines(unit, [run.name for run in runs], arguments.out.name)))
    return 0


def read_normal(
    paths: Sequence[Path], period_ns: int | None, show: Callable[[int], None]
) -> "tuple[list[Run], tuple[str, ...]]":
    """All runs, with the columns of the first, and their names. Raises DataError."""
    from wakeful.cli.evidence_runs import read_run, usual_period_ns

    runs: list[Run] = []
    names: tuple[str, ...] | None = None
    for path in paths:
        run, found = read_run(path, period_ns, names, show)
        if names is not None and any("does not know" in note for note in run.notes):
            raise DataError(
                f"{path.name} has other columns than {paths[0].name}; runs of one unit have the same"
            )
        names = found
        runs.append(run)
        if period_ns is not None and run.timed:
            usual_ns = usual_period_ns([run])
            if abs(usual_ns - period_ns) > 0.25 * period_ns:
                raise DataError(
                    f"rows of {path.name} are {usual_ns / 1e9:g} s apart by its time column, "
                    f"{period_ns / 1e9:g} s by --period; correct --period, or leave it out"
                )
    assert names is not None
    if not all(name.strip() for name in names):
        raise DataError(f"{paths[0].name} has a column without a name; name every tag")
    return runs, names


def calibrate(
    runs: "Sequence[Run]",
    names: tuple[str, ...],
    setpoints: Sequence[str],
    period_ns: int,
    budget_per_day: float,
) -> "LearnedUnit":
    """Learn a unit, its promise checked on the last part of the record.

    Raises
    ------
    DataError
        When there is too little to learn from, or nothing that could be judged.
    """
    from wakeful.cli.evidence_runs import count_words, pieces_of, some
    from wakeful.cli.progress import WorkProgress
    from wakeful.evidence.budgets import DAY_NS, threshold_log10
    from wakeful.evidence.model_file import TAGS_MAX, Facts, LearnedUnit

    unknown = [name for name in setpoints if name not in names]
    if unknown:
        raise DataError(
            f"--setpoints names what is no column: {some(unknown)}; the columns are {some(names)}"
        )
    if len(names) > TAGS_MAX:
        raise DataError(f"{len(names):,} tags in one unit, at most {TAGS_MAX:,}; calibrate systems apart")
    pieces, left_out = pieces_of(runs, period_ns)
    rows = sum(map(len, pieces))
    if rows < ROWS_MIN:
        raise DataError(
            f"the record has {count_words(rows, 'row')} in unbroken pieces and can keep no budget; "
            f"give at least {ROWS_MIN} rows of normal running, better some thousand"
        )
    notes = [f"{count_words(left_out, 'row')} in pieces too short to learn from left out"] if left_out else []
    places = [names.index(name) for name in setpoints]
    threshold = threshold_log10(budget_per_day, period_ns)
    first, last = cut(pieces, round(LEARNED_SHARE * rows))
    with WorkProgress("calibrate", rows + sum(map(len, first)), "rows") as progress:
        progress.show(0)
        earlier = learn(first, places)
        progress.show(sum(map(len, first)))
        episodes = sum(episodes_of(earlier, piece, threshold) for piece in last)
        model = learn(pieces, places)
        progress.show(rows + sum(map(len, first)))
    facts = Facts(
        runs=len(runs),
        rows=rows,
        days=rows * period_ns / DAY_NS,
        first_ns=min(int(run.times_ns.min()) for run in runs),
        last_ns=max(int(run.times_ns.max()) for run in runs),
        rows_a_value=rows_a_value(pieces, model),
        held_out_days=sum(map(len, last)) * period_ns / DAY_NS,
        held_out_episodes=episodes,
        notes=(*(f"{run.name}: {note}" for run in runs for note in run.notes), *notes),
    )
    return LearnedUnit(
        names=names, setpoints=tuple(setpoints), period_ns=period_ns, budget_per_day=budget_per_day,
        facts=facts, model=model,
    )  # fmt: skip


def learn(pieces: "list[np.ndarray]", setpoints: Sequence[int]) -> "UnitModel":
    """A unit whose set points are not judged. Raises DataError where nothing could be."""
    import numpy as np

    from wakeful.evidence.calibration import learn_unit
    from wakeful.evidence.preparation import Role, learn_preparation

    role = learn_preparation(pieces).role
    role[list(setpoints)] = np.maximum(role[list(setpoints)], Role.DISCRETE)
    if (role > Role.HELD).all():
        raise DataError(
            "no tag can be judged: every column is constant, empty, a state of a few values or a set point; "
            "give a record in which the plant runs"
        )
    model = learn_unit(pieces)
    return model._replace(preparation=model.preparation._replace(role=role))


def cut(pieces: "Sequence[np.ndarray]", rows: int) -> "tuple[list[np.ndarray], list[np.ndarray]]":
    """The first ``rows`` rows of all pieces, and the rest; parts too short to learn from are in neither."""
    from wakeful.cli.evidence_runs import PIECE_ROWS_MIN

    first, last = [], []
    for piece in pieces:
        begin = min(max(rows, 0), len(piece))
        first.append(piece[:begin])
        last.append(piece[begin:])
        rows -= len(piece)
    return (
        [part for part in first if len(part) >= PIECE_ROWS_MIN],
        [part for part in last if len(part) >= PIECE_ROWS_MIN],
    )


def episodes_of(model: "UnitModel", rows: "np.ndarray", threshold_log10: float) -> int:
    """Alarms on rows (T, N) that follow each other, from a fresh state."""
    import numpy as np

    from wakeful.evidence.detection import detect
    from wakeful.evidence.episodes import EpisodeFollower
    from wakeful.evidence.model import start_state
    from wakeful.evidence.preparation import Role

    told = model.preparation.role <= Role.HELD
    follower = EpisodeFollower(model.tag_tails, threshold_log10)
    follower.follow(detect(start_state(model.tags), model, rows), np.isfinite(rows[:, told]).any(axis=1))
    return len(follower.close())


def rows_a_value(pieces: "Sequence[np.ndarray]", model: "UnitModel") -> tuple[float, ...]:
    """For each tag, how many rows there are to a value that is judged."""
    import numpy as np

    from wakeful.evidence.preparation import Role

    held = model.preparation.role == Role.HELD
    rows, values = 0, np.zeros(model.tags)
    for piece in pieces:
        present = np.isfinite(piece[1:])
        present[:, held] &= piece[1:, held] != piece[:-1, held]
        values += present.sum(axis=0)
        rows += len(present)
    return tuple((rows / np.maximum(values, 1.0)).tolist())


def write_model(path: Path, unit: "LearnedUnit") -> None:
    """Put the file there whole or not at all. Raises StorageError."""
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.write_bytes(unit.to_bytes())
        partial.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def _budget_per_day(text: str) -> float:
    number, _, unit = text.partition("/")
    try:
        budget = float(number) / BUDGET_DAYS[unit.strip().lower()]
    except (ValueError, KeyError):
        budget = 0.0
    if not 1e-6 <= budget <= 1e6:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no budget; give false alarms a time, such as 0.2/day, 1/week or 1/month"
        )
    return budget


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _period_ns(text: str) -> int:
    number = text.rstrip("msinhd")
    try:
        period_s = float(number) * ({"d": 86_400.0} | UNITS_S)[text[len(number) :]]
    except (ValueError, KeyError):
        period_s = 0.0
    if not 1e-6 <= period_s <= 86_400 * 366:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; give a number and ms, s, min or h, such as 180s"
        )
    return round(period_s * 1e9)
