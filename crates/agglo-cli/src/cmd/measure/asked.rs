//! What the options of `map` ask for together, or why they do not go together.

use std::path::PathBuf;

use agglo::Error;
use agglo::map::catalogue;
use agglo::map::nationwide::Measured;
use agglo_data::nearest::nearest;
use clap::ValueEnum;

use crate::args::{MapArgs, MapMeasure};

/// A view of one region, or a measure of one or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked<'a> {
    /// A part of one region's map, or all of it.
    View(Option<MapMeasure>, &'a str),
    /// A measure.
    Measure(Measured),
}

/// Reads measure, region and `--all-regions` together.
///
/// # Errors
///
/// `E0103` where they do not go together, `E0107` where there is no such measure.
pub(crate) fn asked(args: &MapArgs) -> Result<Asked<'_>, Error> {
    let region = match (&args.region, args.all_regions) {
        (Some(_), true) => {
            return Err(refuse("a region and `--all-regions` exclude each other", "leave one out"));
        }
        (None, false) => {
            let hint = "name a region, as in `agglo map 12045`, or add `--all-regions`";
            return Err(refuse("`map` needs a region", hint));
        }
        (region, _) => region.as_deref(),
    };
    let name = args.measure.as_deref();
    let view = name.and_then(|name| MapMeasure::from_str(name, false).ok());
    let measured = name.and_then(Measured::named);
    // Quotients of one region stand in one table, by jobs, establishments and pay, until one is picked.
    let is_plain = !args.all_regions && extra(args).is_none();
    match (name, view, measured) {
        (Some(_), Some(MapMeasure::LocationQuotient), Some(measured)) if !is_plain => {
            Ok(Asked::Measure(measured))
        }
        (None, ..) | (Some(_), Some(_), _) => viewed(args, view, region),
        (Some(_), None, Some(measured)) => measure(args, measured),
        (Some(name), None, None) => Err(unknown(name)),
    }
}

fn measure(args: &MapArgs, measured: Measured) -> Result<Asked<'_>, Error> {
    let files = [("--parquet", &args.parquet), ("--geojson", &args.geojson)];
    let empty =
        |file: &Option<PathBuf>| file.as_ref().is_some_and(|path| path.as_os_str().is_empty());
    match files.into_iter().find(|(_, file)| empty(file)) {
        Some((option, _)) => {
            Err(refuse(&format!("`{option}` needs a file"), &format!("as in `{option} rows`")))
        }
        None => Ok(Asked::Measure(measured)),
    }
}

fn viewed<'a>(
    args: &'a MapArgs,
    view: Option<MapMeasure>,
    region: Option<&'a str>,
) -> Result<Asked<'a>, Error> {
    let Some(region) = region else {
        let hint = "add a measure of all regions: `agglo schema measures` lists them";
        return Err(match view {
            None => refuse("`--all-regions` needs a measure", hint),
            Some(_) => refuse("this view is of one region", hint),
        });
    };
    if let Some(option) = extra(args) {
        let what = format!("`{option}` belongs to a measure: `agglo schema measures` lists them");
        return Err(refuse(&what, &format!("leave `{option}` out, or add `--measure NAME`")));
    }
    if args.industry.is_some() && view != Some(MapMeasure::LocationQuotient) {
        let what = "`--industry` belongs to a measure of one industry";
        return Err(refuse(what, "add --measure location_quotient"));
    }
    Ok(Asked::View(view, region))
}

/// An option that only measures take.
fn extra(args: &MapArgs) -> Option<&'static str> {
    let given = [
        ("--by", args.by.is_some()),
        ("--level", args.level.is_some()),
        ("--year", args.year.is_some()),
        ("--parquet", args.parquet.is_some()),
        ("--geojson", args.geojson.is_some()),
        ("--plot", args.plot.is_some()),
    ];
    given.into_iter().find(|(_, is_given)| *is_given).map(|(name, _)| name)
}

fn refuse(what: &str, hint: &str) -> Error {
    Error::new("E0103", what).hint(hint)
}

fn unknown(name: &str) -> Error {
    let views = MapMeasure::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let measures = Measured::ALL.into_iter().map(|measure| measure.name().to_owned());
    let mut names: Vec<String> =
        views.map(|view| view.get_name().to_owned()).chain(measures).collect();
    names.sort_unstable();
    names.dedup();
    if catalogue::measure(name).is_some() {
        let what = format!("`{name}` is a measure of the library that `map` does not read");
        return Error::new("E0107", what).hint(format!("it reads: {}", names.join(", ")));
    }
    let near = nearest(names.iter().map(String::as_str), name);
    let error = Error::new("E0107", format!("there is no measure `{name}`"));
    if near.is_empty() {
        error.hint(format!("measures: {}", names.join(", ")))
    } else {
        let near = near.join("`, `");
        error.hint(format!("did you mean `{near}`? All: `agglo schema measures`"))
    }
}
