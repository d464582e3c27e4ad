"""Times `agglo data add` end to end on a file, beside polars and duckdb reading it and writing Parquet.

    python3 measure.py AGGLO FILE [RUNS]

Each side runs in a process of its own. Printed: seconds on processors (user and system), on the wall, the most memory,
bytes written, MB read a second of processor time. A machine that others use is judged by its processors.
"""

import importlib.util
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

POLARS = """
import polars, sys
polars.read_csv(sys.argv[1], infer_schema_length=10000, schema_overrides={name: polars.String for name in
    ("area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "qtr", "disclosure_code",
     "lq_disclosure_code", "oty_disclosure_code")}).write_parquet(sys.argv[2] + "/jobs.parquet", compression="zstd")
"""
DUCKDB = """
import duckdb, sys
duckdb.sql(f"copy (select * from read_csv('{sys.argv[1]}', header = true, types = {{'area_fips': 'VARCHAR', "
    f"'own_code': 'VARCHAR', 'industry_code': 'VARCHAR', 'disclosure_code': 'VARCHAR'}})) "
    f"to '{sys.argv[2]}/jobs.parquet' (format parquet, compression zstd)")
"""


def once(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024


def measure(name, command, source, runs):
    found, written = [], 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            found.append(once(command(folder)))
            written = sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*.parquet"))
    processor, wall, memory = (statistics.median(column) for column in zip(*found))
    rate = source.stat().st_size / 1e6 / processor
    print(f"{name:10} {processor:8.2f} s processor {wall:8.2f} s wall {memory:8.0f} MiB {written:12,} bytes {rate:8.0f} MB/s")


def main(agglo, file, runs="3"):
    source, runs = pathlib.Path(file), int(runs)
    print(f"{source.stat().st_size:,} bytes, median of {runs} runs")
    measure("agglo", lambda lake: [agglo, "data", "add", file, "--lake", lake + "/lake"], source, runs)
    for name, script in (("polars", POLARS), ("duckdb", DUCKDB)):
        if importlib.util.find_spec(name) is None:
            print(f"{name:10} is not installed")
            continue
        measure(name, lambda folder: [sys.executable, "-c", script, file, folder], source, runs)


main(*sys.argv[1:])
