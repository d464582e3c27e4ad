"""Writes one year of the Quarterly Census in the columns of the annual single file, without titles: the same bytes
for the same number of rows. Counties are asked of `agglo`, industries are those of definitions/classifications.

    python3 generate.py AGGLO FILE [ROWS]
"""

import csv
import io
import pathlib
import subprocess
import sys

COLUMNS = (
    "area_fips own_code industry_code agglvl_code size_code year qtr disclosure_code annual_avg_estabs "
    "annual_avg_emplvl total_annual_wages taxable_annual_wages annual_contributions annual_avg_wkly_wage "
    "avg_annual_pay lq_disclosure_code lq_annual_avg_estabs lq_annual_avg_emplvl lq_total_annual_wages "
    "lq_taxable_annual_wages lq_annual_contributions lq_annual_avg_wkly_wage lq_avg_annual_pay "
    "oty_disclosure_code oty_annual_avg_estabs_chg oty_annual_avg_estabs_pct_chg oty_annual_avg_emplvl_chg "
    "oty_annual_avg_emplvl_pct_chg oty_total_annual_wages_chg oty_total_annual_wages_pct_chg "
    "oty_taxable_annual_wages_chg oty_taxable_annual_wages_pct_chg oty_annual_contributions_chg "
    "oty_annual_contributions_pct_chg oty_annual_avg_wkly_wage_chg oty_annual_avg_wkly_wage_pct_chg "
    "oty_avg_annual_pay_chg oty_avg_annual_pay_pct_chg"
).split()
LEVELS = {2: 74, 3: 75, 4: 76, 5: 77, 6: 78}


def counties(agglo):
    command = [agglo, "map", "--all-regions", "--measure", "location_quotient", "--industry", "7211", "--csv"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return sorted({row[0] for row in csv.reader(io.StringIO(text)) if row and row[0].isdigit() and len(row[0]) == 5})


def industries():
    path = pathlib.Path(__file__).parents[2] / "definitions/classifications/naics2022.csv"
    lines = (line for line in path.read_text().splitlines() if not line.startswith("#"))
    codes = [row[0] for row in csv.reader(lines) if row and row[0].isdigit()]
    joined = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49"}
    found = {}
    for code in codes:
        for digits in range(2, len(code) + 1):
            own = code[:digits]
            found[joined.get(own, own) if digits == 2 else own] = LEVELS[digits]
    return sorted(found.items())


def main(agglo, target, rows="3600000"):
    areas, rows = counties(agglo), int(rows)
    keys = [("0", "10", 70)] + [(own, "10", 71) for own in "1235"]
    keys += [("5", code, level) for code, level in industries()]
    per_area = -(-rows // len(areas))
    if per_area > len(keys):
        raise SystemExit(f"{per_area} rows an area are wanted, {len(keys)} are there")
    seed, written = 2463534242, 0
    with open(target, "w", newline="") as file:
        file.write(",".join(f'"{name}"' for name in COLUMNS) + "\n")
        for area in areas:
            lines = []
            for own, industry, level in keys[: min(per_area, rows - written)]:
                # Marsaglia's xorshift of 2003 with 32 bits: the same numbers everywhere.
                seed ^= seed << 13 & 0xFFFFFFFF
                seed ^= seed >> 17
                seed ^= seed << 5 & 0xFFFFFFFF
                hidden = level > 71 and seed % 10 < 4
                estabs = seed % 97 + 1
                jobs = 0 if hidden else estabs * (seed >> 8 & 31)
                wages = jobs * (20000 + (seed >> 5) % 60000)
                pay = wages // jobs if jobs else 0
                code = "N" if hidden else ""
                ratio = 0 if hidden else (seed >> 3) % 500 / 100
                change = 0 if hidden else (seed >> 4) % 200 - 100
                lines.append(
                    f'"{area}","{own}","{industry}","{level}","0","2023","A","{code}",{estabs},{jobs},{wages},'
                    f'{wages // 2},{wages // 50},{pay // 52},{pay},"{code}",{ratio},{ratio},{ratio},{ratio},{ratio},'
                    f'{ratio},{ratio},"{code}",{change},{change / 10},{change},{change / 10},{change * 1000},'
                    f'{change / 10},{change * 500},{change / 10},{change * 20},{change / 10},{change},{change / 10},'
                    f'{change * 52},{change / 10}\n'
                )
            written += len(lines)
            file.write("".join(lines))
    print(f"{written} rows, {pathlib.Path(target).stat().st_size} bytes")


main(*sys.argv[1:])
