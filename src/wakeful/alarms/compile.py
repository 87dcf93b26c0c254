"""From a checked site to the tables of ``arrays``: rows, modes and alarms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wakeful.alarms.arrays import (
    ALARM,
    MODE_ENTRY,
    NO_PROGRAM,
    ROLE_ESCALATION,
    ROLE_MODE,
    ROLE_SUPPRESSION,
    ROW,
    SIDE_HIGH,
    SIDE_INPUT_BAD,
    SIDE_LOW,
    SIDE_SELECT,
    SIDE_TRUTH,
    AlarmParams,
    ModeParams,
    RowParams,
)
from wakeful.alarms.expression.names import alarms_of, tags_of
from wakeful.alarms.expression.order import evaluation_order
from wakeful.alarms.expression.parser import parse
from wakeful.alarms.expression.program import Programs, compile_programs, is_stateful
from wakeful.alarms.expression.quantity import quantity_of
from wakeful.alarms.expression.syntax import Node, TagNode
from wakeful.alarms.machine.step import Traits
from wakeful.terms.alarm import PLAIN, AlarmDefinition, ConditionKind
from wakeful.terms.site import Position, Site, positions_of

_SIDES = {
    ConditionKind.HIGH_HIGH: SIDE_HIGH,
    ConditionKind.HIGH: SIDE_HIGH,
    ConditionKind.LOW: SIDE_LOW,
    ConditionKind.LOW_LOW: SIDE_LOW,
    ConditionKind.INPUT_BAD: SIDE_INPUT_BAD,
    ConditionKind.DEVIATION_HIGH: SIDE_HIGH,
    ConditionKind.DEVIATION_LOW: SIDE_LOW,
    ConditionKind.RATE_HIGH: SIDE_HIGH,
    ConditionKind.RATE_LOW: SIDE_LOW,
    ConditionKind.DISCRETE: SIDE_TRUTH,
    ConditionKind.STUCK: SIDE_TRUTH,
    ConditionKind.EXPRESSION: SIDE_TRUTH,
}


@dataclass(frozen=True)
class AlarmPlan:
    """Everything about the alarms of a site that a run does not change.

    Attributes
    ----------
    rows, modes, alarms, programs : tables, see ``arrays`` and ``expression.program``.
    ring_places : how many starts of on-delays are remembered altogether.
    logics : the text of each suppression logic, by its number.
    mode_systems : ids of the systems that have modes, in the order of ``modes``.
    mode_names : names of the modes of each of them.
    quantities : what an alarm judges, by alarm; absent: its tag's own value.
    escalation_row, logic_row : row of an alarm's escalation, and of each logic.
    """

    rows: RowParams
    modes: ModeParams
    alarms: AlarmParams
    programs: Programs
    ring_places: int
    logics: tuple[str, ...]
    mode_systems: tuple[str, ...]
    mode_names: tuple[tuple[str, ...], ...]
    quantities: dict[int, Node]
    escalation_row: dict[int, int]
    logic_row: np.ndarray


class _Draft:
    """Rows as they are gathered: first one of every alarm, then the others."""

    def __init__(self, alarm_rows: np.ndarray) -> None:
        self._alarm_rows = alarm_rows
        self._more: list[np.ndarray] = []
        self.nodes: list[Node] = []
        self.node_of: dict[int, Node] = {}

    def attach(self, row: int, node: Node) -> None:
        """Give a row the quantity it judges."""
        target = self._alarm_rows[row : row + 1] if row < len(self._alarm_rows) else self._more[-1]
        target["program"] = len(self.nodes)
        self.nodes.append(node)
        self.node_of[row] = node

    def tag_of(self, alarm: int) -> int:
        """The tag an alarm is about."""
        return int(self._alarm_rows["tag"][alarm])

    def add(self, node: Node | None, **fields: object) -> int:
        """A further row; returns its number."""
        row = np.zeros(1, ROW)
        row["program"] = NO_PROGRAM
        for name, value in fields.items():
            row[name] = value
        self._more.append(row)
        number = len(self._alarm_rows) + len(self._more) - 1
        if node is not None:
            self.attach(number, node)
        return number

    def table(self) -> np.ndarray:
        """All rows, (R,) of ``ROW``."""
        return np.concatenate([self._alarm_rows, *self._more])


def compile_alarms(site: Site, tag_index: Mapping[str, int], alarm_index: Mapping[str, int]) -> AlarmPlan:
    """Tables of a checked site. Raises KeyError or ExpressionError for a site that was not checked."""
    draft = _Draft(_alarm_rows(site.alarms, tag_index))
    rings = 0
    for index, alarm in enumerate(site.alarms):
        if alarm.kind > ConditionKind.INPUT_BAD:
            draft.attach(index, _quantity(alarm))
        rings += alarm.handling.count
    escalation_row = _add_escalations(site.alarms, draft)
    logics, members = _gather_logics(site.alarms)
    logic_row = np.array(
        [
            draft.add(parse(text), role=ROLE_SUPPRESSION, owner=number, side=SIDE_TRUTH, tag=-1)
            for number, text in enumerate(logics)
        ],
        np.int32,
    )
    systems = [system for system in site.systems if system.modes]
    for number, system in enumerate(systems):
        if system.mode_tag:
            tag = tag_index[system.mode_tag]
            draft.add(TagNode(system.mode_tag), role=ROLE_MODE, owner=number, side=SIDE_SELECT, tag=tag)
    names = tuple(system.modes for system in systems)
    rows, programs = _rows(site, draft, tag_index, alarm_index, escalation_row)
    return AlarmPlan(
        rows=rows,
        modes=_modes(site, tag_index),
        alarms=_alarms(site, tag_index, members),
        programs=programs,
        ring_places=rings,
        logics=tuple(logics),
        mode_systems=tuple(system.id for system in systems),
        mode_names=names,
        quantities={row: node for row, node in draft.node_of.items() if row < len(site.alarms)},
        escalation_row=escalation_row,
        logic_row=logic_row,
    )


def limit_edges(side: int, limit_eu: float, deadband_eu: float) -> tuple[float, float, float]:
    """enter_eu, stay_eu and calm_eu of a limit (see ``arrays.ROW``)."""
    if side == SIDE_HIGH:
        return limit_eu, limit_eu - deadband_eu, float(np.nextafter(limit_eu, -np.inf))
    return limit_eu, limit_eu + deadband_eu, float(np.nextafter(limit_eu, np.inf))


def _quantity(alarm: AlarmDefinition) -> Node:
    node = quantity_of(alarm)
    assert node is not None, f"{alarm.name} is judged directly"
    return node


def _alarm_rows(alarms: Sequence[AlarmDefinition], tag_index: Mapping[str, int]) -> np.ndarray:
    """The row of each alarm, (A,) of ``ROW``, column by column: there may be a million."""
    table = np.zeros(len(alarms), ROW)
    table["program"] = NO_PROGRAM
    table["tag"] = [tag_index[alarm.tag] for alarm in alarms]
    table["owner"] = np.arange(len(alarms))
    table["side"] = side = np.array([_SIDES[alarm.kind] for alarm in alarms], np.uint8)
    table["enter_eu"] = enter = np.array([alarm.limit_eu for alarm in alarms], np.float64)
    deadband = np.array([alarm.deadband_eu for alarm in alarms], np.float64)
    table["stay_eu"] = np.where(side == SIDE_HIGH, enter - deadband, enter + deadband)
    table["calm_eu"] = np.nextafter(enter, np.where(side == SIDE_HIGH, -np.inf, np.inf))
    table["on_delay_ns"] = [alarm.on_delay_ms * 1_000_000 for alarm in alarms]
    table["off_delay_ns"] = [alarm.off_delay_ms * 1_000_000 for alarm in alarms]
    table["count"] = count = [alarm.handling.count for alarm in alarms]
    table["count_window_ns"] = [alarm.handling.count_window_ms * 1_000_000 for alarm in alarms]
    table["ring"] = np.cumsum(count) - count
    return table


def _add_escalations(alarms: Sequence[AlarmDefinition], draft: _Draft) -> dict[int, int]:
    """A row for every escalation by limit; it judges the same quantity as its alarm."""
    rows = {}
    for index, alarm in enumerate(alarms):
        escalation = alarm.handling.escalation
        if escalation is None or escalation.limit_eu is None:
            continue
        side = _SIDES[alarm.kind]
        enter_eu, stay_eu, calm_eu = limit_edges(side, escalation.limit_eu, escalation.deadband_eu)
        rows[index] = draft.add(
            quantity_of(alarm),
            enter_eu=enter_eu,
            stay_eu=stay_eu,
            calm_eu=calm_eu,
            on_delay_ns=escalation.on_delay_ms * 1_000_000,
            off_delay_ns=escalation.off_delay_ms * 1_000_000,
            tag=draft.tag_of(index),
            owner=index,
            side=side,
            role=ROLE_ESCALATION,
        )
    return rows


def _gather_logics(alarms: Sequence[AlarmDefinition]) -> tuple[list[str], list[list[int]]]:
    """The distinct suppression logics and the alarms of each."""
    numbers: dict[str, int] = {}
    members: list[list[int]] = []
    for index, alarm in enumerate(alarms):
        text = alarm.handling.suppress_when
        if text:
            number = numbers.setdefault(text, len(members))
            if number == len(members):
                members.append([])
            members[number].append(index)
    return list(numbers), members


def _rows(
    site: Site,
    draft: _Draft,
    tag_index: Mapping[str, int],
    alarm_index: Mapping[str, int],
    escalation_row: Mapping[int, int],
) -> tuple[RowParams, Programs]:
    table = draft.table()
    states = {tag.name: tag.states for tag in site.tags if tag.states}
    programs = compile_programs(draft.nodes, tag_index, alarm_index, states)
    derived = _order(site, draft, table, escalation_row)
    slot = np.full(len(table), -1, np.int32)
    slot[derived] = np.arange(len(derived), dtype=np.int32)
    direct = np.flatnonzero(table["program"] == NO_PROGRAM)
    # Escalations first, so that an alarm that begins beyond its further limit begins as urgent as it is.
    key = np.lexsort((direct, table["role"][direct] != ROLE_ESCALATION, table["tag"][direct]))
    of_tag = direct[key].astype(np.int32)
    first = _starts(table["tag"][of_tag], len(site.tags))
    by_tag: list[tuple[int, int]] = []
    by_row: list[tuple[int, int]] = []
    kind = np.zeros(len(site.tags), np.uint8)
    for row in derived.tolist():
        node = draft.node_of[row]
        for tag in tags_of(node):
            by_tag.append((tag_index[tag], int(slot[row])))
            kind[tag_index[tag]] = max(int(kind[tag_index[tag]]), 2 if is_stateful(node) else 1)
        by_row += [(alarm_index[alarm], int(slot[row])) for alarm in alarms_of(node)]
    feeds_first, feeds = _grouped(by_tag, len(site.tags))
    needs_first, needs = _grouped(by_row, len(table))
    rows = RowParams(
        table=table,
        first=first,
        of_tag=of_tag,
        derived=derived,
        slot=slot,
        feeds_first=feeds_first,
        feeds=feeds,
        needs_first=needs_first,
        needs=needs,
        feed_kind=kind,
        code=programs.code,
        code_first=programs.first,
        memory_first=programs.memory_first,
    )
    return rows, programs


def _order(site: Site, draft: _Draft, table: np.ndarray, escalation_row: Mapping[int, int]) -> np.ndarray:
    """Rows with a program: modes, then alarms after those they ask for, then suppression logics."""
    dependencies = {
        site.alarms[row].name: alarms_of(node)
        for row, node in draft.node_of.items()
        if row < len(site.alarms)
    }
    position = {alarm.name: index for index, alarm in enumerate(site.alarms) if alarm.name in dependencies}
    order = [row for row in draft.node_of if table["role"][row] == ROLE_MODE]
    for name in evaluation_order(dependencies):
        if name in position:
            index = position[name]
            if index in escalation_row:
                order.append(escalation_row[index])
            order.append(index)
    order += [row for row in draft.node_of if table["role"][row] == ROLE_SUPPRESSION]
    return np.array(order, np.int32)


def _modes(site: Site, tag_index: Mapping[str, int]) -> ModeParams:
    systems = [system for system in site.systems if system.modes]
    number = {system.id: index for index, system in enumerate(systems)}
    system_of_tag = {tag.name: tag.system for tag in site.tags} if systems else {}
    entries = []
    for index, alarm in enumerate(site.alarms):
        if alarm.handling is PLAIN or not alarm.handling.modes:
            continue
        system = number[system_of_tag[alarm.tag]]
        for setting in alarm.handling.modes:
            limit_eu = np.nan if setting.limit_eu is None else setting.limit_eu
            mode = systems[system].modes.index(setting.mode)
            entries.append(
                (system, (limit_eu, index, mode, int(setting.priority or 0), int(setting.suppressed)))
            )
    entries.sort(key=lambda entry: entry[0])
    return ModeParams(
        entries=np.array([entry for _, entry in entries], MODE_ENTRY),
        first=_starts(np.array([system for system, _ in entries], np.int32), len(systems)),
        tags=np.array(
            [tag_index[system.mode_tag] if system.mode_tag else -1 for system in systems], np.int32
        ),
        sizes=np.array([len(system.modes) for system in systems], np.int16),
    )


def _alarms(site: Site, tag_index: Mapping[str, int], members: Sequence[Sequence[int]]) -> AlarmParams:
    positions = positions_of(site)
    position_of_system = {
        system: index for index, position in enumerate(positions) for system in position.systems
    }
    # A system that belongs to no position (the server's watch over itself) is answered for by the first.
    position_of_tag = {tag.name: position_of_system.get(tag.system, 0) for tag in site.tags}
    table = np.zeros(len(site.alarms), ALARM)
    table["tag"] = [tag_index[alarm.tag] for alarm in site.alarms]
    table["operator_position"] = [position_of_tag[alarm.tag] for alarm in site.alarms]
    table["priority"] = [alarm.priority for alarm in site.alarms]
    for index, alarm in enumerate(site.alarms):
        handling = alarm.handling
        if handling is PLAIN:
            continue
        row = table[index]
        row["re_alarm_ns"] = handling.re_alarm_ms * 1_000_000
        row["event_only"] = handling.event_only
        row["traits"] = (
            Traits.LATCHING * handling.latching | Traits.AUTO_ACKNOWLEDGE * handling.auto_acknowledge
        )
        if handling.escalation is not None:
            row["escalate_priority"] = handling.escalation.priority
            row["escalate_after_ns"] = handling.escalation.after_ms * 1_000_000
            row["again"] = handling.escalation.again
    first = np.zeros(len(members) + 1, np.int32)
    np.cumsum([len(group) for group in members], out=first[1:])
    return AlarmParams(
        table=table,
        first=first,
        alarms=np.array([alarm for group in members for alarm in group], np.int32),
        spacing_ns=np.array([_release_spacing_ns(site, position) for position in positions], np.int64),
    )


def _release_spacing_ns(site: Site, position: Position) -> int:
    """How far apart ends of shelves are: as the site wants it, and never so near that they make a flood."""
    share_ns = -(-position.flood_window_ms * 1_000_000 // position.flood_begin)
    return max(site.philosophy.shelf_release_spacing_ms * 1_000_000, share_ns)


def _starts(owners: np.ndarray, count: int) -> np.ndarray:
    """(count + 1,) int32: where the entries of each owner begin, the entries being sorted by owner."""
    first = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(owners, minlength=count), out=first[1:])
    return first


def _grouped(pairs: Iterable[tuple[int, int]], count: int) -> tuple[np.ndarray, np.ndarray]:
    """(first, values) of (owner, value) pairs, by owner and value."""
    ordered = sorted(pairs)
    owners = np.array([owner for owner, _ in ordered], np.int32)
    return _starts(owners, count), np.array([value for _, value in ordered], np.int32)
