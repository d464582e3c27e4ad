//! How good forecasts were: sharpness, coverage, calibration, order.

pub mod area;
pub mod calibration;
pub mod coverage;
pub mod crps;
pub mod event;
pub mod pit;

pub use coverage::{Coverage, wilson};
