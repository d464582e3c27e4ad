//! What a lock freezes, on disk: designs read from TOML or JSON, written as canonical JSON, kept under their digests.

mod asks;
mod canonical;
mod changes;
mod draft;
mod fields;
mod files;
mod read;
mod tree;

pub use canonical::{canonical, digest_of};
pub use changes::changes;
pub use draft::{Draft, DraftOf, draft};
pub use files::{
    Files, KeptPlan, as_json, design_file, files, is_digest, keep, name_of, one, plan, plan_file,
};
pub use read::{design, frozen};
