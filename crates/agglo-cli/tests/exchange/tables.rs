//! Tables in and out: the same twice adds nothing, all rows or none, addresses of faults.

use std::fs;

use crate::coast::Coast;

const RATINGS: &str = "rater,rater_side,subject,item,score,date,source,consent,area,staff_of_subject\n\
    r-71,community,pt-college,reliability,4,2026-10-02,survey wave 2,yes,north,no\n\
    r-72,community,pt-college,openness,3,2026-10-02,survey wave 2,yes,north,no\n";

#[test]
fn what_is_exported_as_tables_adds_nothing_when_it_comes_back() {
    let coast = Coast::new();
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let before = coast.events();
    let mut rows = 0;
    for file in fs::read_dir(coast.path("copy")).unwrap() {
        let path = file.unwrap().path();
        let [new, changed, same, refused] = coast.import(&[path.to_str().unwrap()]);
        assert_eq!([new, changed, refused], [0, 0, 0], "{}", path.display());
        rows += same;
    }
    assert!(rows > 100, "{rows}");
    assert_eq!(coast.events(), before);
}

#[test]
fn tables_for_outsiders_change_nothing_when_they_come_back() {
    let coast = Coast::new();
    coast.write(
        "activities.csv",
        "area_id,date,iap2,participants,groups,influenced,source\n\
         north,2026-02-03,involve,31,underserved:19;other:12,hours of the bus,sheet\n\
         north,2026-02-04,involve,3,,,sheet\n\
         north,2026-02-04,involve,4,,,sheet\n",
    );
    assert_eq!(coast.import(&["activities.csv"]), [3, 0, 0, 0]);
    let before = coast.events();
    let mut formats = vec![("csv", "shared")];
    if cfg!(all(feature = "xlsx", feature = "ingest")) {
        formats.push(("xlsx", "shared.xlsx"));
    }
    for (format, name) in formats {
        coast.ok(&["export", "--as", format, "-o", name]);
        let [new, changed, same, refused] = coast.import(&[name, "--dry-run"]);
        assert_eq!([new, changed, refused], [0, 0, 0], "{format}");
        assert!(same > 60, "{same}");
        let out = coast.ok(&["import", name, "--dry-run"]);
        assert!(
            out.contains("`withheld` understood as source = withheld: what stands is kept"),
            "{out}"
        );
        assert_eq!(coast.import(&[name]), [0, 0, same, 0]);
        assert_eq!(coast.events(), before);
    }
    // What an outsider changed comes in, and what was withheld from them stays.
    let text = fs::read_to_string(coast.path("shared/partners.csv")).unwrap();
    let college = text.lines().find(|line| line.contains("pt-college")).unwrap().to_owned();
    assert!(college.contains("withheld"), "{college}");
    let header = text.lines().next().unwrap();
    let changed = college.replace(",community college,", ",university,");
    assert_ne!(changed, college);
    coast.write("partners.csv", &format!("{header}\n{changed}\n"));
    let (_, out, _) = coast.run(&["import", "partners.csv", "--dry-run", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let changes = told["rows"][0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{told:#}");
    assert_eq!(changes[0]["field"], "kind");
}

#[test]
fn ratings_come_in_once_and_a_row_without_rater_date_or_source_is_refused_with_its_address() {
    let coast = Coast::new();
    coast.write("ratings.csv", RATINGS);
    assert_eq!(coast.import(&["ratings.csv"]), [2, 0, 0, 0]);
    assert_eq!(coast.import(&["ratings.csv"]), [0, 0, 2, 0]);
    let before = coast.events();
    let bad = format!(
        "{RATINGS},community,pt-college,openness,3,2026-10-02,survey wave 2,yes,north,no\n\
         r-73,community,pt-college,openness,9,,,yes,north,no\n\
         r-74,community,pt-nobody,openness,3,2026-10-02,survey wave 2,yes,north,no\n"
    );
    coast.write("ratings.csv", &bad);
    let (code, out, error) = coast.run(&["import", "ratings.csv"]);
    assert_eq!(code, 2, "{out}");
    for said in
        ["line 4, rater: rater is missing", "line 5, date", "line 5, source", "line 6, subject"]
    {
        assert!(error.contains(said), "{said}: {error}");
    }
    assert_eq!(coast.events(), before, "all or none");
    let good = bad.replace("r-71", "r-75");
    coast.write("ratings.csv", &good);
    coast.ok(&["import", "ratings.csv", "--keep-good", "--refused-to", "left.csv"]);
    let left = fs::read_to_string(coast.path("left.csv")).unwrap();
    assert!(left.lines().count() == 4 && left.contains("pt-nobody"), "{left}");
    assert_eq!(coast.import(&["ratings.csv", "--dry-run"]), [0, 0, 2, 3]);
}

#[test]
fn a_messy_table_is_understood_cell_by_cell_and_a_mapping_corrects_it() {
    let coast = Coast::new();
    let before = coast.events();
    let table = "Organisation;What;reach_n;reach_of;cost;date;Phone\n\
        =HYPERLINK(A1);college;1.404;residents;12.500,50;2026-10-01;1\n\
        Bay Works;Transport;withheld;residents;800,5;2026-10-01;2\n\
        Total;;1.404;;13.301,00;;\n\
        Note: figures of May;;;;;;\n";
    coast.write("contacts.csv", table);
    let (code, _, error) = coast.run(&["import", "contacts.csv"]);
    assert!(code == 2 && error.contains("Phone") && error.contains("[columns]"), "{error}");
    coast.write("map.toml", "[columns]\n\"What\" = \"kind\"\n\"Phone\" = \"\"\n[cells]\n\"line 2, Organisation\" = \"Cape College\"\n");
    let out = coast.ok(&["import", "contacts.csv", "--map", "map.toml", "--dry-run"]);
    for said in [
        "decimal comma",
        "a total",
        "a note",
        "line 3, reach_n: `withheld`",
        "2 new",
        "nothing was entered",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
    assert_eq!(coast.events(), before);
    assert_eq!(coast.import(&["contacts.csv", "--map", "map.toml"]), [2, 0, 0, 0]);
    coast.ok(&["export", "--as", "csv", "--inside", "-o", "copy"]);
    let partners = fs::read_to_string(coast.path("copy/partners.csv")).unwrap();
    let line = |name: &str| partners.lines().find(|line| line.contains(name)).unwrap().to_owned();
    let (college, works) = (line("Cape College"), line("Bay Works"));
    assert!(college.contains(",1404,") && college.contains("12500.50"), "{college}");
    assert!(works.contains("reach_n: withheld") && works.contains("800.50"), "{works}");
}

#[test]
fn names_that_look_like_formulas_scripts_or_paths_are_text_and_leave_as_text() {
    let coast = Coast::new();
    let names = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1:A9)",
        "-2+3 Works",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE events;--",
        "../../etc/passwd",
        "مركز الميناء",
        "🚢 Harbour 7",
    ];
    let rows: Vec<String> =
        names.iter().map(|name| format!("\"{}\",2026-10-01", name.replace('"', "\"\""))).collect();
    coast.write("partners.csv", &format!("name,date\n{}\n", rows.join("\n")));
    let before = coast.import(&["partners.csv"]);
    assert_eq!(before, [9, 0, 0, 0]);
    coast.ok(&["export", "--as", "csv", "-o", "shared"]);
    let text = fs::read_to_string(coast.path("shared/partners.csv")).unwrap();
    for start in [",=", ",+", ",@", ",-2", ",\"="] {
        assert!(!text.contains(start), "{start}: {text}");
    }
    assert!(
        text.contains("'=cmd|") && text.contains("🚢 Harbour 7") && text.contains("مركز الميناء")
    );
    assert_eq!(coast.import(&["partners.csv"]), [0, 0, 9, 0]);
    assert!(coast.events().contains("the chain holds"));
}

#[test]
fn a_session_that_comes_again_with_its_id_is_corrected_once() {
    let coast = Coast::new();
    let table = |n: u32| {
        format!(
            "id,area,date,text,participants,source\nin-900,north,2026-10-01,Rents rise,{n},notes\n"
        )
    };
    coast.write("inputs.csv", &table(12));
    assert_eq!(coast.import(&["inputs.csv"]), [1, 0, 0, 0]);
    coast.write("inputs.csv", &table(21));
    assert_eq!(coast.import(&["inputs.csv"]), [0, 1, 0, 0]);
    assert_eq!(coast.import(&["inputs.csv"]), [0, 0, 1, 0]);
}

#[test]
fn rows_of_one_file_may_refer_to_each_other_in_any_order() {
    let coast = Coast::new();
    coast.write(
        "initiatives.csv",
        "id,title,element,prereq,date\nit-b,Second,food,it-a,2026-10-01\nit-a,First,food,,2026-10-01\n",
    );
    assert_eq!(coast.import(&["initiatives.csv"]), [2, 0, 0, 0]);
    assert_eq!(coast.import(&["initiatives.csv"]), [0, 0, 2, 0]);
}

#[test]
fn every_kind_has_a_template_that_comes_back_without_rows() {
    let coast = Coast::new();
    for kind in ["partners", "ratings", "areas", "pieces", "agreements", "initiatives"] {
        coast.ok(&["export", "--as", "csv", "--template", kind]);
        let text = fs::read_to_string(coast.path(&format!("{kind}.csv"))).unwrap();
        assert!(text.starts_with("date,region,id,") && text.lines().count() == 1, "{text}");
    }
}

#[test]
fn a_template_is_a_workbook_unless_something_else_is_asked_for() {
    let coast = Coast::empty();
    let (code, _, error) = coast.run(&["export", "--template", "partners"]);
    if cfg!(feature = "xlsx") {
        assert_eq!(code, 0, "{error}");
        assert!(fs::read(coast.path("partners.xlsx")).unwrap().starts_with(b"PK"));
    } else {
        assert!(code == 2 && error.contains("--as csv"), "{error}");
    }
    let (code, _, error) = coast.run(&["export"]);
    assert!(code == 2 && error.contains("--as"), "{error}");
}

#[cfg(all(feature = "xlsx", feature = "ingest"))]
#[test]
fn a_workbook_adds_nothing_when_it_comes_back_and_faults_of_a_template_have_addresses() {
    use agglo_report::workbook::{Column, Sheet, Takes, render};

    let coast = Coast::new();
    coast.ok(&["export", "--as", "xlsx", "--inside", "-o", "all.xlsx"]);
    let [new, changed, same, refused] = coast.import(&["all.xlsx"]);
    assert_eq!([new, changed, refused], [0, 0, 0]);
    assert!(same > 100);
    coast.ok(&["export", "--as", "xlsx", "--template", "partners"]);
    assert_eq!(coast.import(&["partners.xlsx"]), [0, 0, 0, 0]);
    let column = |name: &str| Column {
        name: name.to_owned(),
        about: String::new(),
        takes: Takes::Text,
        is_required: false,
    };
    let columns = ["Our partners, spring", "", "", ""].map(column).to_vec();
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let rows = vec![
        row(["Name", "Reach_n", "Areas", "Date"]),
        row(["Cape College", "many", "north", "2026-10-01"]),
        row(["", "12", "north", "2026-10-01"]),
        row(["Bay Works", "12", "nowhere", "2026-10-01"]),
        row(["Dock League", "12,5", "north", "1.10.2026"]),
    ];
    let bytes = render(&[Sheet { name: "Partners".to_owned(), columns, rows }]).unwrap();
    fs::write(coast.path("messy.xlsx"), bytes).unwrap();
    let before = coast.events();
    let (code, out, error) = coast.run(&["import", "messy.xlsx"]);
    assert_eq!(code, 2, "{out}");
    for cell in ["Partners!B3", "Partners!A4", "Partners!C5", "Partners!B6", "Partners!D6"] {
        assert!(error.contains(cell), "{cell}: {error}");
    }
    assert_eq!(coast.events(), before);
}
