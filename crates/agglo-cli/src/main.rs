//! `agglo`: builds regional clusters. All it does stands in the library of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    agglo_cli::run()
}
