//! `agglo schema NOUN`: the JSON Schema of an output.

use agglo::Error;
use agglo_report::wire::schema;

use crate::args::SchemaArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(args: &SchemaArgs, printer: &Printer) -> Result<Exit, Failure> {
    let nouns = || schema::nouns().collect::<Vec<_>>();
    let Some(noun) = &args.noun else {
        printer.data(&(nouns().join("\n") + "\n"))?;
        return Ok(Exit::Ok);
    };
    let text = schema::schema(noun).ok_or_else(|| {
        Error::new("E0102", format!("there is no schema `{noun}`"))
            .hint(format!("schemas: {}", nouns().join(", ")))
    })?;
    printer.data(&text)?;
    Ok(Exit::Ok)
}
