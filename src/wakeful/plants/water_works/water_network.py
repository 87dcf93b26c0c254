"""The hydraulics: pressures and flows of the network for given levels, demands, pumps and valves.

EPANET 2.3 is used as a solver of one instant. Everything it would remember (tank levels, link states,
time) is given anew at each call and the iteration starts from the same flows, so that equal inputs give
equal outputs, bit for bit, and a snapshot needs nothing from inside EPANET.
"""

import ctypes
import os
import warnings
import weakref
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

import epanet.toolkit as toolkit
import numpy as np

METRES_PER_BAR = 10.197
VACUUM_M = -10.0
"""No water can be at a gauge pressure below this: the node is cut off and its head has no meaning."""
UNBALANCED_ERROR = 0.01
_INITIALISE_FLOWS = 10
_NOT_GIVEN = -1.0


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the solver is given.

    Attributes
    ----------
    levels_m : by tank. demands_m3h, leaks_m3h_per_root_m : by junction; a demand counts only where the
        network has one.
    pump_speeds : by pump, 0 stopped, 1 full speed.
    valve_settings : by valve: loss coefficient (TCV) or pressure in m (PRV); None closed.
    """

    levels_m: np.ndarray
    demands_m3h: np.ndarray
    leaks_m3h_per_root_m: np.ndarray
    pump_speeds: np.ndarray
    valve_settings: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found: node arrays (M,), link arrays (L,).

    ``balanced`` is false when the equations were not met; the numbers are then of no use.
    """

    pressure_m: np.ndarray
    outflow_m3h: np.ndarray
    """Water that leaves the network at a node: delivered demand and leaks; into a tank, out of a source
    negative."""
    flow_m3h: np.ndarray
    head_gain_m: np.ndarray
    balanced: bool


def _view(buffer: toolkit.doubleArray, count: int) -> np.ndarray:
    """(count,) the memory of a buffer of EPANET's wrapper, which must outlive the view."""
    return np.ctypeslib.as_array((ctypes.c_double * count).from_address(int(buffer.cast())))


def _free(project: Any) -> None:
    """Give EPANET's memory back."""
    toolkit.close(project)
    toolkit.deleteproject(project)


class WaterNetwork:
    """The network of ``network.inp``, opened in EPANET.

    Attributes
    ----------
    nodes, links : ids in EPANET's order. ``node`` and ``link`` give the index of an id.
    """

    def __init__(self) -> None:
        self._project = toolkit.createproject()
        weakref.finalize(self, _free, self._project)
        with as_file(files(__package__) / "network.inp") as path:
            toolkit.open(self._project, str(path), os.devnull, "")
        toolkit.openH(self._project)
        node_count = toolkit.getcount(self._project, toolkit.NODECOUNT)
        link_count = toolkit.getcount(self._project, toolkit.LINKCOUNT)
        self.nodes = tuple(toolkit.getnodeid(self._project, i + 1) for i in range(node_count))
        self.links = tuple(toolkit.getlinkid(self._project, i + 1) for i in range(link_count))
        self.node = {name: i for i, name in enumerate(self.nodes)}
        self.link = {name: i for i, name in enumerate(self.links)}
        ends = [toolkit.getlinknodes(self._project, i + 1) for i in range(link_count)]
        self.link_from = np.array([end[0] - 1 for end in ends])
        self.link_to = np.array([end[1] - 1 for end in ends])
        self._buffer_nodes = toolkit.doubleArray(node_count)
        self._buffer_links = toolkit.doubleArray(link_count)
        self._node_view = _view(self._buffer_nodes, node_count)
        self._link_view = _view(self._buffer_links, link_count)
        self._leaks_given: list[float] = []
        self._settings_given: dict[int, float | None] = {}
        self._sort_kinds()

    def _sort_kinds(self) -> None:
        node_types = [toolkit.getnodetype(self._project, i + 1) for i in range(len(self.nodes))]
        link_types = [toolkit.getlinktype(self._project, i + 1) for i in range(len(self.links))]
        self.junctions = tuple(
            n for n, t in zip(self.nodes, node_types, strict=True) if t == toolkit.JUNCTION
        )
        self.tanks = tuple(n for n, t in zip(self.nodes, node_types, strict=True) if t == toolkit.TANK)
        self.pumps = tuple(k for k, t in zip(self.links, link_types, strict=True) if t == toolkit.PUMP)
        pipes = (toolkit.PIPE, toolkit.CVPIPE, toolkit.PUMP)
        self.valves = tuple(k for k, t in zip(self.links, link_types, strict=True) if t not in pipes)
        self.base_demands_m3h = self._node_values(toolkit.BASEDEMAND, self.junctions)
        self.elevations_m = self._node_values(toolkit.ELEVATION, self.nodes)
        diameters_m = self._node_values(toolkit.TANKDIAM, self.tanks)
        self.tank_areas_m2 = np.pi * diameters_m**2 / 4.0
        self.tank_level_max_m = self._node_values(toolkit.MAXLEVEL, self.tanks)
        self.pipe_volumes_m3 = np.zeros(len(self.links))
        for i, kind in enumerate(link_types):
            if kind in (toolkit.PIPE, toolkit.CVPIPE):
                diameter_m = toolkit.getlinkvalue(self._project, i + 1, toolkit.DIAMETER) / 1000.0
                length_m = toolkit.getlinkvalue(self._project, i + 1, toolkit.LENGTH)
                self.pipe_volumes_m3[i] = length_m * np.pi * diameter_m**2 / 4.0
        self._tank_nodes = [self.node[name] + 1 for name in self.tanks]
        self._junction_nodes = [self.node[name] + 1 for name in self.junctions]
        self._pump_links = [self.link[name] + 1 for name in self.pumps]
        self._demanding = np.flatnonzero(self.base_demands_m3h).tolist()
        self._valve_links = [self.link[name] + 1 for name in self.valves]

    def _node_values(self, code: int, names: tuple[str, ...]) -> np.ndarray:
        return np.array([toolkit.getnodevalue(self._project, self.node[n] + 1, code) for n in names])

    def solve(self, inputs: Inputs) -> Solution:
        """Pressures and flows at one instant."""
        self._give(inputs)
        with warnings.catch_warnings():
            # EPANET's codes 1 to 6 (unbalanced, cut off, pump or valve out of its range, negative pressure)
            # come as Python warnings; what matters is read from the solution itself.
            warnings.simplefilter("ignore")
            toolkit.initH(self._project, _INITIALISE_FLOWS)
            toolkit.runH(self._project)
        error = toolkit.getstatistic(self._project, toolkit.RELATIVEERROR)
        heads_m = self._read_nodes(toolkit.HEAD)
        flow_m3h = self._read_links(toolkit.FLOW)
        return Solution(
            pressure_m=heads_m - self.elevations_m,
            outflow_m3h=self._read_nodes(toolkit.DEMAND),
            flow_m3h=flow_m3h,
            head_gain_m=heads_m[self.link_to] - heads_m[self.link_from],
            balanced=bool(error <= UNBALANCED_ERROR or np.abs(flow_m3h).max() < 1.0),
        )

    def _give(self, inputs: Inputs) -> None:
        project = self._project
        for node, level_m in zip(self._tank_nodes, inputs.levels_m.tolist(), strict=True):
            toolkit.setnodevalue(project, node, toolkit.TANKLEVEL, level_m)
        for k in self._demanding:
            toolkit.setnodevalue(
                project, self._junction_nodes[k], toolkit.BASEDEMAND, float(inputs.demands_m3h[k])
            )
        # EPANET keeps what it was given: what has not changed is not given again.
        leaks = inputs.leaks_m3h_per_root_m.tolist()
        if leaks != self._leaks_given:
            self._leaks_given = leaks
            for node, leak in zip(self._junction_nodes, leaks, strict=True):
                toolkit.setnodevalue(project, node, toolkit.EMITTER, leak)
        settings = [*zip(self._pump_links, inputs.pump_speeds.tolist(), strict=True)]
        settings += zip(self._valve_links, inputs.valve_settings, strict=True)
        for link, setting in settings:
            if self._settings_given.get(link, _NOT_GIVEN) != setting:
                self._settings_given[link] = setting
                self._set_link(link, setting)

    def _set_link(self, link: int, setting: float | None) -> None:
        """Pump: relative speed, 0 stopped. Valve: its setting, None closed."""
        if setting is None or setting == 0.0:
            toolkit.setlinkvalue(self._project, link, toolkit.INITSTATUS, 0.0)
            return
        if link in self._pump_links:
            toolkit.setlinkvalue(self._project, link, toolkit.INITSTATUS, 1.0)
        toolkit.setlinkvalue(self._project, link, toolkit.INITSETTING, setting)

    def _read_nodes(self, code: int) -> np.ndarray:
        toolkit.getnodevalues(self._project, code, self._buffer_nodes)
        return self._node_view.copy()

    def _read_links(self, code: int) -> np.ndarray:
        toolkit.getlinkvalues(self._project, code, self._buffer_links)
        return self._link_view.copy()
