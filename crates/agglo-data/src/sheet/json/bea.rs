//! Answers of the interface of the Bureau of Economic Analysis: rows below `/BEAAPI/Results/Data`.

use crate::fault::{Fault, Faults};
use crate::intake::{Format, Opened};
use crate::sheet::json::objects::Objects;
use crate::sheet::json::{File, Value, few, table};

const ROOT: &str = "BEAAPI";
const RESULTS: &str = "Results";
const DATA: &str = "Data";

/// Whether a document is such an answer.
pub(crate) fn is(value: &Value) -> bool {
    value.get(ROOT).is_some()
}

/// Opens an answer; one that says what was wrong with the question holds no rows and is refused with its words.
pub(crate) fn open(file: File, mut value: Value) -> Result<Opened, Faults> {
    let mut base = format!("/{ROOT}/{RESULTS}");
    let mut results = value.take(ROOT).and_then(|mut root| root.take(RESULTS).or(Some(root)));
    if let Some(Value::List(lists)) = results {
        base.push_str("/0");
        results = lists.into_iter().next();
    }
    let data = results.as_mut().and_then(|results| results.take(DATA));
    let Some(Value::List(rows)) = data else {
        let words = ["APIErrorDescription", "ErrorDetail", "Description"];
        let error = results.as_ref().and_then(|results| results.get("Error"));
        let said = words.iter().find_map(|word| error?.get(word)?.text().map(str::to_owned));
        let what = "the agency's answer holds no data";
        return Err(match said {
            Some(said) => Fault::new(format!("{what}: {said}")),
            None => Fault::new(what).at(base),
        }
        .cure("ask again, with other parameters")
        .into());
    };
    let objects = Objects::new(rows, format!("{base}/{DATA}"), file.notes)?;
    few(&objects.columns, file.columns)?;
    Ok(Opened::Tables(vec![table(file.name, Format::Json, objects)]))
}
