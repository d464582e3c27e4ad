//! The fingerprint of a file as it was brought: SHA-256 and size.

use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use agglo::Error;
use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal digits and the number of bytes of a file of any size.
///
/// # Errors
///
/// `E0401` when it cannot be read.
pub fn fingerprint(path: &Path) -> Result<(String, u64), Error> {
    let unreadable = |cause: std::io::Error| {
        Error::new("E0401", format!("the file cannot be read: {cause}"))
            .at(path.display().to_string())
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut chunk = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut chunk).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hash.update(&chunk[..read]);
        size += read as u64;
    }
    let digits = hash.finalize().iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    Ok((digits, size))
}
