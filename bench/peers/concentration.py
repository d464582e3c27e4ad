"""Quotients and concentration indices of a table with numpy, whole columns at once."""

import pathlib
import sys

import numpy as np

from timed import found, say, timed

folder = pathlib.Path(sys.argv[2])
x = np.load(folder / "jobs.npy")
groups = np.load(folder / "groups.npy").astype(int)
some = np.arange(0, len(x), 7)
states = np.eye(groups.max() + 1)[groups]


def divergence(s, base):
    ratio = np.divide(s, base[:, None], out=np.ones_like(s), where=s > 0)
    return (s * np.log(ratio)).sum(axis=0)


def work():
    region, industry, total = x.sum(axis=1), x.sum(axis=0), x.sum()
    s, base = x / industry, region / total
    quotients = s / base[:, None]
    hoover = 0.5 * np.abs(s - base[:, None]).sum(axis=0)
    rest = region[:, None] - x
    krugman = np.abs(s - rest / rest.sum(axis=0)).sum(axis=0)
    order = quotients.argsort(axis=0)
    y = np.take_along_axis(s, order, axis=0).cumsum(axis=0)
    steps = base[order]
    before = np.vstack([np.zeros(y.shape[1]), y[:-1]])
    locational = 1 - (steps * (y + before)).sum(axis=0)
    sorted_quotients = np.take_along_axis(quotients, order, axis=0)
    n = len(x)
    places = 2 * np.arange(1, n + 1) - n - 1
    unweighted = (places[:, None] * sorted_quotients).sum(axis=0) / (n * sorted_quotients.sum(axis=0))
    return {
        "quotients": quotients[some, some % x.shape[1]].sum(),
        "hoover": hoover.sum(),
        "krugman": krugman.sum(),
        "locational_gini": locational.sum(),
        "unweighted_gini": unweighted.sum(),
        "theil": divergence(s, base).sum(),
        "theil_between": divergence(states.T @ s, states.T @ base).sum(),
    }


say("version", f"numpy {np.__version__}")
found(timed(work, fewest=3))
