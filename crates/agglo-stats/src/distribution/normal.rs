//! The normal distribution: density, distribution function and upper tail.

use crate::float;

/// One over the square root of two pi.
const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// The 0.95 quantile: half the width of a 90 % interval in standard deviations.
pub const Z90: f64 = 1.644_853_626_951_472_2;
/// The 0.975 quantile: half the width of a 95 % interval in standard deviations.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Standard normal density at `z`.
pub fn density(z: f64) -> f64 {
    INVERSE_ROOT_TWO_PI * float::exp(-0.5 * z * z)
}

/// Probability of a standard normal below `z`; keeps its digits in the far left tail.
pub fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Probability of a standard normal above `z`; keeps its digits in the far right tail.
pub fn above(z: f64) -> f64 {
    below(-z)
}

/// The number below which a standard normal falls with probability `p`; `None` outside `(0, 1)`.
///
/// # Source
///
/// Wichura 1988, Algorithm AS 241 (PPND16), Applied Statistics 37(3); about 16 digits.
pub fn quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return Some(q * horner(&CENTRE.0, r) / horner(&CENTRE.1, r));
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-float::ln(tail)).sqrt();
    let z = if r <= 5.0 {
        horner(&TAIL.0, r - 1.6) / horner(&TAIL.1, r - 1.6)
    } else {
        horner(&FAR.0, r - 5.0) / horner(&FAR.1, r - 5.0)
    };
    Some(if q < 0.0 { -z } else { z })
}

/// A polynomial with its constant first.
fn horner(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |value, &c| value * x + c)
}

/// Numerator and denominator of one piece, constant first.
type Piece = ([f64; 8], [f64; 8]);

const CENTRE: Piece = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);

const TAIL: Piece = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Piece = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_quantiles_give_their_probabilities_back() {
        assert!((below(Z90) - 0.95).abs() < 1e-15);
        assert!((below(Z95) - 0.975).abs() < 1e-15);
        assert!((density(0.0) - INVERSE_ROOT_TWO_PI).abs() < 1e-16);
    }

    #[test]
    fn law_both_tails_sum_to_one_and_the_far_tail_is_not_lost() {
        for z in [-8.0, -1.0, 0.0, 0.3, 5.0] {
            assert!((below(z) + above(z) - 1.0).abs() < 1e-15);
        }
        assert!(above(20.0) > 0.0);
    }

    #[test]
    fn law_the_quantile_undoes_the_distribution_function_in_every_piece() {
        for p in [1e-14, 1e-9, 0.01, 0.074, 0.076, 0.3, 0.5, 0.8, 0.93, 0.999] {
            let back = below(quantile(p).unwrap());
            assert!((back / p - 1.0).abs() < 1e-13, "{p} {back}");
        }
    }

    #[test]
    fn edge_no_number_lies_at_probability_zero_or_one() {
        assert_eq!([0.0, 1.0, f64::NAN].map(quantile), [None; 3]);
    }
}
