//! A region's change in jobs sector by sector, in three parts.

use agglo::base::terms::Terms;
use agglo::base::year::Year;
use agglo::map::nationwide::SectorShift;

use crate::chart::{Bar, Bars, Drawing};
use crate::document::{Chart, words};
use crate::words::Unit;

/// Bars of every sector; those that changed most stand first, the withheld ones last.
pub fn shift_share(
    place: &str,
    [from, to]: [Year; 2],
    sectors: &[SectorShift],
    terms: &Terms,
) -> Chart {
    let (noun, whole, the_whole) =
        (&terms.counted.noun, &terms.words.whole, &terms.words.the_whole);
    let are = if terms.counts_jobs() { "are" } else { "is" };
    let mut order: Vec<&SectorShift> = sectors.iter().collect();
    let size = |sector: &SectorShift| sector.change.value().map_or(-1.0, f64::abs);
    order.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.line.cmp(&b.line)));
    let hidden = sectors.iter().filter(|sector| sector.change.value().is_none()).count();
    let bar = |sector: &SectorShift| Bar {
        title: sector.title.clone(),
        parts: vec![sector.national.clone(), sector.mix.clone(), sector.regional.clone()],
        whole: sector.change.clone(),
    };
    Chart {
        id: "shift-share".to_owned(),
        title: format!("What moved the {noun} of {place}, {from} to {to}"),
        summary: format!(
            "A row for each sector: how its {noun} changed, as the sum of what {the_whole}’s growth would \
             have given, what the sector’s own growth in {the_whole} gives beyond that, and what is left \
             to the place. The numbers stand in the table below."
        ),
        drawing: Drawing::Bars(Bars {
            parts: vec![whole.clone(), format!("sector in {the_whole}"), "this place".to_owned()],
            whole: "the change itself".to_owned(),
            unit: Unit::Count,
            rows: order.into_iter().map(bar).collect(),
        }),
        note: words(format!(
            "Bookkeeping against {the_whole}, not causes; it changes with the base year. Hatched: {noun} {are} hidden at \
             one of the two dates ({hidden} of {} sectors).",
            sectors.len()
        )),
    }
}
