//! Work shared by threads whose answer does not depend on how many there are.

use std::thread;

/// What a function says of each unit from 0, in their order.
///
/// # Inputs
///
/// `threads`: how many may work at once; 0 and 1 both mean none beside the caller's. `of` must depend on the
/// unit alone: then so does the answer.
pub fn each<T: Send>(count: usize, threads: u16, of: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = usize::from(threads).clamp(1, count.max(1));
    if threads == 1 {
        return (0..count).map(of).collect();
    }
    let mut found: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let share = count.div_ceil(threads);
    thread::scope(|scope| {
        for (part, places) in found.chunks_mut(share).enumerate() {
            let of = &of;
            scope.spawn(move || {
                for (at, place) in places.iter_mut().enumerate() {
                    *place = Some(of(part * share + at));
                }
            });
        }
    });
    found.into_iter().flatten().collect()
}

/// Writes a list line by line: `write` is given the number of each and its place. The error is that of the first
/// line that has one.
///
/// # Inputs
///
/// `threads` as in [`each`]; `write` must depend on the number of the line alone.
pub fn lines<T: Send, E: Send>(
    values: &mut [T],
    length: usize,
    threads: u16,
    write: impl Fn(usize, &mut [T]) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let length = length.max(1);
    let count = values.len() / length;
    let threads = usize::from(threads).clamp(1, count.max(1));
    let share = count.div_ceil(threads).max(1);
    let some = |first: usize, values: &mut [T]| {
        values.chunks_exact_mut(length).zip(first..).try_for_each(|(line, at)| write(at, line))
    };
    if threads == 1 {
        return some(0, values);
    }
    thread::scope(|scope| {
        let parts = values.chunks_mut(share * length).enumerate();
        let some = &some;
        let parts: Vec<_> =
            parts.map(|(part, values)| scope.spawn(move || some(part * share, values))).collect();
        parts.into_iter().try_for_each(|part| match part.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_any_number_of_threads_gives_the_same_answer_in_order() {
        let alone: Vec<usize> = each(37, 1, |unit| unit * unit);
        for threads in [0, 2, 3, 64] {
            assert_eq!(each(37, threads, |unit| unit * unit), alone);
        }
        assert!(each(0, 4, |unit| unit).is_empty());
    }

    #[test]
    fn law_lines_are_written_alike_by_any_number_of_threads_and_the_first_error_is_told() {
        for threads in [0, 1, 2, 3, 64] {
            let mut values = vec![0; 21];
            let write = |line: usize, places: &mut [usize]| {
                places.fill(line);
                if line >= 4 { Err(line) } else { Ok(()) }
            };
            assert_eq!(lines(&mut values, 3, threads, write), Err(4));
            assert_eq!(values[..15], [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
        }
        let nothing = lines(&mut [0_usize; 0], 0, 2, |_, _| Err("no line"));
        assert_eq!(nothing, Ok(()));
    }
}
