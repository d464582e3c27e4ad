//! Where questions are worked out: in this process, or on a cluster of others.

use std::fmt;
use std::net::Ipv6Addr;

use agglo::Error;

/// How an address of a cluster begins.
const SCHEME: &str = "df://";

/// Where questions are worked out. The answers are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// In this process.
    #[default]
    Embedded,
    /// On a cluster, by its scheduler. Where it does not answer there is no answer: nothing is worked out here
    /// instead.
    Cluster {
        /// Where the scheduler listens.
        address: Address,
    },
}

impl Engine {
    /// Reads `embedded` or `df://HOST:PORT`.
    ///
    /// # Errors
    ///
    /// `E0103` where the text is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text == "embedded" {
            return Ok(Self::Embedded);
        }
        Ok(Self::Cluster { address: Address::parse(text)? })
    }

    /// Refuses an engine that this build does not have.
    ///
    /// # Errors
    ///
    /// `E0103` where a cluster is asked for and this build cannot ask one.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Cluster { address } if !cfg!(feature = "scale-out") => {
                let what = format!("this agglo cannot ask the cluster at {address}");
                Err(Error::new("E0103", what).hint(
                    "build it with `--features scale-out`, or leave `--engine` out: nothing is worked out here in \
                     the cluster's place",
                ))
            }
            _ => Ok(()),
        }
    }
}

/// Where a scheduler listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
}

impl Address {
    /// Reads `df://HOST:PORT`; an IPv6 host stands in brackets.
    ///
    /// # Errors
    ///
    /// `E0103` where scheme, host or port is missing or is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::new("E0103", format!("`{text}` is no engine"))
                .hint("`embedded`, or a cluster's scheduler: df://127.0.0.1:50050")
        };
        let (host, port) =
            text.strip_prefix(SCHEME).and_then(|rest| rest.rsplit_once(':')).ok_or_else(wrong)?;
        let port: u16 = port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?;
        if is_host(host) { Ok(Self { host: host.to_owned(), port }) } else { Err(wrong()) }
    }

    /// The host, as it was written.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}:{}", self.host, self.port)
    }
}

/// A name as the domain name system has them, an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(six) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return six.parse::<Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_read_and_written_the_same() {
        assert_eq!(Engine::parse("embedded").unwrap(), Engine::Embedded);
        for text in ["df://127.0.0.1:50050", "df://node-1.example.org:1", "df://[::1]:65535"] {
            let Engine::Cluster { address } = Engine::parse(text).unwrap() else {
                panic!("{text}")
            };
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_an_example() {
        let texts = [
            "",
            "Embedded",
            "127.0.0.1:50050",
            "http://127.0.0.1:50050",
            "df://127.0.0.1",
            "df://:50050",
            "df://host:0",
            "df://host:65536",
            "df://host:5 0",
            "df://a b:1",
            "df://host/x:1",
            "df://user@host:1",
            "df://[::1:1",
            "df://::1:1",
            "df://-a:1",
            "df://a..b:1",
        ];
        for text in texts {
            let error = Engine::parse(text).unwrap_err();
            assert_eq!(error.code(), "E0103", "{text}");
            assert!(error.advice().unwrap().contains("df://"), "{text}");
        }
    }

    #[cfg(not(feature = "scale-out"))]
    #[test]
    fn a_build_without_the_client_says_how_to_get_it() {
        let error = Engine::parse("df://host:1").unwrap().check().unwrap_err();
        assert!(error.advice().unwrap().contains("--features scale-out"));
        assert!(Engine::Embedded.check().is_ok());
    }
}
