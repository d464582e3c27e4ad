//! The lake on a disk that forgets: killed at every step, it has the last vintage whole.

mod groups;
mod kill;
mod torn;
