//! Laws of every measure over random panels: empty margins, one region, one industry, nothing at all, everything
//! withheld, numbers of 1e15 and of 1e-9, equal rows. An answer is a typed refusal or finite numbers in range.

#[cfg(test)]
mod complexity;
#[cfg(test)]
mod given;
#[cfg(test)]
mod input_output;
#[cfg(test)]
mod people;
#[cfg(test)]
mod shift_share;
#[cfg(test)]
mod specialization;
#[cfg(test)]
mod together;
