"""Writes an invented programme of several regions and three years of its record as tables, the same bytes each time.

    python3 generate.py FOLDER [EVENTS]

FOLDER gets agglo.toml and tables/: areas, partners (200 in each of 8 regions, told anew each year), engagements
(EVENTS in all, 100,000 where nothing is said). `agglo import tables` in it loads all of them at once.
"""

import csv
import datetime
import pathlib
import random
import sys

REGIONS = {
    "gulf": "12045", "franklin": "12037", "walton": "12131", "bay": "12005",
    "horry": "45051", "lincoln": "41041", "cape-may": "34009", "carteret": "37031",
}
AREAS = ("work", "harbor", "school", "north", "food", "water")
DEPTHS = ("inform", "consult", "involve", "collaborate", "empower")
YEARS = (2023, 2024, 2025)
PARTNERS = 200


def write(folder, name, header, rows):
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def engagement(draw):
    region, area = draw.choice(list(REGIONS)), draw.choice(AREAS)
    day = datetime.date(2023, 2, 1) + datetime.timedelta(days=draw.randrange(1050))
    people = draw.randrange(3, 90)
    near = draw.randrange(people + 1)
    influenced = f"hours of service {draw.randrange(60)}" if draw.random() < 0.2 else ""
    groups = f"underserved:{near}; other:{people - near}" if draw.random() < 0.7 else ""
    return region, f"{region}-{area}", day, draw.choice(DEPTHS), people, groups, influenced, f"sheet {draw.randrange(9_000)}"


def main(folder, events="100000"):
    folder, draw = pathlib.Path(folder), random.Random(20_261_123)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    regions = "".join(f'\n[[region]]\nid = "{own}"\nmembers = ["{code}"]\n' for own, code in REGIONS.items())
    (folder / "agglo.toml").write_text(
        '[programme]\nid = "many-regions"\ntitle = "An invented programme of eight regions"\nhorizon = [2026, 2030]\n'
        f"seed = 7\nillustrative = true\n{regions}"
    )
    write(folder / "tables", "areas", ("id", "region", "date", "holder", "since", "places"), (
        (f"{region}-{area}", region, "2023-01-01", f"{area} council of {region}", "2023-01-01", f"{area} tracts")
        for region in REGIONS for area in AREAS
    ))
    write(folder / "tables", "partners", (
        "id", "region", "date", "name", "kind", "reach", "reach_of", "programmes", "areas", "cost", "staff_days", "source",
    ), (
        (
            f"pt-{number}", region, f"{year}-01-15", f"Partner {number}", draw.choice(("college", "transport", "firm")),
            draw.randrange(40, 9_000), "residents", draw.randrange(4),
            "; ".join(f"{region}-{area}" for area in draw.sample(AREAS, 2)), draw.randrange(500, 90_000), draw.randrange(80),
            f"report of {year}",
        )
        for year in YEARS for region in REGIONS for number in range(1, PARTNERS + 1)
    ))
    header = ("region", "area", "date", "depth", "n", "groups", "influenced", "source")
    write(folder / "tables", "engagements", header, sorted((engagement(draw) for _ in range(int(events))), key=lambda own: own[2]))


main(*sys.argv[1:])
