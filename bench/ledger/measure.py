"""Times one import of a large record, the same import again, `check` and `ledger verify` on it.

    python3 measure.py AGGLO [RUNS] [EVENTS]

Each run imports into a ledger of its own. Printed: seconds on processors (user and system) and on the wall, median and
spread, and the most memory. A machine that others use is judged by its processors.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def once(command, folder, good=(0,)):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in good:
        raise SystemExit(f"{command[1]} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


def told(name, found):
    processor, wall, memory = zip(*found)
    print(
        f"{name:14} {statistics.median(processor):7.3f} s processor {statistics.median(wall):7.3f} s wall "
        f"({min(wall):.3f} to {max(wall):.3f}) {max(memory):6.0f} MiB"
    )


def main(agglo, runs="5", events="100000"):
    agglo = str(pathlib.Path(agglo).resolve())
    with tempfile.TemporaryDirectory() as folder:
        generate = pathlib.Path(__file__).with_name("generate.py")
        subprocess.run([sys.executable, str(generate), folder, events], check=True)
        imports, again = [], []
        for _ in range(int(runs)):
            for path in pathlib.Path(folder).glob("ledger.db*"):
                path.unlink()
            imports.append(once([agglo, "import", "tables"], folder))
            again.append(once([agglo, "import", "tables"], folder))
        size = sum(path.stat().st_size for path in pathlib.Path(folder).glob("ledger.db*"))
        print(f"{events} engagements, 4,800 descriptions of partners, 48 areas; {size:,} bytes; median of {runs} runs")
        told("import", imports)
        told("import again", again)
        # What the gates say is not the question here.
        told("check", [once([agglo, "check"], folder, (0, 1, 3)) for _ in range(3 * int(runs))])
        told("ledger verify", [once([agglo, "ledger", "verify"], folder) for _ in range(int(runs))])


main(*sys.argv[1:])
