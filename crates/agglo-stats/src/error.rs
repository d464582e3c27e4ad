//! What a mathematical routine could not do, with the numbers.

/// A routine's refusal: always the caller's data, never the world.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two inputs that must be of one length are not.
    #[error("{what}: expected {expected} values, got {got}")]
    Shape {
        /// The input that is too long or too short.
        what: &'static str,
        /// The length that it must have.
        expected: usize,
        /// The length that it has.
        got: usize,
    },
    /// A value outside the range in which the routine is defined.
    #[error("{what} is {value}, outside {range}")]
    Range {
        /// The value's name.
        what: &'static str,
        /// The value.
        value: f64,
        /// The range, in words or in interval notation.
        range: &'static str,
    },
    /// An iteration or a solver ended without an answer.
    #[error("{what} did not converge after {steps} steps")]
    NotConverged {
        /// The routine.
        what: &'static str,
        /// The steps it took.
        steps: usize,
    },
    /// A matrix that has no inverse, or a system whose spectral radius forbids an answer.
    #[error("{what}")]
    Singular {
        /// What is singular, in words.
        what: &'static str,
    },
    /// No point satisfies all constraints.
    #[error("no point satisfies {what}")]
    Infeasible {
        /// The programme, in words.
        what: &'static str,
    },
}
