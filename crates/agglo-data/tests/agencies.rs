//! Agencies' files by their own flags and marks: what is hidden stays hidden, with the ends that its code says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stop a test where they cannot go on"
)]

use std::fs;

use agglo_data::Starter;
use agglo_data::add::{Adding, How, Said, Table};
use agglo_data::lake::{AsOf, Lake};
use agglo_data::source::Codes;
use agglo_data::source::codes::{Counties, Industries};

struct Desk {
    folder: tempfile::TempDir,
    lake: Lake,
    codes: Codes,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let starter = Starter::embedded().unwrap();
        let codes = Codes {
            counties: Counties::of(&starter.regions().unwrap()).unwrap(),
            industries: Industries::naics().unwrap(),
        };
        Self { lake: Lake::at(folder.path().join("lake")), folder, codes }
    }

    fn add(&self, name: &str, content: &[u8], how: &How) -> Result<Table, String> {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        let mut adding = Adding::new(&self.lake, &self.codes);
        let mut tables = adding.file(&path, how, None).map_err(|said| match said {
            Said::Fault(error) => error.to_string(),
            Said::Message(text) => text,
        })?;
        adding.publish("2026-11-23").map_err(|error| error.to_string())?;
        Ok(tables.remove(0))
    }

    /// What the lake says of a row's figures.
    fn figures(&self, dataset: &str, keys: &[(&str, &str)]) -> Vec<(String, String)> {
        let origins = self.lake.origins(dataset, &AsOf::Latest, keys, 5).unwrap();
        assert_eq!(origins.len(), 1, "{dataset} {keys:?}");
        origins[0].figures.clone()
    }

    fn figure(&self, dataset: &str, keys: &[(&str, &str)], measure: &str) -> String {
        let figures = self.figures(dataset, keys);
        let own = figures.iter().find(|(name, _)| name == measure);
        own.unwrap_or_else(|| panic!("no {measure} in {figures:?}")).1.clone()
    }
}

fn plain() -> How {
    How::default()
}

#[test]
fn a_range_code_is_a_hidden_figure_between_its_ends() {
    let desk = Desk::new();
    let text = "fipstate,fipscty,naics,empflag,emp_nf,emp,qp1_nf,qp1,ap_nf,ap,est,n1_4,n5_9\n\
                12,045,------,,G,3120,G,26210,G,110456,361,198,72\n\
                12,045,721///,A,D,0,D,0,D,0,14,9,3\n\
                12,045,722///,M,D,0,D,0,D,0,29,8,7\n\
                12,045,311710,Q,G,5,G,5,G,5,3,3,0\n";
    let how = How { period: Some("2012".to_owned()), ..How::default() };
    let table = desk.add("cbp12co.txt", text.as_bytes(), &how).unwrap();
    assert_eq!((table.dataset.as_str(), table.rows), ("cbp-county", 4));
    let employment = |industry: &str| {
        desk.figure("cbp-county", &[("region", "12045"), ("industry", industry)], "employment")
    };
    assert_eq!(employment("721"), "withheld, 0 to 19");
    assert_eq!(employment("722"), "withheld, 100000 or more");
    assert_eq!(employment("311710"), "unknown", "a code that nobody explained");
    assert!(
        table.notes.iter().any(|note| note.contains("flag `Q` in column empflag")),
        "{table:?}"
    );
    let pay = desk.figure("cbp-county", &[("industry", "721")], "pay");
    assert_eq!(pay, "withheld");
    assert_eq!(table.measures[0].counts["withheld"], 2);
    // The letters of the noise flags are no range codes.
    let total = table.measures.iter().find(|own| own.measure == "employment").unwrap();
    assert_eq!(total.counts["estimated"], 1);
}

#[test]
fn a_size_class_of_fewer_than_three_establishments_lies_between_none_and_two() {
    let desk = Desk::new();
    let text = "FIPSTATE,FIPSCTY,NAICS,EMP_NF,EMP,QP1_NF,QP1,AP_NF,AP,EST,N<5,N5_9\n\
                12,045,721///,H,88,H,512,J,2660,14,9,N\n";
    let how = How { period: Some("2020".to_owned()), ..How::default() };
    let table = desk.add("cbp20co.txt", text.as_bytes(), &how).unwrap();
    assert!(table.notes.is_empty(), "{:?}", table.notes);
    let figure = |measure: &str| desk.figure("cbp-county", &[("industry", "721")], measure);
    assert_eq!(figure("establishments_5_to_9"), "withheld, 0 to 2");
    assert_eq!(figure("establishments_1_to_4"), "9");
    assert_eq!(figure("employment"), "88 (estimated)");
}

#[test]
fn a_known_file_without_its_flags_does_not_take_a_nothing_for_a_figure() {
    let desk = Desk::new();
    let text = "area_fips,own_code,industry_code,year,annual_avg_emplvl\n12045,5,7211,2016,0\n12045,5,7225,2016,404\n";
    let table = desk.add("a.csv", text.as_bytes(), &plain()).unwrap();
    assert_eq!(table.measures[0].counts["unknown"], 1);
    assert!(
        table.notes.iter().any(|note| note.contains("a 0 is kept without a figure")),
        "{table:?}"
    );
}

#[test]
fn a_column_a_year_becomes_a_row_a_year_and_closing_lines_are_no_rows() {
    let desk = Desk::new();
    let text = "GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,Unit,2001,2002\n \
                \"00000\",\"United States\", ,CAEMP25N,10,\"...\",\"Total\",\"Number of jobs\",100,101\n \
                \"12000\",\"Florida\",5,CAEMP25N,10,\"...\",\"Total\",\"Number of jobs\",50,51\n \
                \"12045\",\"Gulf, FL\",5,CAEMP25N,10,\"...\",\"Total\",\"Number of jobs\",7,(D)\n \
                \"35013\",\"Do\u{f1}a Ana, NM\",6,CAEMP25N,10,\"...\",\"Total\",\"Number of jobs\",(NA),(L)\n \
                \"51901\",\"Albemarle + Charlottesville, VA*\",5,CAEMP25N,10,\"...\",\"Total\",\"Number of jobs\",3,4\n\
                \"Note: See the included footnote file.\"\n\
                \"U.S. Bureau of Economic Analysis\",,,,,,,,,\n";
    let latin1: Vec<u8> =
        text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let table = desk.add("CAEMP25N.csv", &latin1, &plain()).unwrap();
    assert_eq!((table.dataset.as_str(), table.rows), ("bea-regional", 6), "{table:?}");
    assert_eq!(table.periods, ["2001", "2002"]);
    assert_eq!(table.left_out.values().sum::<u64>(), 4, "the nation and a state, two years each");
    let of = |region: &str, period: &str| {
        desk.figure("bea-regional", &[("region", region), ("period", period)], "value")
    };
    assert_eq!((of("12045", "2001").as_str(), of("12045", "2002").as_str()), ("7", "withheld"));
    assert_eq!(
        (of("35013", "2001").as_str(), of("35013", "2002").as_str()),
        ("missing", "withheld")
    );
    assert_eq!(of("51901", "2002"), "4");
    assert!(table.notes.iter().any(|note| note.starts_with("2 lines of text below")), "{table:?}");
    // A row that was cut off is no closing line.
    let cut = latin1.iter().rposition(|byte| *byte == b'V').unwrap();
    let error = desk.add("cut.csv", &latin1[..cut], &plain()).unwrap_err();
    assert!(error.contains("fields") || error.contains("quote"), "{error}");
}

#[test]
fn a_figure_of_minus_999_is_none_and_marks_of_the_business_dynamics_are_kept_apart() {
    let desk = Desk::new();
    let text = "ST,STCNTY,FIPS,E_TOTPOP,EP_POV,RPL_THEMES\n35,35039,35039,39307,-999.0,-999\n12,12045,12045,16055,17.9,0.592\n";
    let how = How { period: Some("2018".to_owned()), ..How::default() };
    let table = desk.add("svi.csv", text.as_bytes(), &how).unwrap();
    assert_eq!(table.dataset, "svi-county");
    let of =
        |region: &str, measure: &str| desk.figure("svi-county", &[("region", region)], measure);
    assert_eq!(
        (of("35039", "poverty").as_str(), of("35039", "vulnerability").as_str()),
        ("missing", "missing")
    );
    assert_eq!(of("12045", "vulnerability"), "0.592");
    let text = "year,st,cty,firms,estabs,emp,denom,estabs_entry,estabs_exit,job_creation,job_destruction\n\
                2019,12,045,300,320,2400,2390,30,(S),150,(D)\n2019,12,037,200,210,2000,2000,(X),0,0,10\n";
    let table = desk.add("bds2019_st_cty.csv", text.as_bytes(), &plain()).unwrap();
    assert_eq!(table.dataset, "bds-county");
    let of =
        |region: &str, measure: &str| desk.figure("bds-county", &[("region", region)], measure);
    assert_eq!(of("12045", "job_destruction"), "withheld");
    assert_eq!(of("12045", "establishments_exit"), "withheld");
    assert_eq!(of("12037", "establishments_entry"), "missing");
    assert_eq!(of("12037", "job_creation"), "0");
}

#[test]
fn flags_of_eurostat_old_and_new_are_read_and_kept_as_published() {
    let desk = Desk::new();
    let text = "freq,geo\\TIME_PERIOD\t2019 \t2020 \t2021 \t2022 \n\
                A,PT16\t10 bu\t: c\t: C\t12.5 ep\nA,PT17\t: N\t3 i\t: m\t4 x\n";
    let how = How { name: Some("nama".to_owned()), ..How::default() };
    let table = desk.add("nama.tsv", text.as_bytes(), &how).unwrap();
    let of = |region: &str, period: &str| {
        let figures = desk.figures("nama", &[("region", region), ("period", period)]);
        figures
            .into_iter()
            .map(|(name, text)| format!("{name} {text}"))
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(of("PT16", "2019"), "value 10; flags b u");
    assert_eq!(of("PT16", "2020"), "value withheld; flags c");
    assert_eq!(of("PT16", "2021"), "value withheld; flags C");
    assert_eq!(of("PT16", "2022"), "value 12.5 (estimated); flags e p");
    assert_eq!(of("PT17", "2019"), "value withheld; flags N");
    assert_eq!(of("PT17", "2020"), "value 3 (estimated); flags i");
    assert_eq!(of("PT17", "2021"), "value missing; flags m");
    assert_eq!(of("PT17", "2022"), "value unknown; flags x");
    assert!(table.notes.iter().any(|note| note.contains("flag `x`")), "{:?}", table.notes);
}

#[test]
fn who_may_see_a_figure_is_a_second_flag_and_the_graver_of_both_counts() {
    let desk = Desk::new();
    let text = "DATAFLOW,FREQ,GEO,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS\n\
                X:Y(1.0),A,PT16,2019,10,A,F\nX:Y(1.0),A,PT16,2020,11,P,C\n\
                X:Y(1.0),A,PT16,2021,12,Q,F\nX:Y(1.0),A,PT16,2022,13,D,\n";
    let how = How { name: Some("sdmx-y".to_owned()), ..How::default() };
    desk.add("y.csv", text.as_bytes(), &how).unwrap();
    let of = |period: &str| desk.figure("sdmx-y", &[("period", period)], "value");
    assert_eq!(of("2019"), "10");
    assert_eq!(of("2020"), "withheld", "provisional and confidential");
    assert_eq!(of("2021"), "withheld");
    assert_eq!(of("2022"), "13", "a definition that differs hides nothing");
}

#[test]
fn a_survey_gives_estimates_with_margins_and_says_which_it_could_not_make() {
    let desk = Desk::new();
    let how = How { period: Some("2019".to_owned()), ..How::default() };
    let text = "\"GEO_ID\",\"NAME\",\"B19013_001E\",\"B19013_001M\",\"B19013_001EA\",\"B19013_001MA\"\n\
                \"Geography\",\"Geographic Area Name\",\"Estimate!!Median\",\"Margin of Error!!Median\",\"\",\"\"\n\
                \"0400000US12\",\"Florida\",\"55660\",\"222\",\"\",\"\"\n\
                \"0500000US12045\",\"Gulf County, Florida\",\"45468\",\"4404\",\"\",\"\"\n\
                \"0500000US48301\",\"Loving County, Texas\",\"-\",\"**\",\"-\",\"**\"\n\
                \"0500000US15005\",\"Kalawao County, Hawaii\",\"250,000+\",\"***\",\"250,000+\",\"***\"\n";
    let table = desk.add("ACSDT5Y2019.B19013-Data.csv", text.as_bytes(), &how).unwrap();
    assert_eq!((table.dataset.as_str(), table.rows), ("acs-county", 3), "{table:?}");
    assert_eq!(table.left_out.values().sum::<u64>(), 2, "the line of labels and the state");
    let of = |region: &str, measure: &str| {
        desk.figure("acs-county", &[("region", region), ("item", "B19013_001")], measure)
    };
    assert_eq!(
        (of("12045", "estimate").as_str(), of("12045", "margin").as_str()),
        ("45468", "4404")
    );
    assert_eq!(
        (of("48301", "estimate").as_str(), of("48301", "margin").as_str()),
        ("missing", "missing")
    );
    assert_eq!(of("15005", "estimate"), "withheld, 250000 or more");
    let desk = Desk::new();
    let answer = br#"[["NAME","DP03_0062E","DP03_0062M","DP03_0062PE","state","county"],
        ["Gulf County, Florida","45468","4404","-888888888","12","045"],
        ["Loving County, Texas","-666666666","-222222222","-888888888","48","301"]]"#;
    let table = desk.add("answer.json", answer, &how).unwrap();
    assert_eq!((table.dataset.as_str(), table.rows), ("acs-county", 4), "{table:?}");
    let of = |region: &str, item: &str| {
        desk.figure("acs-county", &[("region", region), ("item", item)], "estimate")
    };
    assert_eq!(
        (of("12045", "DP03_0062").as_str(), of("48301", "DP03_0062").as_str()),
        ("45468", "missing")
    );
    assert_eq!(of("12045", "DP03_0062P"), "missing", "it does not apply");
}

#[test]
fn an_answer_of_the_input_output_accounts_is_kept_cell_by_cell_and_an_error_is_told() {
    let desk = Desk::new();
    let answer = br#"{"BEAAPI":{"Request":{"RequestParam":[{"ParameterName":"YEAR","ParameterValue":"2017"}]},
        "Results":[{"Statistic":"","Dimensions":[{"Ordinal":"1","Name":"TableID"}],"Data":[
        {"TableID":"56","Year":"2017","RowCode":"111CA","RowDescr":"Farms","RowType":"Commodity","ColCode":"311FT",
         "ColDescr":"Food","ColType":"Industry","DataValue":"214,320","NoteRef":"56"},
        {"TableID":"56","Year":"2017","RowCode":"113FF","RowDescr":"Forestry","RowType":"Commodity","ColCode":"311FT",
         "ColDescr":"Food","ColType":"Industry","DataValue":"---","NoteRef":"56"}]}]}}"#;
    let table = desk.add("use.json", answer, &plain()).unwrap();
    assert_eq!((table.dataset.as_str(), table.rows), ("bea-input-output", 2), "{table:?}");
    let of =
        |row: &str| desk.figure("bea-input-output", &[("row", row), ("column", "311FT")], "value");
    assert_eq!((of("111CA").as_str(), of("113FF").as_str()), ("214320", "missing"));
    let refused = br#"{"BEAAPI":{"Results":{"Error":{"APIErrorCode":"4","APIErrorDescription":"Invalid UserID."}}}}"#;
    let error = desk.add("refused.json", refused, &plain()).unwrap_err();
    assert!(error.contains("Invalid UserID."), "{error}");
}
