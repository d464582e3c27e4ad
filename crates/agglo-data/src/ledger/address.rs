//! Where a ledger is kept: a file, or a Postgres server.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use agglo::Error;

use crate::ledger::Engine;

/// Where a ledger is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of `SQLite`.
    File(PathBuf),
    /// The address of a Postgres server, with all that is needed to reach it.
    Server(String),
}

impl Address {
    /// The address that a text names.
    ///
    /// # Errors
    ///
    /// `E0520` where it names neither a file nor a Postgres server.
    pub fn read(text: &str, folder: &Path) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Server(text.to_owned()));
        }
        if text.contains("://") || text.is_empty() {
            let kind = text.split("://").next().unwrap_or_default();
            return Err(Error::new("E0520", format!("`{kind}` keeps no ledger"))
                .hint("name a file, or postgres://USER@HOST/DATABASE"));
        }
        Ok(Self::File(folder.join(text)))
    }

    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::File(_) => Engine::Sqlite,
            Self::Server(_) => Engine::Postgres,
        }
    }

    /// As the driver wants it.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Server(url) => url.clone(),
            Self::File(path) => format!("sqlite://{}?mode=rwc", escaped(path)),
        }
    }

    /// Without a password.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
                let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                let host = host.split('?').next().unwrap_or(host);
                format!("{scheme}://{host}")
            }
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

/// A path in an address: whatever has a meaning there is spelled by its bytes.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown_and_a_path_is_kept_whole() {
        let server =
            Address::read("postgres://me:secret@host:5432/coast?x=1", Path::new("")).unwrap();
        assert_eq!(format!("{server:?}"), "postgres://host:5432/coast");
        let file = Address::read("a b?#%ü.db", Path::new("/tmp")).unwrap();
        assert_eq!(file.url(), "sqlite:///tmp/a%20b%3F%23%25%C3%BC.db?mode=rwc");
        assert!(Address::read("mysql://x", Path::new("")).is_err());
    }
}
