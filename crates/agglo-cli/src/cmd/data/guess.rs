//! `agglo data guess FILE`: what its columns probably mean.

use agglo::Error;
use agglo_data::add::described;
use agglo_data::atomic;
use agglo_data::intake::Opened;

use crate::args::{Global, GuessArgs};
use crate::cmd::data::{codes, limits, mark, open, wishes};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) fn run(args: &GuessArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let codes = codes(&Country::open(global)?)?;
    let file = args.file.display().to_string();
    let tables = match open(&args.file, &wishes(&args.written, None)?, &limits(&args.written))? {
        Opened::Tables(tables) => tables,
        Opened::Message(text) | Opened::Structure(text) => {
            printer.message(&format!("{file}: {text}"));
            return Ok(Exit::Unknown);
        }
    };
    let mut tables = tables.into_iter();
    let Some(mut table) = tables.next() else {
        return Err(Error::new("E0410", "the file holds no table").at(file).into());
    };
    let (mut found, notes) = described(&mut table, mark(&args.written), &codes)
        .map_err(|faults| faults.into_error(&file))?;
    let written = &mut found.description.file;
    written.encoding = written.encoding.take().or_else(|| args.written.encoding.clone());
    written.delimiter = written.delimiter.or(args.written.delimiter);
    written.comment = written.comment.or(args.written.comment);
    written.header_row = written.header_row.or(args.written.header_row);
    written.sheet = written.sheet.take().or_else(|| args.written.sheet.clone());
    for doubt in found.doubts.iter().chain(&notes) {
        printer.message(&format!("to be decided: {doubt}"));
    }
    if tables.next().is_some() {
        printer.message("the file holds more tables: name one with --sheet");
    }
    let head = "# What the columns of a file mean. Read it, correct it, then: agglo data add FILE --map THIS\n\n";
    let text = format!("{head}{}", found.description.text()?);
    match &args.output {
        Some(path) => atomic::write(path, text.into_bytes())?,
        None => printer.data(&text)?,
    }
    Ok(Exit::Ok)
}
