//! The same for a terminal: a line of signs for each row.

use crate::chart::forest::{Forest, Row, Seen};
use crate::words::line;

/// Letters of the axis.
const ACROSS: usize = 44;
/// Letters of the names.
const NAMES: usize = 30;

impl Forest {
    /// Lines of text: names, the axis, the number in words; then what the signs mean.
    pub fn lines(&self) -> Vec<String> {
        let ends = self.ends();
        let mut lines: Vec<String> = self.rows.iter().map(|row| self.text_row(row, ends)).collect();
        let (low, high) = (self.unit.print(ends[0]), self.unit.print(ends[1]));
        let space = ACROSS.saturating_sub(low.chars().count() + high.chars().count());
        lines.push(format!("{:NAMES$} {low}{:space$}{high}  ({})", "", "", self.quantity));
        let all = [Seen::Interval, Seen::Bounded, Seen::Alone, Seen::Imputed, Seen::Sum];
        let present = all.into_iter().filter(|seen| self.rows.iter().any(|row| row.seen == *seen));
        for seen in present {
            let [rule, mark] = signs(seen);
            lines.push(format!("{:NAMES$} {rule}{mark}{rule} {}", "", seen.words()));
        }
        lines
    }

    fn text_row(&self, row: &Row, ends: [f64; 2]) -> String {
        let name: String = row.title.chars().take(NAMES).collect();
        let mut axis = vec![' '; ACROSS];
        let at = |value: f64| place(value, ends);
        axis[at(0.0)] = '|';
        let said = match (row.figure.value(), row.seen) {
            (Some(value), seen) if seen != Seen::Untold => {
                let (low, high) = row.figure.range().unwrap_or((value, value));
                let [rule, mark] = signs(seen);
                let (from, to) = (at(low), at(high));
                for sign in &mut axis[from..=to] {
                    *sign = rule;
                }
                axis[at(value)] = mark;
                let number = line(&row.figure, self.unit);
                if row.says.is_empty() { number } else { format!("{number}, {}", row.says) }
            }
            _ => row.says.clone(),
        };
        let axis: String = axis.into_iter().collect();
        format!("{name:NAMES$} {axis}  {said}").trim_end().to_owned()
    }
}

/// The sign of a line and of its middle.
fn signs(seen: Seen) -> [char; 2] {
    match seen {
        Seen::Interval => ['=', '#'],
        Seen::Bounded => ['-', '#'],
        Seen::Alone => ['.', '#'],
        Seen::Imputed => ['-', 'o'],
        Seen::Sum => ['~', '*'],
        Seen::Untold => [' ', ' '],
    }
}

/// The letter at which a value stands.
fn place(value: f64, [low, high]: [f64; 2]) -> usize {
    let last = (ACROSS - 1) as f64;
    let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the line")]
    let at = (share * last).round() as usize;
    at.min(ACROSS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::forest::tests::forest;

    #[test]
    fn each_row_is_a_line_with_its_mark_between_its_ends() {
        let lines = forest().lines();
        assert!(lines[0].contains('#') && lines[0].contains('='), "{}", lines[0]);
        assert!(lines[3].contains('o') && !lines[3].contains('#'), "{}", lines[3]);
        assert!(!lines[4].contains('#') && lines[4].contains('|'), "{}", lines[4]);
        assert!(lines[5].contains('*') && lines[5].contains('~'), "{}", lines[5]);
        assert_eq!(lines.len(), 6 + 1 + 5);
    }

    #[test]
    fn ends_stand_at_the_first_and_the_last_letter() {
        assert_eq!([place(-1.0, [-1.0, 1.0]), place(1.0, [-1.0, 1.0])], [0, ACROSS - 1]);
        assert_eq!(place(9.0, [-1.0, 1.0]), ACROSS - 1);
    }
}
