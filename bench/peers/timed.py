"""Times work as our own side does: one run that is not counted, then the median; and prints name, tab, value."""

import statistics
import time

ENOUGH = 1.5
FEWEST = 5


def timed(work, fewest=FEWEST, warm=True):
    """Runs `work` and prints the seconds of a run; returns its last answer."""
    last = work() if warm else None
    walls, start, processor = [], time.perf_counter(), time.process_time()
    while len(walls) < fewest or (warm and time.perf_counter() - start < ENOUGH):
        before = time.perf_counter()
        last = work()
        walls.append(time.perf_counter() - before)
    say("wall", statistics.median(walls))
    say("processor", (time.process_time() - processor) / len(walls))
    return last


def say(name, value):
    print(f"{name}\t{value}")


def found(answer):
    for name, value in answer.items():
        say(name, float(value))
