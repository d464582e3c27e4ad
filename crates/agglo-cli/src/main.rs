//! `agglo`: builds regional clusters. All it does stands in the library of this crate.

use std::process::ExitCode;

// A record is very many small texts, made by some threads and given back by others.
#[cfg(feature = "ledger")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    agglo_cli::run()
}
