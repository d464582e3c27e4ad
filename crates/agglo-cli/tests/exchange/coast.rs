//! The example programme in a folder of a test's own.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/coast")
}

/// The coast in a folder of a test's own.
pub(crate) struct Coast(TempDir);

impl Coast {
    pub(crate) fn new() -> Self {
        let coast = Self::empty();
        let text = ["ledger.jsonl", "complete.jsonl"]
            .map(|file| fs::read_to_string(example().join(file)).unwrap())
            .concat();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
        coast.write("all.jsonl", &lines.join("\n"));
        coast.ok(&["ledger", "restore", "all.jsonl"]);
        coast
    }

    /// Its folder without any record.
    pub(crate) fn empty() -> Self {
        let coast = Self(TempDir::new().unwrap());
        fs::copy(example().join("agglo.toml"), coast.path("agglo.toml")).unwrap();
        coast
    }

    /// The same with its money in another currency.
    pub(crate) fn empty_in(currency: &str) -> Self {
        let coast = Self::empty();
        let text = fs::read_to_string(coast.path("agglo.toml")).unwrap();
        let currency = format!("seed = 7\ncurrency = \"{currency}\"\n");
        coast.write("agglo.toml", &text.replace("seed = 7\n", &currency));
        coast
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("agglo").unwrap();
        let output = command
            .current_dir(self.0.path())
            .env_remove("AGGLO_LEDGER")
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{error}");
        out
    }

    /// What an import did: new, changed, the same, refused.
    pub(crate) fn import(&self, arguments: &[&str]) -> [u64; 4] {
        let (_, out, error) = self.run(&[&["import"], arguments, &["--json"]].concat());
        assert!(!out.is_empty(), "{arguments:?}: {error}");
        let told: Value = serde_json::from_str(&out).unwrap();
        ["new", "changed", "same", "refused"].map(|word| told[word].as_u64().unwrap())
    }

    pub(crate) fn events(&self) -> String {
        self.ok(&["ledger", "verify"])
    }
}

/// Files of the wire as people bring them; nothing where they are not beside the checkout.
pub(crate) fn wire(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wire").join(name);
    if path.exists() {
        return path.to_str().map(str::to_owned);
    }
    println!("skipped: no ../shared");
    None
}
