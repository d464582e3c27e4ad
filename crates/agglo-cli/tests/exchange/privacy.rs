//! What leaves a programme, when everybody asks for everything.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::coast::Coast;

/// All that leaves when everybody asks for everything: by region, by day, before and after a correction.
fn everything(coast: &Coast, round: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (at, more) in
        [&[][..], &["--region", "gulf"], &["--as-of", "2026-03-31"]].iter().enumerate()
    {
        for format in ["csv", "kumu", "ical", "360giving", "hsds", "iati"] {
            let name = format!("out-{round}-{at}-{format}");
            coast.ok(&[&["export", "--as", format, "-o", &name], *more].concat());
            let path = coast.path(&name);
            let files: Vec<PathBuf> = if path.is_dir() {
                fs::read_dir(&path).unwrap().map(|file| file.unwrap().path()).collect()
            } else {
                vec![path]
            };
            for file in files {
                let text = fs::read_to_string(&file).unwrap();
                all.push((format!("{name}/{}", file.file_name().unwrap().to_string_lossy()), text));
            }
        }
    }
    all
}

#[test]
fn an_attacker_who_subtracts_all_exports_learns_nothing_of_fewer_than_five() {
    let coast = Coast::new();
    coast.write(
        "activities.csv",
        "id,area_id,date,iap2,participants,groups,influenced,source,said_by\n\
         ,north,2026-02-03,involve,31,underserved:19;other:9,secret hours,sheet of Maria,contributor:c77\n\
         ,north,2026-02-04,involve,14,underserved:9;other:3,,sheet,\n\
         ,north,2026-02-05,involve,3,,,sheet,\n\
         ,north,2026-02-06,involve,40,underserved:20;other:20,,sheet,\n\
         ,north,2026-02-07,consult,12,,,sheet,\n",
    );
    assert_eq!(coast.import(&["activities.csv"]), [5, 0, 0, 0]);
    let mut all = everything(&coast, "before");
    let text = coast.ok(&["ledger", "verify"]);
    let last: u64 = text.split(' ').next().unwrap().parse().unwrap();
    coast.ok(&["record", "correct", &last.to_string(), "n=15", "--because", "counted again"]);
    all.extend(everything(&coast, "after"));
    for (name, text) in &all {
        for secret in [
            "secret hours",
            "Maria",
            "contributor:c77",
            "survey wave",
            "r1,",
            "Nothing to do after eight",
        ] {
            assert!(!text.contains(secret), "{secret} in {name}");
        }
        assert!(!name.ends_with("ratings.csv"), "{name}");
    }
    // What was shown of each session, over all outputs: all who came, and its groups.
    let mut shown: BTreeMap<String, (Vec<i64>, Vec<Vec<i64>>)> = BTreeMap::new();
    for (_, text) in all.iter().filter(|(name, _)| name.ends_with("engagements.csv")) {
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = |column: &str| header.iter().position(|own| *own == column).unwrap();
        let (day, n, groups) = (at("date"), at("n"), at("groups"));
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            let own = shown.entry(cells[day].to_owned()).or_default();
            own.0.extend(cells[n].parse::<i64>());
            let group = |group: &str| group.split(':').nth(1)?.parse::<i64>().ok();
            own.1.push(cells[groups].split("; ").filter_map(group).collect());
        }
    }
    for (day, (sums, outputs)) in &shown {
        // Some groups together, all without them, and one sum less another.
        let mut found: Vec<i64> = sums.clone();
        for groups in outputs {
            for some in 0..1_usize << groups.len() {
                let of = |at: &usize| some >> at & 1 == 1;
                let some: i64 = (0..groups.len()).filter(of).map(|at| groups[at]).sum();
                found.push(some);
                found.extend(sums.iter().map(|sum| sum - some));
            }
        }
        found.extend(sums.iter().flat_map(|sum| sums.iter().map(move |other| sum - other)));
        let few = found.iter().find(|found| (1..5).contains(&found.abs()));
        assert!(few.is_none(), "{day}: {sums:?} and {outputs:?} give {few:?}");
    }
    let of = |day: &str| {
        let (sums, outputs) = &shown[day];
        let mut all: Vec<i64> = sums.iter().chain(outputs.iter().flatten()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    assert_eq!(of("2026-02-06"), [20, 40], "what is of many is shown");
    assert_eq!((of("2026-02-04"), of("2026-02-05")), (vec![14], vec![]));
}
