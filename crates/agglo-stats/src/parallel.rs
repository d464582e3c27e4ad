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
}
