//! `agglo data update [SOURCE]`: what is newer at an agency's server goes into the lake.

#[cfg(feature = "fetch")]
pub(super) use fetching::run;

#[cfg(not(feature = "fetch"))]
pub(super) fn run(
    _: &crate::args::UpdateArgs,
    _: &agglo_data::lake::Lake,
    _: &crate::args::Global,
    _: &crate::printer::Printer,
) -> Result<crate::exit::Exit, crate::failure::Failure> {
    let error = agglo::Error::new("E0104", "this build does not fetch");
    Err(error.hint("take a released binary, build with --features fetch, or bring files by `agglo data add`").into())
}

#[cfg(feature = "fetch")]
mod fetching {
    use agglo::Error;
    use agglo_data::add::How;
    use agglo_data::fetch::{Asked, Base, Client, Day, Line, Manners, Outcome, Shelf, Update};
    use agglo_data::intake::{Limits, Wishes};
    use agglo_data::lake::Lake;
    use agglo_data::source::{Description, sources};
    use jiff::Zoned;
    use serde::Serialize;

    use crate::args::{Global, UpdateArgs};
    use crate::cmd::data::add::{counted, mapping, now, of_table, of_vintage};
    use crate::cmd::data::codes;
    use crate::country::Country;
    use crate::exit::Exit;
    use crate::failure::Failure;
    use crate::printer::Printer;

    /// The variable that names a mirror.
    const BASE: &str = "AGGLO_FETCH_BASE";

    #[derive(Serialize)]
    struct Updated {
        dry_run: bool,
        sources: Vec<Outcome>,
    }

    pub(crate) fn run(
        args: &UpdateArgs,
        lake: &Lake,
        global: &Global,
        printer: &Printer,
    ) -> Result<Exit, Failure> {
        let shelf = Shelf::beside(lake.folder());
        let wanted = wanted(args, &shelf)?;
        let codes = codes(&Country::open(global)?)?;
        let variable = std::env::var_os(BASE).filter(|value| !value.is_empty());
        let named = args.from.clone().or_else(|| variable?.into_string().ok());
        let base = named.as_deref().map(Base::read).transpose()?;
        let mut manners = Manners::default();
        manners.max_bytes = args.max_bytes.unwrap_or(manners.max_bytes);
        let client = (!global.offline).then(|| Client::new(manners, std::thread::sleep));
        let now = now();
        let update = Update {
            lake,
            shelf: &shelf,
            client: client.as_ref(),
            codes: &codes,
            base: base.as_ref(),
            now: &now,
        };
        let asked = asked(args, global)?;
        let mut updated = Updated { dry_run: args.dry_run, sources: Vec::new() };
        let mut failed = Vec::new();
        for source in &wanted {
            match update.run(source, &asked, &how(args, source)) {
                Ok(outcome) => updated.sources.push(outcome),
                // What a server denies for one source is no reason to leave the others as they are.
                Err(error) => failed.push(error),
            }
        }
        if !updated.sources.is_empty() {
            if global.json {
                printer.json("agglo/data-updated/1", &updated)?;
            } else {
                printer.data(&text(&updated))?;
            }
        }
        if failed.is_empty() { Ok(Exit::Ok) } else { Err(Failure(failed)) }
    }

    /// The sources that are meant.
    fn wanted(args: &UpdateArgs, shelf: &Shelf) -> Result<Vec<Description>, Error> {
        if let Some(map) = &args.map {
            return Ok(vec![mapping(map)?]);
        }
        let all: Vec<Description> =
            sources()?.into_iter().filter(|source| source.fetch.is_some()).collect();
        let names = || {
            let names: Vec<&str> = all.iter().map(|source| source.dataset.as_str()).collect();
            format!("known sources: {}", names.join(", "))
        };
        if let Some(name) = &args.source {
            let found = all.iter().find(|source| source.dataset == *name);
            return found.cloned().map(|source| vec![source]).ok_or_else(|| {
                Error::new("E0103", format!("there is no source `{name}` to fetch from"))
                    .hint(names())
            });
        }
        let before = shelf.sources();
        let found: Vec<Description> =
            all.iter().filter(|source| before.contains(&source.dataset)).cloned().collect();
        if found.is_empty() {
            let what = "nothing was fetched before, so nothing can be newer";
            return Err(Error::new("E0103", what).hint(format!("name a source; {}", names())));
        }
        Ok(found)
    }

    fn asked(args: &UpdateArgs, global: &Global) -> Result<Asked, Error> {
        let pair = |text: &String| {
            let pair =
                text.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty());
            pair.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| {
                Error::new("E0103", format!("`--value` takes NAME=VALUE, not `{text}`"))
                    .hint("--value area=12045")
            })
        };
        let values: Result<Vec<_>, Error> = args.value.iter().map(pair).collect();
        let day = global.as_of.unwrap_or_else(|| Zoned::now().date());
        let (year, month) = (day.year(), day.month());
        let today = Day {
            year: u16::try_from(year).unwrap_or_default(),
            month: u8::try_from(month).unwrap_or(1),
        };
        Ok(Asked { values: values?, periods: args.period.clone(), today })
    }

    fn how(args: &UpdateArgs, source: &Description) -> How {
        How {
            wishes: Wishes::default(),
            limits: Limits { unpacked_bytes: 16 << 30, ..Limits::default() },
            // A source that only says where its files are leaves what they mean to the files.
            map: args.map.as_ref().filter(|_| !source.measures.is_empty()).map(|_| source.clone()),
            dry_run: args.dry_run,
            ..How::default()
        }
    }

    fn text(updated: &Updated) -> String {
        let mut lines = Vec::new();
        for outcome in &updated.sources {
            lines.extend(outcome.asked.iter().flat_map(of_line));
            lines.extend(outcome.tables.iter().flat_map(of_table));
            lines.extend(outcome.vintages.iter().map(of_vintage));
            if outcome.tables.is_empty() {
                lines.push(format!("{}: nothing new", outcome.source));
            }
        }
        if updated.dry_run {
            lines.push("nothing was written to the lake, as asked".to_owned());
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn of_line(line: &Line) -> Vec<String> {
        let what = match line.what {
            "new" => format!("{} bytes", counted(line.bytes.unwrap_or_default())),
            "same" => "not changed".to_owned(),
            _ => "not there".to_owned(),
        };
        let mut lines = vec![format!("{}: {what}", line.url)];
        lines.extend(line.notes.iter().map(|note| format!("  note: {note}")));
        lines
    }
}
