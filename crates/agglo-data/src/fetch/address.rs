//! Addresses: which ones are asked at all, where a redirect leads, what stands in the place of an agency's server.

use agglo::Error;
use ureq::http::Uri;

use crate::fetch::refused;

/// Parts of an address that was found fit to be asked.
pub(super) struct Address {
    scheme: String,
    authority: String,
    path: String,
}

impl Address {
    /// Reads an address: `https`, or `http` on this very machine, without a password in it.
    ///
    /// # Errors
    ///
    /// `E0431` for any other.
    pub(super) fn read(url: &str) -> Result<Self, Error> {
        let uri: Uri = url
            .parse()
            .map_err(|cause| refused(url, format!("this is no address of a file: {cause}")))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(refused(url, "an address begins with https:// and a server"));
        };
        if authority.as_str().contains('@') {
            return Err(refused(url, "an address with a name or password in it is not asked"));
        }
        if scheme != "https" && !(scheme == "http" && is_loopback(authority.host())) {
            let what = format!("`{scheme}` is not asked: only https, and http on this machine");
            return Err(refused(url, what).hint("give the https address of the same file"));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let (scheme, authority) = (scheme.to_owned(), authority.as_str().to_owned());
        Ok(Self { scheme, authority, path: path.to_owned() })
    }

    /// Where a redirect from here leads.
    ///
    /// # Errors
    ///
    /// `E0431` where it leads to another scheme, or to nothing that may be asked.
    pub(super) fn redirected(&self, location: &str) -> Result<String, Error> {
        let Self { scheme, authority, path } = self;
        let location = location.trim().split('#').next().unwrap_or_default();
        let to = if location.contains("://") {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else {
            let path = path.split('?').next().unwrap_or_default();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{authority}{folder}/{location}")
        };
        if Self::read(&to)?.scheme != self.scheme {
            return Err(refused(&to, "the server leads to another scheme than it was asked by"));
        }
        Ok(to)
    }

    /// Whether the server is this very machine.
    pub(super) fn is_here(&self) -> bool {
        let host =
            self.authority.rsplit_once(':').map_or(self.authority.as_str(), |(host, _)| host);
        is_loopback(host)
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_address = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    host == "localhost" || is_address
}

/// What stands in the place of the servers of all addresses: a mirror.
#[derive(Clone, Debug)]
pub struct Base(String);

impl Base {
    /// Reads the address of a mirror, under which the agencies' paths are found.
    ///
    /// # Errors
    ///
    /// `E0431` where it may not be asked.
    pub fn read(url: &str) -> Result<Self, Error> {
        Address::read(url)?;
        Ok(Self(url.trim_end_matches('/').to_owned()))
    }

    /// Where the mirror has the file of an address.
    ///
    /// # Errors
    ///
    /// `E0431` where the address is none.
    pub fn of(&self, url: &str) -> Result<String, Error> {
        Ok(format!("{}{}", self.0, Address::read(url)?.path))
    }
}

/// The name of the file at an address, fit for any disk.
pub(super) fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '_' }
    };
    let name: String = name.chars().take(100).map(letter).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_machine_are_asked() {
        for url in [
            "https://data.bls.gov/a.csv",
            "http://127.0.0.1:80/a",
            "http://[::1]/a",
            "http://localhost/a",
        ] {
            assert!(Address::read(url).is_ok(), "{url}");
        }
        for url in [
            "http://data.bls.gov/a.csv",
            "ftp://x/a",
            "file:///etc/passwd",
            "a.csv",
            "https://me:secret@x/a",
            "",
        ] {
            assert_eq!(Address::read(url).err().map(|error| error.code()), Some("E0431"), "{url}");
        }
    }

    #[test]
    fn a_redirect_stays_in_its_scheme() {
        let from = Address::read("https://a.gov/x/y.csv?z=1").unwrap();
        let to = |location: &str| from.redirected(location).ok();
        assert_eq!(to("https://b.gov/z").as_deref(), Some("https://b.gov/z"));
        assert_eq!(to("//b.gov/z").as_deref(), Some("https://b.gov/z"));
        assert_eq!(to("/z").as_deref(), Some("https://a.gov/z"));
        assert_eq!(to("z.csv#top").as_deref(), Some("https://a.gov/x/z.csv"));
        assert_eq!(to("http://a.gov/x"), None);
        assert_eq!(to("http://127.0.0.1/x"), None);
        assert_eq!(to("file:///etc/passwd"), None);
    }

    #[test]
    fn a_mirror_keeps_the_path() {
        let base = Base::read("http://127.0.0.1:9/mirror/").unwrap();
        let there = base.of("https://data.bls.gov/cew/a.csv?b=1").unwrap();
        assert_eq!(there, "http://127.0.0.1:9/mirror/cew/a.csv?b=1");
        assert_eq!(file_name(&there), "a.csv");
        assert_eq!(file_name("https://x.eu/data/%2e%2e/?a"), "_2e_2e");
        assert_eq!(file_name("https://x.eu/"), "x.eu");
    }
}
