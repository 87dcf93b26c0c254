"""Chlorine, turbidity and contamination on their way through the network.

Every node is a mixed volume: a tank its contents, a junction half of the pipes that meet there. Water moves
from node to node by the flows of the hydraulics, first order in space and time. A front arrives when it
should on average, but as a slope as long as its travel; in return the whole state is one small array, which
is what exact snapshots need.
"""

import numpy as np

from wakeful.plants.water_works.water_network import WaterNetwork

CHLORINE, TURBIDITY, CONTAMINANT = range(3)
"""Columns: free chlorine [mg/L], turbidity [NTU], matter that uses up chlorine [mg/L of chlorine]."""
SUBSTANCES = 3
DECAY_PER_H = 0.025
CONTAMINANT_PER_MGL_H = 3.0
"""Second order: chlorine and contaminant use each other up at this rate."""
SETTLING_PER_H = 0.01
VOLUME_M3_MIN = 8.0
_START = (
    (0.00, 0.12, ("RIVER", "N10", "N12")),
    (0.00, 0.06, ("AQ1", "AQ2", "N21", "N22")),
    (0.60, 0.12, ("N11",)),
    (0.50, 0.06, ("N20",)),
    (0.49, 0.12, ("TK1", "N30", "N31")),
    (0.45, 0.06, ("TK2", "N40", "N41")),
    (0.36, 0.10, ("TK3", "N32", "N33", "N34", "N35", "N50", "N51", "N52", "N60", "N61", "N62", "N63")),
    (0.32, 0.05, ("TK4", "N42", "N70", "N71", "N72", "N73", "N74", "N75", "N76", "N77")),
)
"""Chlorine and turbidity that a week of normal running leads to, so that a start is no disturbance."""
_WET_M = 0.02


class WaterQuality:
    """Concentrations by node, (M, 3).

    Parameters
    ----------
    network : its topology and volumes.
    """

    def __init__(self, network: WaterNetwork) -> None:
        self._from, self._to = network.link_from, network.link_to
        self._tank_nodes = np.array([network.node[name] for name in network.tanks])
        self._tank_areas_m2 = network.tank_areas_m2
        sources = [i for i, n in enumerate(network.nodes) if n not in network.junctions + network.tanks]
        self.source_nodes = np.array(sources)
        count = len(network.nodes)
        self._volumes_m3 = np.zeros(count)
        np.add.at(self._volumes_m3, self._from, network.pipe_volumes_m3 / 2.0)
        np.add.at(self._volumes_m3, self._to, network.pipe_volumes_m3 / 2.0)
        self._volumes_m3 = np.maximum(self._volumes_m3, VOLUME_M3_MIN)
        self.concentration = np.zeros((count, SUBSTANCES))
        for chlorine_mgl, turbidity_ntu, names in _START:
            for name in names:
                self.concentration[network.node[name], :CONTAMINANT] = chlorine_mgl, turbidity_ntu

    def advance(
        self, dt_s: float, flow_m3h: np.ndarray, levels_m: np.ndarray,
        source: np.ndarray, added_mg_m3h: np.ndarray,
    ) -> None:  # fmt: skip
        """Advance by ``dt_s``.

        Parameters
        ----------
        flow_m3h : (L,) flow in each link. levels_m : (tanks,) levels.
        source : (sources, 3) concentrations of the water that the sources give.
        added_mg_m3h : (M, 3) what is added at a node: concentration times volume, per hour.
        """
        now = self.concentration
        now[self.source_nodes] = source
        volumes = self._volumes_m3.copy()
        volumes[self._tank_nodes] = self._tank_areas_m2 * np.maximum(levels_m, _WET_M)
        ahead = flow_m3h >= 0.0
        upstream, downstream = np.where(ahead, self._from, self._to), np.where(ahead, self._to, self._from)
        moved = np.abs(flow_m3h)[:, None] * (now[upstream] - now[downstream])
        change = added_mg_m3h.copy()
        np.add.at(change, downstream, moved)
        dt_h = dt_s / 3600.0
        now = np.maximum(now + change * (dt_h / volumes)[:, None], 0.0)
        self._react(now, dt_h)
        now[self.source_nodes] = source
        self.concentration = now

    def _react(self, now: np.ndarray, dt_h: float) -> None:
        chlorine, contaminant = now[:, CHLORINE].copy(), now[:, CONTAMINANT].copy()
        now[:, CHLORINE] *= np.exp(-(DECAY_PER_H + CONTAMINANT_PER_MGL_H * contaminant) * dt_h)
        now[:, CONTAMINANT] *= np.exp(-CONTAMINANT_PER_MGL_H * chlorine * dt_h)
        now[self._tank_nodes, TURBIDITY] *= np.exp(-SETTLING_PER_H * dt_h)
