//! How politely a server is asked: how long is waited, how often it is asked again, how much it may send.

use std::time::Duration;

use sha2::{Digest, Sha256};

/// How a server is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manners {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until an answer begins, and between two pieces of it.
    pub stall: Duration,
    /// How often a file is asked for without one byte more of it.
    pub attempts: u32,
    /// The wait after the first failure; it doubles from one to the next.
    pub first_wait: Duration,
    /// The longest wait; a server that asks for more is not asked again.
    pub most_wait: Duration,
    /// Redirects that are followed one after the other.
    pub redirects: u32,
    /// How often a file may change while it is read.
    pub changes: u32,
    /// Bytes of one file.
    pub max_bytes: u64,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            stall: Duration::from_mins(1),
            attempts: 5,
            first_wait: Duration::from_secs(1),
            most_wait: Duration::from_mins(2),
            redirects: 5,
            changes: 2,
            max_bytes: 4 << 30,
        }
    }
}

impl Manners {
    /// The wait after so many failures (from 1): doubled each time, between half and all of it by the address, so
    /// that many who were cut off together do not come back together.
    pub(super) fn wait(&self, url: &str, failures: u32) -> Duration {
        let doubled = self.first_wait.saturating_mul(1 << failures.saturating_sub(1).min(20));
        let whole = doubled.min(self.most_wait);
        let digest =
            Sha256::new().chain_update(url).chain_update(failures.to_le_bytes()).finalize();
        let spread = u32::from(u16::from_le_bytes([digest[0], digest[1]]));
        whole / 2 + (whole / 2).saturating_mul(spread) / u32::from(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_stay_within_their_bounds_and_differ_by_address() {
        let manners = Manners::default();
        for failures in 1..=40 {
            let whole = Duration::from_secs(1 << (failures - 1).min(7)).min(manners.most_wait);
            let wait = manners.wait("https://a.gov/x", failures);
            assert!(wait >= whole / 2 && wait <= whole, "{failures}: {wait:?}");
            assert_eq!(wait, manners.wait("https://a.gov/x", failures));
        }
        assert_ne!(manners.wait("https://a.gov/x", 3), manners.wait("https://a.gov/y", 3));
    }
}
