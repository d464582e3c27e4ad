//! The lake on a disk that forgets: killed at every step, it has the last vintage whole.

#[cfg(feature = "close")]
mod closes;
mod groups;
mod kill;
mod torn;
