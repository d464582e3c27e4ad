//! How far the sheets of an old workbook (xls) claim to reach, before memory is taken for it.
//!
//! The library holds a sheet as one rectangle from its first to its last cell and takes memory for what a record
//! of dimensions says; one damaged byte may make that fifty gigabytes. Here the records are only looked at:
//! sectors of the compound file (MS-CFB), then type, length, row and column of each record (MS-XLS 2.4).

use crate::fault::Fault;

/// Most cells in the rectangle of a sheet: twice what the format allows by its own rules.
const CELLS: u64 = 2 * 65_536 * 256;
/// Numbers of sectors from here on are marks.
const MARKS: u32 = 0xffff_fffa;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
/// Records that hold one cell: formula, number, text (three kinds), truth or error, packed number, blank.
const CELL: [u16; 8] = [0x0006, 0x0203, 0x0204, 0x00d6, 0x00fd, 0x0205, 0x027e, 0x0201];
/// A row of packed numbers; its last column stands at its end.
const ROW: u16 = 0x00bd;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Refuses a workbook whose sheets claim to reach farther than a sheet can.
pub(super) fn check(file: &[u8]) -> Result<(), Fault> {
    let damaged = || Fault::new("the workbook is damaged: its parts do not fit");
    let stream = Container::open(file).and_then(|own| own.workbook()).ok_or_else(damaged)?;
    let mut reach = vec![0];
    for (kind, data) in records(&stream) {
        if kind == BOUND_SHEET {
            reach.push(u32_at(data, 0).ok_or_else(damaged)? as usize);
        }
    }
    if reach.into_iter().all(|from| area(stream.get(from..).unwrap_or_default()) <= CELLS) {
        return Ok(());
    }
    Err(Fault::new("a sheet claims to reach farther than a sheet can: the workbook is damaged")
        .cure("open it in a spreadsheet program and save it as xlsx"))
}

/// Cells in the rectangle of the sheet that begins here, or in the one that it claims.
fn area(stream: &[u8]) -> u64 {
    let (mut rows, mut columns) = ((u64::MAX, 0_u64), (u64::MAX, 0_u64));
    let (mut claimed, mut depth) = (0_u64, 0_u32);
    for (kind, data) in records(stream) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ => {}
        }
        let wide = |at: usize| u64::from(u32_at(data, at).unwrap_or(0));
        let short = |at: usize| u64::from(u16_at(data, at).unwrap_or(0));
        if kind == DIMENSIONS {
            let (first, last, width) = if data.len() < 14 {
                (short(0), short(2), short(6))
            } else {
                (wide(0), wide(4), short(10))
            };
            let height = if first > last { u64::MAX } else { last };
            claimed = claimed.max(height.saturating_mul(width));
        }
        if CELL.contains(&kind) || kind == ROW {
            let last = if kind == ROW { short(data.len().saturating_sub(2)) } else { short(2) };
            rows = (rows.0.min(short(0)), rows.1.max(short(0) + 1));
            columns = (columns.0.min(short(2)), columns.1.max(last + 1));
        }
    }
    let side = |(first, end): (u64, u64)| end.saturating_sub(first);
    claimed.max(side(rows) * side(columns))
}

/// Type and content of each record of a stream.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, usize::from(u16_at(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((kind, data))
    })
}

/// The sectors of a compound file.
struct Container<'a> {
    file: &'a [u8],
    size: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(file: &'a [u8]) -> Option<Self> {
        let size = match u16_at(file, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut own = Self { file, size, next: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(file, 76 + 4 * at)).collect();
        let (mut more, mut left) = (u32_at(file, 68)?, file.len() / size);
        while more < MARKS && left > 0 {
            let sector = own.sector(more)?;
            let last = sector.len() / 4 - 1;
            tables.extend((0..last).filter_map(|at| u32_at(sector, 4 * at)));
            more = u32_at(sector, 4 * last)?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|&table| table < MARKS) {
            let Some(sector) = own.sector(table) else { continue };
            own.next.extend((0..sector.len() / 4).filter_map(|at| u32_at(sector, 4 * at)));
        }
        Some(own)
    }

    /// A sector; the last one may be short.
    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        let start = (at as usize).checked_add(1)?.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.file.len());
        self.file.get(start..end).filter(|sector| sector.len() >= 8)
    }

    /// The sectors from one on, put together.
    fn chain(&self, first: u32) -> Vec<u8> {
        let (mut at, mut bytes) = (first, Vec::new());
        while at < MARKS && bytes.len() <= self.file.len() {
            let Some(sector) = self.sector(at) else { break };
            bytes.extend_from_slice(sector);
            at = self.next.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        bytes
    }

    /// The stream of the workbook.
    fn workbook(&self) -> Option<Vec<u8>> {
        let folder = self.chain(u32_at(self.file, 48)?);
        let entry = |wanted: &str| {
            folder.chunks_exact(128).find(|entry| {
                let name = (0..32).map_while(|at| u16_at(entry, 2 * at).filter(|&unit| unit != 0));
                let name: String =
                    char::decode_utf16(name).map(|letter| letter.unwrap_or('?')).collect();
                name.eq_ignore_ascii_case(wanted)
            })
        };
        let found = entry("Workbook").or_else(|| entry("Book"))?;
        let (start, length) = (u32_at(found, 116)?, u32_at(found, 120)? as usize);
        let mut stream =
            if length < 4096 { self.small(&folder, start)? } else { self.chain(start) };
        stream.truncate(length);
        Some(stream)
    }

    /// A stream of less than 4096 bytes: its sectors of 64 bytes lie in a stream of their own.
    fn small(&self, folder: &[u8], first: u32) -> Option<Vec<u8>> {
        let all = self.chain(u32_at(folder, 116)?);
        let next = self.chain(u32_at(self.file, 60)?);
        let (mut at, mut bytes) = (first, Vec::new());
        while at < MARKS && bytes.len() <= 4096 {
            let start = (at as usize).checked_mul(64)?;
            bytes.extend_from_slice(all.get(start..start + 64)?);
            at = u32_at(&next, (at as usize).checked_mul(4)?)?;
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn the_farthest_cells_and_the_claimed_ones_make_the_reach() {
        let cell = |row: u16, column: u16| {
            record(0x0203, &[row.to_le_bytes(), column.to_le_bytes(), [0; 2], [0; 2]].concat())
        };
        let near = [record(BEGIN, &[0; 16]), cell(2, 1), cell(5, 4), record(END, &[])].concat();
        assert_eq!(area(&near), 16);
        let far = [cell(0, 0), cell(u16::MAX, u16::MAX)].concat();
        assert_eq!(area(&far), 1 << 32);
        let mut claim = [0; 14];
        claim[4..12].copy_from_slice(&[255, 255, 255, 0, 0, 0, 255, 0]);
        assert!(area(&record(DIMENSIONS, &claim)) > CELLS);
    }

    #[test]
    fn what_is_no_compound_file_is_damaged() {
        for bytes in [&[][..], &[0xd0; 64], &[9; 4096]] {
            assert!(check(bytes).is_err());
        }
    }
}
