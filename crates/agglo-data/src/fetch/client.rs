//! One request at a time, redirects followed as far as they may lead.

use std::sync::Arc;
use std::time::Duration;

use agglo::Error;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use crate::fetch::address::Address;
use crate::fetch::answer::Answer;
use crate::fetch::manners::Manners;
use crate::fetch::refused;

/// What we call ourselves.
const NAME: &str =
    concat!("agglo/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")");

/// Asks servers for files.
pub struct Client {
    pub(super) manners: Manners,
    agent: Agent,
    /// The same without a proxy, for this very machine.
    here: Agent,
    wait: Box<dyn Fn(Duration)>,
}

/// Why there is no answer.
pub(super) enum Failed {
    /// It may pass: what happened.
    Passing(String),
    /// It will not.
    Lasting(Error),
}

impl Client {
    /// A client of these manners; `wait` waits.
    pub fn new(manners: Manners, wait: impl Fn(Duration) + 'static) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let build = |by_proxy: bool| {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .user_agent(NAME)
                .accept_encoding("identity")
                .timeout_connect(Some(manners.connect))
                .timeout_resolve(Some(manners.connect))
                .timeout_recv_response(Some(manners.stall))
                .timeout_per_read(Some(manners.stall))
                .tls_config(tls.clone());
            let config = if by_proxy { config } else { config.proxy(None) };
            Agent::new_with_config(config.build())
        };
        let (agent, here) = (build(true), build(false));
        Self { manners, agent, here, wait: Box::new(wait) }
    }

    pub(super) fn wait(&self, time: Duration) {
        (self.wait)(time);
    }

    /// Asks for an address with some headers.
    pub(super) fn ask(&self, url: &str, headers: &[(&str, String)]) -> Result<Answer, Failed> {
        let mut to = url.to_owned();
        for _ in 0..=self.manners.redirects {
            let address = Address::read(&to).map_err(Failed::Lasting)?;
            let answer = self.one(&to, &address, headers)?;
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            let Some(location) = answer.text("location") else {
                let what = format!("the server redirects ({}) to nowhere", answer.status);
                return Err(Failed::Lasting(refused(url, what)));
            };
            to = address.redirected(location).map_err(Failed::Lasting)?;
        }
        let what = format!("more than {} redirects one after the other", self.manners.redirects);
        Err(Failed::Lasting(refused(url, what)))
    }

    fn one(
        &self,
        url: &str,
        address: &Address,
        headers: &[(&str, String)],
    ) -> Result<Answer, Failed> {
        let agent = if address.is_here() { &self.here } else { &self.agent };
        let request = headers
            .iter()
            .fold(agent.get(url), |request, (name, value)| request.header(*name, value.as_str()));
        match request.call() {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let (status, headers) = (parts.status.as_u16(), parts.headers);
                Ok(Answer { status, headers, body: Box::new(body.into_reader()) })
            }
            Err(error) => Err(failed(url, &error)),
        }
    }
}

fn failed(url: &str, error: &ureq::Error) -> Failed {
    use ureq::Error::{BadUri, Http, InvalidProxyUrl, Rustls, Tls};
    match error {
        BadUri(_) | Http(_) | InvalidProxyUrl | Tls(_) | Rustls(_) => {
            let what = format!("the server cannot be asked: {error}");
            Failed::Lasting(refused(url, what).hint(
                "where a proxy or a company's own certificate stands between, it must be known to this machine",
            ))
        }
        other => Failed::Passing(other.to_string()),
    }
}
