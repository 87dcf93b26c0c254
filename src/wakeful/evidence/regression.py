"""Ridge regression from moments, so that parts of a record can be left out without reading it again.

With inputs X (T, P) and outputs Y (T, N), everything a linear fit needs is X'X, X'Y and T. Moments of parts
add up and are taken away, which makes a fit without one block (for residuals that the fit has not seen) as
cheap as a sum.
Source: A. E. Hoerl, R. W. Kennard, Ridge Regression, Technometrics 12 (1970) 55-67.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np


class Moments(NamedTuple):
    """inputs (P, P) = X'X, cross (P, N) = X'Y, rows T."""

    inputs: np.ndarray
    cross: np.ndarray
    rows: int

    def without(self, part: "Moments") -> "Moments":
        """The moments of the other rows."""
        return Moments(self.inputs - part.inputs, self.cross - part.cross, self.rows - part.rows)


def moments_of(inputs: np.ndarray, outputs: np.ndarray) -> Moments:
    """Moments of rows: inputs (T, P), outputs (T, N)."""
    return Moments(inputs.T @ inputs, inputs.T @ outputs, len(inputs))


def ridge(moments: Moments, penalty: np.ndarray) -> np.ndarray:
    """(P, N) coefficients of least squares with ``penalty`` (P,) >= 0 a row on the square of each input's.

    The penalty is per row, so that it means the same for a short and a long record.
    """
    matrix = moments.inputs + np.diag(penalty * moments.rows)
    coefficients: np.ndarray = np.linalg.lstsq(matrix, moments.cross, rcond=1e-12)[0]
    return coefficients


def blocks_of(rows: int, count: int) -> list[slice]:
    """``rows`` cut into ``count`` blocks of consecutive rows, as even as can be."""
    edges = np.linspace(0, rows, count + 1).astype(int)
    return [slice(int(begin), int(end)) for begin, end in pairwise(edges)]
