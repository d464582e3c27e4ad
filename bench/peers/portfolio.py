"""The same programmes by HiGHS: binaries for starts and carriers, 24 tangents to each concave piece.

Usage: portfolio.py tangents FOLDER. Stops at the gap that the file names, or after LIMIT seconds a programme.
"""

import importlib.metadata
import pathlib
import sys
import time

import highspy
import numpy as np

from timed import found, say

LIMIT = 60.0


def read(path):
    gap, programmes = 0.0, []
    for line in path.read_text().splitlines():
        kind, *words = line.split()
        if kind == "gap":
            gap = float(words[0])
        elif kind == "programme":
            budget = [float(money) for money in words[1].split(",")]
            new = dict(discount=float(words[0]), budget=budget, elements={}, partners={}, initiatives={})
            programmes.append(new | dict(effects=[], after=[], exclusions=[]))
        elif kind == "element":
            programmes[-1]["elements"][words[0]] = (float(words[1]), float(words[2]))
        elif kind == "partner":
            programmes[-1]["partners"][words[0]] = float(words[1])
        elif kind == "initiative":
            cost = [float(amount) for amount in words[1].split(",")]
            carriers = words[5].split(",")
            row = (cost, int(words[2]), float(words[3]), int(words[4]), carriers)
            programmes[-1]["initiatives"][words[0]] = row
        elif kind == "effect":
            programmes[-1]["effects"].append((words[0], words[1], float(words[2])))
        elif kind == "after":
            programmes[-1]["after"].append((words[0], words[1], int(words[2])))
        else:
            programmes[-1]["exclusions"].append(words[0].split(","))
    return gap, programmes


def solve(programme, gap):
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", gap)
    model.setOptionValue("time_limit", LIMIT)
    model.setOptionValue("threads", 1)
    years = len(programme["budget"])
    initiatives = programme["initiatives"]
    x, y = {}, {}
    for name, (cost, *_rest) in initiatives.items():
        last = years - len(cost) + 1
        for start in range(last):
            x[name, start] = model.addBinary()
    starts = lambda name, until: [x[name, s] for s in range(min(until, years - 1) + 1) if (name, s) in x]
    total = lambda terms: sum(terms[1:], terms[0] * 1.0) if terms else 0.0
    for name, (cost, delay, load, needed, carriers) in initiatives.items():
        if not starts(name, years):
            continue
        model.addConstr(total(starts(name, years)) <= 1)
        able = [p for p in carriers if programme["partners"][p] >= load]
        for p in able:
            y[name, p] = model.addBinary()
        if len(able) < needed:
            model.addConstr(total(starts(name, years)) <= 0)
        else:
            model.addConstr(total([y[name, p] for p in able]) - needed * total(starts(name, years)) == 0)
    for p, capacity in programme["partners"].items():
        terms = [initiatives[name][2] * v for (name, who), v in y.items() if who == p]
        if terms:
            model.addConstr(total(terms) <= capacity)
    for year, money in enumerate(programme["budget"]):
        terms = [initiatives[n][0][year - s] * v for (n, s), v in x.items() if 0 <= year - s < len(initiatives[n][0])]
        model.addConstr(total(terms) <= money)
    for then, first, lead in programme["after"]:
        for year in range(years):
            if starts(then, year):
                model.addConstr(total(starts(then, year)) - total(starts(first, year - lead)) <= 0)
    for names in programme["exclusions"]:
        model.addConstr(total([v for name in names for v in starts(name, years)]) <= 1)
    discounts = np.array([programme["discount"] ** t for t in range(years)])
    discounts /= discounts.sum()
    objective = []
    for element, (weight, level) in programme["elements"].items():
        lifts = [(name, rise) for name, to, rise in programme["effects"] if to == element]
        for year in range(years):
            terms = [r * v for name, r in lifts for v in starts(name, year - initiatives[name][1]) if year >= initiatives[name][1]]
            worth = model.addVariable(lb=-1.0 / level - 1.0, ub=-1.0)
            objective.append((weight * discounts[year]) * worth)
            for k in np.linspace(level, 1.0, 24):
                slope = 1.0 / k**2
                right = -1.0 / k + slope * (level - k)
                model.addConstr(worth - slope * total(terms) <= right if terms else worth <= right)
    model.maximize(total(objective))
    info, values = model.getInfo(), model.getSolution().col_value
    begun = {name: start for (name, start), v in x.items() if values[v.index] > 0.5}
    true = 0.0
    for element, (weight, level) in programme["elements"].items():
        for year in range(years):
            rises = [rise for name, to, rise in programme["effects"]
                     if to == element and name in begun and begun[name] + initiatives[name][1] <= year]
            true -= weight * discounts[year] / min(level + sum(rises), 1.0)
    return true, info.mip_dual_bound, info.mip_node_count


gap, programmes = read(pathlib.Path(sys.argv[2]) / "programmes.txt")
wall, processor, values, bounds, nodes = time.perf_counter(), time.process_time(), 0.0, 0.0, 0
worst = 0.0
for programme in programmes:
    value, bound, count = solve(programme, gap)
    values, bounds, nodes = values + value, bounds + bound, nodes + count
    own = (bound - value) / abs(value)
    worst = max(worst, own)
    print(f"value {value}, bound {bound}, gap {own}, nodes {count}", file=sys.stderr)
say("version", "highspy " + importlib.metadata.version("highspy"))
say("wall", time.perf_counter() - wall)
say("processor", time.process_time() - processor)
# Where no gap is allowed both sides have to find the same; else each stops at a plan of its own.
found({"value" if gap == 0.0 else "near": values, "bound": bounds, "their_gap": worst, "their_nodes": nodes})
print(f"value {values}, bound {bounds}, largest gap {worst}, nodes {nodes}", file=sys.stderr)
