//! How many last how long: a falling line with its band, beside a published one.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Pen, Tie, frame, line, path, text};
use crate::chart::scale::Scale;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// A falling line beside a published one.
#[derive(Clone, Debug)]
pub struct Decline {
    /// Points at which the line falls.
    pub treads: Vec<Tread>,
    /// How far the line goes.
    pub until: f64,
    /// The published line: years and share.
    pub published: Vec<Tread>,
    /// Years on the page.
    pub years: f64,
}

/// A point of a line.
#[derive(Clone, Debug)]
pub struct Tread {
    /// Years.
    pub years: f64,
    /// Share that lasts longer.
    pub alive: Figure,
}

impl Decline {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let (left, right) = if wide { (56.0, 190.0) } else { (46.0, 14.0) };
        let top = if wide { 20.0 } else { 58.0 };
        let high = top + if wide { 260.0 } else { 200.0 };
        let size = [width.units(), high + 46.0];
        let x = Scale::linear([0.0, self.years], [left, size[0] - right]);
        let y = Scale::linear([0.0, 1.0], [high, top]);
        let names: [(f64, &str, &str); 2] =
            [(0.0, "arm-a", "these ventures"), (1.0, "arm-b", "establishments, published")];
        let body = html! {
            @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
                (line([left, y.at(share)], [size[0] - right, y.at(share)], "grid"))
                (text(left - 8.0, y.at(share) + 4.0, Tie::End, "tick", &Unit::Share.print(share)))
            }
            @for year in ticks(self.years) {
                (text(x.at(year), high + 18.0, Tie::Middle, "tick", &Unit::Count.print(year)))
            }
            (text(size[0] - right, high + 38.0, Tie::End, "label soft", "years since founding"))
            (path(&self.band(&x, &y), "fan-half"))
            (path(&self.published_line(&x, &y), "median arm-b"))
            (path(&self.falls(&x, &y), "median arm-a"))
            @for (at, class, words) in names {
                @let place = if wide { [size[0] - right + 16.0, top + 30.0 + 26.0 * at] } else { [left, 18.0 + 22.0 * at] };
                (line(place, [place[0] + 24.0, place[1]], &format!("median {class}")))
                (text(place[0] + 30.0, place[1] + 4.0, Tie::Start, if wide { "small" } else { "label" }, words))
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    /// The line of steps, from 1 on.
    fn falls(&self, x: &Scale, y: &Scale) -> String {
        let mut pen = Pen::default();
        pen.to(x.at(0.0), y.at(1.0));
        let mut share = 1.0;
        for tread in &self.treads {
            pen.to(x.at(tread.years), y.at(share));
            share = tread.alive.value().unwrap_or(share);
            pen.to(x.at(tread.years), y.at(share));
        }
        pen.to(x.at(self.until.min(self.years)), y.at(share));
        pen.commands
    }

    /// The band between the ends of the steps.
    fn band(&self, x: &Scale, y: &Scale) -> String {
        let mut pen = Pen::default();
        for (at, tread) in self.treads.iter().enumerate() {
            let end = self.treads.get(at + 1).map_or(self.until.min(self.years), |next| next.years);
            let Some((low, high)) = tread.alive.range() else { continue };
            pen.lift();
            pen.to(x.at(tread.years), y.at(high));
            pen.to(x.at(end), y.at(high));
            pen.to(x.at(end), y.at(low));
            pen.to(x.at(tread.years), y.at(low));
            pen.close();
        }
        pen.commands
    }

    fn published_line(&self, x: &Scale, y: &Scale) -> String {
        let mut pen = Pen::default();
        if !self.published.is_empty() {
            pen.to(x.at(0.0), y.at(1.0));
        }
        for own in self.published.iter().filter(|own| own.years <= self.years) {
            if let Some(share) = own.alive.value() {
                pen.to(x.at(own.years), y.at(share));
            }
        }
        pen.commands
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let row = |(name, own): (&str, &Tread)| {
            let years = Unit::Plain.print(own.years);
            Row::new(format!("{name}, {years} years"), vec![Entry::number(&own.alive, Unit::Share)])
        };
        let own = self.treads.iter().map(|own| ("these ventures", own));
        let published = self.published.iter().map(|own| ("establishments, published", own));
        Table {
            id: id.to_owned(),
            caption: words("Share that lasts longer"),
            columns: vec![Column::words("Which, after"), Column::number("Share")],
            rows: own.chain(published).map(row).collect(),
        }
    }
}

fn ticks(years: f64) -> Vec<f64> {
    let mut ticks = vec![0.0];
    while ticks.last().is_some_and(|last| last + 1.0 <= years) {
        ticks.push(ticks.len() as f64);
    }
    ticks
}
