"""Local Moran with conditional draws by esda: compiled already, or once in a fresh process."""

import pathlib
import sys
import warnings

import esda
import libpysal
import numba
import numpy as np

from timed import found, say, timed

warnings.filterwarnings("ignore")
way, folder = sys.argv[1], pathlib.Path(sys.argv[2])
y = np.load(folder / "rates.npy")
lists = {
    at: [int(code) for code in line.split()]
    for at, line in enumerate((folder / "neighbours.txt").read_text().splitlines())
}
w = libpysal.weights.W(lists, silence_warnings=True)
w.transform = "r"


def work():
    local = esda.Moran_Local(y, w, permutations=9999, keep_simulations=False, seed=1)
    return {"squares": (local.Is**2).sum(), "drawn_p": local.p_sim.sum()}


say("version", f"esda {esda.__version__}, numba {numba.__version__}")
found(timed(work) if way == "warm" else timed(work, fewest=1, warm=False))
