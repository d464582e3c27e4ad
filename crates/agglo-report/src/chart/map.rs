//! A region among its neighbours, and where its peers lie in the country.

use agglo::base::region::Outline;
use maud::{Markup, html};

use crate::chart::border::outer;
use crate::chart::frame::{Tie, frame, path, px, rect, text, text_width};
use crate::chart::geometry::{Extent, Fit, Ring, centre};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};

/// A part of the map.
#[derive(Clone, Debug)]
pub struct Place {
    /// Code.
    pub id: String,
    /// Name as it is written on the map.
    pub name: String,
    /// What it is to the region.
    pub role: Role,
}

/// What a place is to the region of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is the region, or a part of it.
    Region,
    /// It shares a border with it.
    Neighbour,
    /// It is like it in industries or people.
    Peer,
    /// It is what the region's blueprint is read against.
    Exemplar,
}

/// A region among its neighbours and peers.
#[derive(Clone, Debug)]
pub struct Map {
    places: Vec<Place>,
    near: Vec<(Option<Place>, Vec<Ring>)>,
    view: Extent,
    border: Vec<Ring>,
    marks: Vec<(Role, [f64; 2])>,
}

impl Map {
    /// The parts of all outlines that a map of these places needs; none where the region has no shape.
    ///
    /// `borders` are drawn over the outlines; without them the country is what all outlines make up.
    pub fn new(outlines: &[Outline], borders: &[Outline], places: Vec<Place>) -> Option<Self> {
        let find = |id: &str| outlines.iter().find(|outline| outline.id.as_str() == id);
        let extent = |role: Role| {
            let of_role = places.iter().filter(|place| place.role == role);
            let rings = of_role.filter_map(|place| find(&place.id)).flat_map(|o| &o.rings);
            Extent::of(rings)
        };
        let own = extent(Role::Region)?;
        let near = extent(Role::Neighbour).map_or(own, |near| own.join(near));
        let view = padded(own, near);
        let near = outlines
            .iter()
            .filter(|outline| Extent::of(&outline.rings).is_some_and(|e| e.meets(&view)))
            .map(|outline| {
                let is_near = |place: &&Place| {
                    place.id == outline.id.as_str()
                        && matches!(place.role, Role::Region | Role::Neighbour)
                };
                (places.iter().find(is_near).cloned(), outline.rings.clone())
            })
            .collect();
        let marks = places
            .iter()
            .filter(|place| place.role != Role::Neighbour)
            .filter_map(|place| Some((place.role, centre(&find(&place.id)?.rings)?)))
            .collect();
        let states: Vec<Ring> = borders.iter().flat_map(|outline| outline.rings.clone()).collect();
        let border = if states.is_empty() {
            outer(outlines.iter().flat_map(|outline| &outline.rings))
        } else {
            states
        };
        Some(Self { places, near, view, border, marks })
    }

    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let units = width.units();
        let (near, far, size) = if wide {
            (([0.0, 0.0], [556.0, 400.0]), ([576.0, 60.0], [284.0, 190.0]), [units, 400.0])
        } else {
            (([0.0, 0.0], [units, 320.0]), ([0.0, 336.0], [units, 220.0]), [units, 640.0])
        };
        let key = if wide { [590.0, 290.0] } else { [4.0, 580.0] };
        let body = html! {
            (self.near(near.0, near.1))
            (self.far(far.0, far.1))
            (self.key(key))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    /// The region and what lies around it.
    fn near(&self, at: [f64; 2], size: [f64; 2]) -> Markup {
        let fit = Fit::new(self.view, [0.0, 0.0], size);
        let step = 0.9;
        let shapes = |role: Option<Role>| {
            self.near.iter().filter(move |(place, _)| place.as_ref().map(|p| p.role) == role)
        };
        let all = |role| fit.path(shapes(role).flat_map(|(_, rings)| rings), step);
        let own = outer(shapes(Some(Role::Region)).flat_map(|(_, rings)| rings));
        html! {
            svg x=(px(at[0])) y=(px(at[1])) width=(px(size[0])) height=(px(size[1]))
                viewBox={ "0 0 " (px(size[0])) " " (px(size[1])) } {
                (rect([0.0, 0.0], size, 8.0, "water"))
                (path(&all(None), "land"))
                (path(&all(Some(Role::Neighbour)), "near"))
                (path(&all(Some(Role::Region)), "region"))
                (path(&fit.path(self.borders_in_view(), step), "border"))
                (path(&fit.path(&own, step), "region-edge"))
                (self.names(&fit, size))
            }
        }
    }

    fn borders_in_view(&self) -> impl Iterator<Item = &Ring> {
        let is_near = |ring: &&Ring| Extent::of([*ring]).is_some_and(|e| e.meets(&self.view));
        self.border.iter().filter(is_near)
    }

    /// Names where they have room: the region first, then its neighbours from the largest on.
    fn names(&self, fit: &Fit, size: [f64; 2]) -> Markup {
        let mut named: Vec<(Role, f64, [f64; 2], &str)> = self
            .near
            .iter()
            .filter_map(|(place, rings)| {
                let place = place.as_ref()?;
                let [x, y] = fit.at(centre(rings)?);
                let extent = Extent::of(rings)?.size();
                Some((place.role, extent[0] * extent[1], [x, y], place.name.as_str()))
            })
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.3.cmp(b.3)));
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let mut placed = Vec::new();
        for (role, _, [x, y], name) in named {
            let large = if role == Role::Region { 16.0 } else { 13.0 };
            let half = text_width(name, large) / 2.0;
            let x = x.clamp(half + 6.0, (size[0] - half - 6.0).max(half + 6.0));
            let spot = [0.0, 16.0, -16.0, 30.0, -30.0].into_iter().map(|dy| y + dy).find(|&y| {
                let own = [x - half - 2.0, y - large, x + half + 2.0, y + 5.0];
                let inside = own[1] > 2.0 && own[3] < size[1] - 2.0;
                let free = taken
                    .iter()
                    .all(|t| own[0] >= t[2] || t[0] >= own[2] || own[1] >= t[3] || t[1] >= own[3]);
                inside && free
            });
            if let Some(y) = spot {
                taken.push([x - half - 2.0, y - large, x + half + 2.0, y + 5.0]);
                let class = if role == Role::Region { "place own" } else { "place" };
                placed.push((x, y, class, name));
            }
        }
        html! {
            @for (x, y, class, name) in placed { (text(x, y + 4.0, Tie::Middle, class, name)) }
        }
    }

    /// The country with the region, its peers and its exemplars.
    fn far(&self, at: [f64; 2], size: [f64; 2]) -> Markup {
        let Some(extent) = Extent::of(&self.border) else { return html! {} };
        let fit = Fit::new(extent, at, size);
        let mut marks = self.marks.clone();
        marks.sort_by_key(|&(role, _)| std::cmp::Reverse(role));
        html! {
            (path(&fit.path(&self.border, 1.2), "country"))
            @for (role, place) in marks { (mark(role, fit.at(place))) }
        }
    }

    fn key(&self, [x, y]: [f64; 2]) -> Markup {
        let has = |role| self.marks.iter().any(|&(other, _)| other == role);
        let rows: Vec<(Role, &str)> = [
            (Role::Region, "this region"),
            (Role::Peer, "most like it"),
            (Role::Exemplar, "compared with in the blueprint"),
        ]
        .into_iter()
        .filter(|&(role, _)| has(role))
        .collect();
        html! {
            @for (at, (role, words)) in rows.into_iter().enumerate() {
                @let step = 22.0 * at as f64;
                (mark(role, [x, y + step]))
                (text(x + 14.0, y + step + 4.5, Tie::Start, "label", words))
            }
        }
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns = vec![Column::words("Place"), Column::words("On the map as")];
        let mut places = self.places.clone();
        places.sort_by(|a, b| a.role.cmp(&b.role).then_with(|| a.name.cmp(&b.name)));
        let rows = places
            .iter()
            .map(|place| {
                let role = match place.role {
                    Role::Region => "the region",
                    Role::Neighbour => "a neighbour",
                    Role::Peer => "a place most like it",
                    Role::Exemplar => "a place that the blueprint is read against",
                };
                Row::new(place.name.as_str(), vec![Entry::words(role)])
            })
            .collect();
        Table { id: id.to_owned(), caption: words("The places of the map"), columns, rows }
    }
}

/// A square view around the neighbours, and at least five times as wide as the region.
fn padded(own: Extent, near: Extent) -> Extent {
    let [width, height] = near.size();
    let least = 1.6 * own.size()[0].max(own.size()[1]);
    let pad = |size: f64| (0.06 * size).max((least - size) / 2.0);
    let (dx, dy) = (pad(width), pad(height));
    // A view as wide as the drawing is, so that the land goes on to its edges.
    let (w, h) = (width + 2.0 * dx, height + 2.0 * dy);
    let (w, h) = (w.max(h * 1.4), h.max(w / 1.4));
    let [cx, cy] = near.centre();
    Extent { low: [cx - w / 2.0, cy - h / 2.0], high: [cx + w / 2.0, cy + h / 2.0] }
}

/// A disc for the region, a ring for a peer, a diamond for an exemplar.
fn mark(role: Role, [x, y]: [f64; 2]) -> Markup {
    html! {
        @match role {
            Role::Region => {
                circle cx=(px(x)) cy=(px(y)) r="9" class="mark-halo" {}
                circle cx=(px(x)) cy=(px(y)) r="5.5" class="mark-own" {}
            }
            Role::Peer => circle cx=(px(x)) cy=(px(y)) r="4" class="mark-peer" {}
            Role::Exemplar => {
                (path(&format!("M{} {}l5 5l-5 5l-5 -5Z", px(x), px(y - 5.0)), "mark-exemplar"))
            }
            Role::Neighbour => {}
        }
    }
}
