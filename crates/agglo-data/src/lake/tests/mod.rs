//! The lake on a disk that forgets: killed at every step, it has the last vintage whole.

mod kill;
mod torn;
