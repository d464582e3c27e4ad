"""Quotients, ECI and PCI, proximity and density with the package that is named."""

import importlib.metadata
import pathlib
import sys
import warnings

import numpy as np

from timed import found, say, timed

warnings.filterwarnings("ignore")
way, folder = sys.argv[1], pathlib.Path(sys.argv[2])
x = np.load(folder / "jobs.npy")
some = np.arange(0, x.shape[0], 7)


def summary(m, eci, pci, near, dense):
    return {
        "present": m.sum(),
        "eci_cubed": (eci**3).sum(),
        "pci_cubed": (pci**3).sum(),
        "proximity": near.sum(),
        "density": dense[some, some % x.shape[1]].sum(),
    }


def by_ecomplexity():
    import pandas as pd
    from ecomplexity import ecomplexity

    regions, industries = x.shape
    long = pd.DataFrame({
        "year": 2016,
        "region": np.repeat(np.arange(regions), industries),
        "industry": np.tile(np.arange(industries), regions),
        "jobs": x.ravel(),
    })
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "jobs"}

    def work():
        table = ecomplexity(long, columns, check_logsupermodularity=False, verbose=False)
        table = table.sort_values(["region", "industry"])
        wide = {name: table[name].to_numpy().reshape(x.shape) for name in ("mcp", "eci", "pci", "density")}
        answer = summary(wide["mcp"], wide["eci"][:, 0], wide["pci"][0], np.zeros(1), wide["density"])
        del answer["proximity"]
        return answer

    say("version", "ecomplexity " + importlib.metadata.version("ecomplexity"))
    found(timed(work, fewest=1, warm=False))


def by_economic_complexity():
    import economic_complexity as ec
    import pandas as pd

    wide = pd.DataFrame(x)

    def work():
        rca = ec.rca(wide)
        eci, pci = ec.complexity(rca)
        near = ec.proximity(rca)
        dense = ec.relatedness(rca, proximities=near)
        m = (rca >= 1).to_numpy()
        answer = summary(m, eci.to_numpy(), pci.to_numpy(), near.to_numpy(), dense.to_numpy())
        # It stops after twenty reflections and scales by the sample's deviation: other scores than ours.
        del answer["eci_cubed"], answer["pci_cubed"]
        return answer

    say("version", "economic-complexity " + importlib.metadata.version("economic-complexity"))
    found(timed(work, fewest=1, warm=False))


def by_numpy():
    def work():
        quotients = (x / x.sum(axis=1)[:, None]) / (x.sum(axis=0) / x.sum())
        m = (quotients >= 1).astype(float)
        diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
        shared = m.T @ m
        near = shared / np.maximum.outer(ubiquity, ubiquity)
        dense = (m @ near) / near.sum(axis=0)
        roots = np.sqrt(ubiquity)
        likeness = (m / diversity[:, None]).T @ m / np.outer(roots, roots)
        values, vectors = np.linalg.eigh(likeness)
        pci = vectors[:, -2] / roots
        eci = m @ pci / diversity
        # Products on the regions' scale, as a region is the mean of its own.
        sign = np.sign(np.corrcoef(diversity, eci)[0, 1])
        mean, deviation = eci.mean(), eci.std()
        return summary(m, sign * (eci - mean) / deviation, sign * (pci - mean) / deviation, near, dense)

    say("version", f"numpy {np.__version__}")
    found(timed(work, fewest=3))


{"ecomplexity": by_ecomplexity, "economic_complexity": by_economic_complexity, "numpy": by_numpy}[way]()
