//! One column of one group of rows: its bytes in a file, and the hash of what it says.

use std::sync::Arc;

use bytes::Bytes;
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use sha2::{Digest, Sha256};

use crate::lake::encode::{GROUP, hexadecimal};
use crate::lake::rows::{Buffer, NO_CODE, NO_WHOLE, Names};

/// Letters of the hash of a chunk: 128 bits tell damage, the whole file has all 256.
pub(super) const CHUNK_HASH: usize = 32;

/// The beginning of the hash of one column of one group, as its bytes stand in the file.
pub(super) fn chunk_hash(bytes: &[u8]) -> String {
    let mut hash = hexadecimal(&Sha256::digest(bytes));
    hash.truncate(CHUNK_HASH);
    hash
}

/// One column of one group.
pub(super) struct Task<'a> {
    pub(super) values: &'a Buffer,
    pub(super) names: &'a Names,
    pub(super) order: &'a [u32],
    pub(super) is_line: bool,
}

/// What was made of it.
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    pub(super) close: ColumnCloseResult,
    pub(super) content: Option<[u8; 32]>,
}

impl Task<'_> {
    /// Its bytes as they stand in the file, and the hash of what they say.
    pub(super) fn encode(
        &self,
        column: &ColumnDescPtr,
        properties: &WriterPropertiesPtr,
    ) -> Result<Chunk, ParquetError> {
        let mut target = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut target));
        let mut writer = get_column_writer(Arc::clone(column), Arc::clone(properties), pages);
        let mut statistics = None;
        let content = match (self.values, &mut writer) {
            (Buffer::Codes(all), ColumnWriter::ByteArrayColumnWriter(writer)) => {
                let codes: Vec<u32> = self.order.iter().map(|&row| all[row as usize]).collect();
                let list = &self.names.list;
                let known = codes.iter().filter(|&&code| code != NO_CODE);
                let values: Vec<ByteArray> =
                    known.map(|&code| ByteArray::from(list[code as usize].clone())).collect();
                let levels: Vec<i16> =
                    codes.iter().map(|&code| i16::from(code != NO_CODE)).collect();
                writer.write_batch(&values, Some(&levels), None)?;
                let (least, most) = ends(&codes, list).unzip();
                let gaps = (codes.len() - values.len()) as u64;
                statistics = Some(Statistics::byte_array(least, most, None, Some(gaps), false));
                self.said(!values.is_empty(), |hash| say_codes(hash, &codes, list))
            }
            (Buffer::Whole(all), ColumnWriter::Int64ColumnWriter(writer)) => {
                let all: Vec<i64> = self.order.iter().map(|&row| all[row as usize]).collect();
                let levels: Vec<i16> =
                    all.iter().map(|&value| i16::from(value != NO_WHOLE)).collect();
                let values: Vec<i64> =
                    all.iter().copied().filter(|&value| value != NO_WHOLE).collect();
                writer.write_batch(&values, Some(&levels), None)?;
                self.said(!values.is_empty(), |hash| {
                    say(hash, all.iter().map(|value| value.to_le_bytes()));
                })
            }
            (Buffer::Numbers(all), ColumnWriter::DoubleColumnWriter(writer)) => {
                let all: Vec<f64> = self.order.iter().map(|&row| all[row as usize]).collect();
                let levels: Vec<i16> = all.iter().map(|value| i16::from(!value.is_nan())).collect();
                let values: Vec<f64> =
                    all.iter().copied().filter(|value| !value.is_nan()).collect();
                writer.write_batch(&values, Some(&levels), None)?;
                // All gaps are the one not-a-number that `Rows` puts there.
                self.said(!values.is_empty(), |hash| {
                    say(hash, all.iter().map(|value| value.to_le_bytes()));
                })
            }
            _ => return Err(ParquetError::General("a column of an unexpected type".to_owned())),
        };
        let mut close = writer.close()?;
        if let Some(statistics) = statistics {
            // The writer would compare all values to find the ends: a tenth of the time of a load.
            let metadata = close.metadata.into_builder();
            close.metadata = metadata.set_statistics(statistics).build()?;
        }
        Ok(Chunk { bytes: target.into_inner()?, close, content })
    }

    fn said(&self, is_something: bool, say: impl FnOnce(&mut Sha256)) -> Option<[u8; 32]> {
        (is_something && !self.is_line).then(|| {
            let mut hash = Sha256::new();
            say(&mut hash);
            hash.finalize().into()
        })
    }
}

/// The least and the greatest name among some codes.
fn ends(codes: &[u32], list: &[Bytes]) -> Option<(ByteArray, ByteArray)> {
    let mut is_used = vec![false; list.len()];
    for &code in codes.iter().filter(|&&code| code != NO_CODE) {
        is_used[code as usize] = true;
    }
    let used = || list.iter().zip(&is_used).filter(|(_, is_used)| **is_used).map(|(name, _)| name);
    Some((used().min()?.clone().into(), used().max()?.clone().into()))
}

fn say<const N: usize>(hash: &mut Sha256, values: impl Iterator<Item = [u8; N]>) {
    let mut bytes = Vec::with_capacity(GROUP * N);
    values.for_each(|value| bytes.extend_from_slice(&value));
    hash.update(&bytes);
}

/// Codes by the order in which they first appear, then their names: the list of a load does not matter.
fn say_codes(hash: &mut Sha256, codes: &[u32], list: &[Bytes]) {
    let mut own = vec![NO_CODE; list.len()];
    let (mut bytes, mut names) = (Vec::with_capacity(codes.len() * 4), Vec::new());
    let mut count: u32 = 0;
    for &code in codes {
        let mut said = NO_CODE;
        if code != NO_CODE {
            let slot = &mut own[code as usize];
            if *slot == NO_CODE {
                *slot = count;
                count += 1;
                let name = &list[code as usize];
                names.extend_from_slice(&(name.len() as u64).to_le_bytes());
                names.extend_from_slice(name);
            }
            said = *slot;
        }
        bytes.extend_from_slice(&said.to_le_bytes());
    }
    hash.update(&bytes);
    hash.update(&names);
}
