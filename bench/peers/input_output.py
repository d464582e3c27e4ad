"""Leontief inverse and multipliers by pymrio; the extraction of each sector by numpy, one solution a sector."""

import importlib.metadata
import pathlib
import sys

import numpy as np

from timed import found, say, timed

way, folder = sys.argv[1], pathlib.Path(sys.argv[2])
a, demand = np.load(folder / "coefficients.npy"), np.load(folder / "demand.npy")


def by_pymrio():
    import pandas as pd
    import pymrio

    frame = pd.DataFrame(a)

    def work():
        inverse = pymrio.calc_L(frame)
        return {"multipliers": inverse.sum(axis=0).sum(), "output": (inverse @ demand).sum()}

    say("version", "pymrio " + importlib.metadata.version("pymrio"))
    found(timed(work))


def by_numpy():
    def work():
        size, one = len(a), np.eye(len(a))
        whole = np.linalg.solve(one - a, demand).sum()
        lost = 0.0
        for sector in range(size):
            left, wanted = a.copy(), demand.copy()
            left[sector, :], left[:, sector], wanted[sector] = 0, 0, 0
            lost += whole - np.linalg.solve(one - left, wanted).sum()
        return {"lost": lost}

    say("version", f"numpy {np.__version__}")
    found(timed(work, fewest=2))


{"inverse": by_pymrio, "extraction": by_numpy}[way]()
