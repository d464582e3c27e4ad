//! Many rows with one statement: each statement costs a trip to the store.

use crate::ledger::Engine;

/// Rows of one statement: both stores take far more values than these have.
pub(super) const ROWS: usize = 200;

/// Places of the values of rows: `($1, $2), ($3, $4)`; `(?, ?), (?, ?)` in a file.
///
/// A file's engine takes `$1` for a name, and the driver looks the name of each value up among all of them: the time
/// of a statement would grow with the square of its values.
pub(super) fn marks(engine: Engine, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 7);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            if column > 1 {
                text.push_str(", ");
            }
            match engine {
                Engine::Sqlite => text.push('?'),
                Engine::Postgres => {
                    text.push('$');
                    text.push_str(&(row * columns + column).to_string());
                }
            }
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_wants_numbers_and_a_file_none() {
        assert_eq!(marks(Engine::Postgres, 2, 2), "($1, $2), ($3, $4)");
        assert_eq!(marks(Engine::Sqlite, 2, 2), "(?, ?), (?, ?)");
    }
}
