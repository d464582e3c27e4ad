//! A dataset as an answer states it: its vintage, and a digest of what its rows say.

use agglo::Error;
use agglo::base::basis::Input;

use crate::lake::manifest::MadeBy;
use crate::lake::{AsOf, Lake, Vintage};
use crate::starter::digest;

impl Lake {
    /// A dataset as it is read, with the digest of what its rows say: the same for the same rows, whoever
    /// loaded them and however often small files were joined.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset; `E0401` and `E0402` where the lake cannot be read.
    pub fn input(&self, dataset: &str, as_of: &AsOf) -> Result<Input, Error> {
        let vintage = self.vintage(dataset, as_of)?;
        let (dataset, id) = (dataset.to_owned(), vintage.id.to_string());
        Ok(Input { digest: self.digest(&dataset, vintage)?, dataset, vintage: id, read: None })
    }

    fn digest(&self, dataset: &str, mut vintage: Vintage) -> Result<String, Error> {
        // Joined files say what those said that were joined.
        while let (MadeBy::Compaction, Some(parent)) =
            (vintage.manifest.made_by, vintage.manifest.parent.clone())
        {
            vintage = self.vintage(dataset, &AsOf::Vintage(parent.id))?;
        }
        let objects = vintage.manifest.objects.iter();
        let mut lines: Vec<String> =
            objects.map(|object| format!("{} {}\n", object.period, object.content)).collect();
        lines.sort();
        Ok(digest(lines.concat().as_bytes()))
    }
}
