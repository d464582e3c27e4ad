//! A fan: what was, then what may come, with half and nine tenths of the runs shaded.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Pen, Tie, frame, line, path, px, text};
use crate::chart::scale::{Scale, round_down, round_up};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Past years and one or more arms of the future.
#[derive(Clone, Debug)]
pub struct Fan {
    /// What is counted: `jobs`.
    pub quantity: String,
    /// Years behind, in order.
    pub past: Vec<Past>,
    /// The arms; the first is drawn as the fan, the others as lines with their half band.
    pub arms: Vec<Arm>,
    /// Last year with money, if that is an event of the drawing.
    pub stop: Option<u16>,
}

/// A year behind.
#[derive(Clone, Debug)]
pub struct Past {
    /// The year.
    pub year: u16,
    /// What was counted.
    pub figure: Figure,
}

/// One way in which it may go on.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its name.
    pub title: String,
    /// Its years.
    pub bands: Vec<Band>,
}

/// One year of an arm: the middle with half and with nine tenths of the runs.
#[derive(Clone, Debug)]
pub struct Band {
    /// The year.
    pub year: u16,
    /// Median with the interval that holds half of the runs.
    pub half: Figure,
    /// Median with the interval that holds nine tenths of the runs.
    pub most: Figure,
}

struct Plane {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

const STYLES: [&str; 3] = ["arm-a", "arm-b", "arm-c"];

impl Fan {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let size = [width.units(), if wide { 380.0 } else { 320.0 }];
        let plane = self.plane(size, wide);
        let body = html! {
            (self.axes(&plane, wide))
            (self.stop_line(&plane))
            @if let Some(arm) = self.arms.first() { (fan(arm, &plane)) }
            @for (at, arm) in self.arms.iter().enumerate().skip(1) {
                (median(arm, &plane, STYLES[at.min(2)]))
            }
            @if let Some(arm) = self.arms.first() { (median(arm, &plane, STYLES[0])) }
            (self.behind(&plane))
            (self.names(&plane))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn ends(&self) -> ([f64; 2], [f64; 2]) {
        let years = self.past.iter().map(|past| past.year);
        let ahead = self.arms.iter().flat_map(|arm| arm.bands.iter().map(|band| band.year));
        let years: Vec<f64> = years.chain(ahead).map(f64::from).collect();
        let behind = self.past.iter().filter_map(|past| past.figure.range());
        let most = self.arms.iter().flat_map(|arm| arm.bands.iter().map(|band| &band.most));
        let ranges: Vec<(f64, f64)> = behind.chain(most.filter_map(Figure::range)).collect();
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let years =
            [least(&mut years.iter().copied()), -least(&mut years.iter().map(|&year| -year))];
        let values = [
            least(&mut ranges.iter().map(|&(low, _)| low)),
            -least(&mut ranges.iter().map(|&(_, high)| -high)),
        ];
        let finite = |[a, b]: [f64; 2]| if a <= b { [a, b] } else { [0.0, 1.0] };
        (finite(years), finite(values))
    }

    fn plane(&self, [width, height]: [f64; 2], wide: bool) -> Plane {
        let (years, [low, high]) = self.ends();
        let span = (high - low).max(high.abs() * 0.02).max(1.0);
        let floor = if low < 0.45 * high { 0.0 } else { round_down(low - 0.04 * span, span) };
        let top = floor + round_up(high - floor + 0.03 * span);
        let (left, right) = if wide { (62.0, width - 96.0) } else { (52.0, width - 12.0) };
        let (upper, lower) = if wide { (26.0, height - 34.0) } else { (26.0, height - 84.0) };
        Plane {
            x: Scale::linear(years, [left, right]),
            y: Scale::linear([floor, top], [lower, upper]),
            left,
            right,
            top: upper,
            bottom: lower,
        }
    }

    fn axes(&self, plane: &Plane, wide: bool) -> Markup {
        let years = plane.x.ticks(if wide { 6 } else { 4 });
        html! {
            (text(plane.left, plane.top - 12.0, Tie::Start, "label soft", &self.quantity))
            @for tick in plane.y.ticks(5) {
                (line([plane.left, plane.y.at(tick)], [plane.right, plane.y.at(tick)], "grid"))
                (text(plane.left - 8.0, plane.y.at(tick) + 4.0, Tie::End, "tick",
                    &Unit::Count.print(tick)))
            }
            @for tick in years.into_iter().filter(|year| year.fract().abs() < 1e-9) {
                (line([plane.x.at(tick), plane.bottom], [plane.x.at(tick), plane.bottom + 5.0], "axis"))
                (text(plane.x.at(tick), plane.bottom + 20.0, Tie::Middle, "tick", &format!("{tick:.0}")))
            }
            (line([plane.left, plane.bottom], [plane.right, plane.bottom], "axis"))
        }
    }

    fn stop_line(&self, plane: &Plane) -> Markup {
        let Some(year) = self.stop else { return html! {} };
        let x = plane.x.at(f64::from(year));
        html! {
            (line([x, plane.top], [x, plane.bottom], "stop"))
            (text(x + 5.0, plane.top + 2.0, Tie::Start, "label soft", &format!("money stops {year}")))
        }
    }

    /// Past years: a line through the published ones, a hatched bar where one is withheld.
    fn behind(&self, plane: &Plane) -> Markup {
        let mut pen = Pen::default();
        for past in &self.past {
            match past.figure.value() {
                Some(value) => pen.to(plane.x.at(f64::from(past.year)), plane.y.at(value)),
                None => pen.lift(),
            }
        }
        let last = self.past.iter().rev().find_map(|past| Some((past.year, past.figure.value()?)));
        html! {
            (path(&pen.commands, "past"))
            @if let Some((year, value)) = last {
                circle cx=(px(plane.x.at(f64::from(year)))) cy=(px(plane.y.at(value))) r="3.5"
                    class="past-dot" {}
            }
        }
    }

    /// Names of the arms: at their ends on a wide drawing, beneath on a narrow one.
    fn names(&self, plane: &Plane) -> Markup {
        let wide = plane.right > 400.0;
        let mut ends: Vec<(f64, usize)> = self
            .arms
            .iter()
            .enumerate()
            .filter_map(|(at, arm)| Some((plane.y.at(arm.bands.last()?.most.value()?), at)))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut floor = f64::NEG_INFINITY;
        html! {
            @for (at, (y, arm)) in ends.into_iter().enumerate() {
                @let style = STYLES[arm.min(2)];
                @if wide {
                    @let y = { floor = (y + 4.0).max(floor + 16.0); floor };
                    (text(plane.right + 8.0, y, Tie::Start, &format!("label {style}"), &self.arms[arm].title))
                } @else {
                    @let y = plane.bottom + 42.0 + 16.0 * at as f64;
                    (line([plane.left, y - 4.0], [plane.left + 22.0, y - 4.0], &format!("median {style}")))
                    (text(plane.left + 30.0, y, Tie::Start, "label", &self.arms[arm].title))
                }
            }
        }
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let mut columns = vec![Column::words("Year")];
        columns.extend(self.arms.iter().map(|arm| Column::number(&arm.title)));
        if self.arms.is_empty() {
            columns.push(Column::number(&self.quantity));
        }
        let behind = self.past.iter().map(|past| {
            let mut entries = vec![Entry::number(&past.figure, Unit::Count)];
            entries.extend(self.arms.iter().skip(1).map(|_| Entry::Blank));
            Row::new(format!("{}, counted", past.year), entries)
        });
        let years = self.arms.first().map_or(0, |arm| arm.bands.len());
        let ahead = (0..years).map(|at| {
            let entries = self.arms.iter().map(|arm| {
                arm.bands
                    .get(at)
                    .map_or(Entry::Blank, |band| Entry::number(&band.most, Unit::Count))
            });
            Row::new(self.arms[0].bands[at].year.to_string(), entries.collect())
        });
        let rows = behind.chain(ahead).collect();
        let caption = format!(
            "{}: counted years, then the middle run with nine tenths of the runs",
            crate::words::capital(&self.quantity)
        );
        Table { id: id.to_owned(), caption: words(caption), columns, rows }
    }
}

fn fan(arm: &Arm, plane: &Plane) -> Markup {
    let area = |pick: fn(&Band) -> &Figure| {
        let ends: Vec<_> =
            arm.bands.iter().filter_map(|band| Some((band.year, pick(band).range()?))).collect();
        let up = ends.iter().map(|&(year, (_, high))| (year, high));
        let down = ends.iter().rev().map(|&(year, (low, _))| (year, low));
        let mut pen = Pen::default();
        for (year, value) in up.chain(down) {
            pen.to(plane.x.at(f64::from(year)), plane.y.at(value));
        }
        pen.close();
        pen.commands
    };
    html! {
        (path(&area(|band| &band.most), "fan-most"))
        (path(&area(|band| &band.half), "fan-half"))
    }
}

fn median(arm: &Arm, plane: &Plane, style: &str) -> Markup {
    let mut pen = Pen::default();
    for band in &arm.bands {
        let Some(value) = band.most.value() else { continue };
        pen.to(plane.x.at(f64::from(band.year)), plane.y.at(value));
    }
    path(&pen.commands, &format!("median {style}"))
}
