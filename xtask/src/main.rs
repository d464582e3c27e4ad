//! What developers run: reference cases, the starter pack, checks of the house.
//!
//! A verb is a function of its arguments; adding one is a module and a line of [`VERBS`].

mod bench;
mod blueprints;
mod cases;
mod every_county;
mod pack;
mod simulate;
mod study;

use std::process::ExitCode;

/// What a verb does with the arguments after it: whether all is well, or a message.
type Run = fn(&[String]) -> Result<bool, String>;

/// Verb, what stands after it, what runs.
const VERBS: &[(&str, &str, Run)] = &[
    ("backtest", "[--pack DIR]", simulate::run_backtest),
    ("bench", "[--profile NAME] [--threads N] [--alone] [ROW]…", bench::run),
    ("cases", "PATH… [--measure NAME]…", cases::run),
    ("clusters", "--from DIR [-o definitions/clusters]", pack::run_clusters),
    ("concordances", "--from DIR [-o demo/starter]", pack::run_concordances),
    ("every-county", "[--nth N] [--draws few]", every_county::run),
    ("fit", "[--pack DIR] [--only blueprints|simulation]", simulate::run_fit),
    ("pack", "--from DIR [-o demo/starter] [--only world]", pack::run),
    ("study", "NAME [--from DIR]", study::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((asked, rest)) => match VERBS.iter().find(|(verb, ..)| verb == asked) {
            Some((.., run)) => run(rest),
            None => Err(usage()),
        },
        None => Err(usage()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            say_error(&message);
            ExitCode::from(2)
        }
    }
}

fn usage() -> String {
    let verbs = VERBS.iter().map(|(verb, after, _)| format!("  cargo xtask {verb} {after}"));
    format!("usage:\n{}", verbs.collect::<Vec<_>>().join("\n"))
}

#[expect(clippy::print_stderr, reason = "a task's messages go to stderr")]
fn say_error(message: &str) {
    eprintln!("{message}");
}
