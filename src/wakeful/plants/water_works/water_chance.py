"""Seeded chance: draws that depend on seed, purpose and simulated time alone, and slow random walks."""

import numpy as np

_MASK = 0xFFFF_FFFF_FFFF_FFFF


class Draws:
    """Counter-based generators (Philox 4x64): one for each purpose and simulated millisecond.

    Parameters
    ----------
    seed : any integer.
    """

    START, SURROUNDINGS, INSTRUMENTS = range(3)

    def __init__(self, seed: int) -> None:
        self._seed = seed & _MASK

    def at(self, purpose: int, time_s: float) -> np.random.Generator:
        """A fresh generator; the same arguments give the same draws."""
        counter = np.array([0, round(time_s * 1000.0) & _MASK, 0, 0], np.uint64)
        key = np.array([self._seed, purpose], np.uint64)
        return np.random.Generator(np.random.Philox(key=key, counter=counter))


class RandomWalks:
    """M independent Ornstein-Uhlenbeck processes around zero, discretised exactly.

    Parameters
    ----------
    correlation_s : (M,) time in which each forgets where it was.
    deviation : (M,) standard deviation of each in the long run.
    generator : of the start, which is drawn from the long run.

    Notes
    -----
    x <- a x + deviation sqrt(1 - a²) normal, a = exp(-dt / correlation).
    """

    def __init__(
        self, correlation_s: np.ndarray, deviation: np.ndarray, generator: np.random.Generator
    ) -> None:
        self._correlation_s = correlation_s
        self._deviation = deviation
        self.value = deviation * generator.standard_normal(len(deviation))

    def advance(self, dt_s: float, generator: np.random.Generator) -> None:
        """Advance all by ``dt_s``."""
        kept = np.exp(-dt_s / self._correlation_s)
        drawn = generator.standard_normal(len(kept))
        self.value = kept * self.value + self._deviation * np.sqrt(1.0 - kept**2) * drawn
