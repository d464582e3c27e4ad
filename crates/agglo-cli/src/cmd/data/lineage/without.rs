//! What a build says that traces datasets alone.

use agglo::Error;

use crate::args::{Global, LineageArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) fn run(_: &LineageArgs, _: &Global, _: &Printer) -> Result<Exit, Failure> {
    let error = Error::new("E0104", "this build traces datasets, and no figures of answers");
    Err(error.hint("take a released binary, or build with --features close").into())
}
