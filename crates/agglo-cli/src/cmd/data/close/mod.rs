//! `agglo data close 2026Q3`: what is new, what was revised, which saved answers move, by how much and why.

#[cfg(feature = "close")]
mod closing;
#[cfg(feature = "close")]
mod moved;
#[cfg(all(feature = "close", feature = "ledger"))]
mod programme;

#[cfg(feature = "close")]
pub(super) use closing::run;

#[cfg(not(feature = "close"))]
pub(super) fn run(
    _: &crate::args::CloseArgs,
    _: &crate::args::Global,
    _: &crate::printer::Printer,
) -> Result<crate::exit::Exit, crate::failure::Failure> {
    let error = agglo::Error::new("E0104", "this build does not close quarters");
    Err(error.hint("take a released binary, or build with --features close").into())
}
