//! Many small files of a period become one: rows that came in many loads are read as fast as those of one.

use agglo::Error;

use crate::lake::block::Kind;
use crate::lake::card::{Role, SINCE};
use crate::lake::columns::keys_first;
use crate::lake::encode::Field;
use crate::lake::load::twins;
use crate::lake::manifest::{MadeBy, Manifest, Object};
use crate::lake::merge::{Merge, merged};
use crate::lake::objects::{LARGEST, Objects};
use crate::lake::place::Place;
use crate::lake::writer::Writer;
use crate::lake::{Lake, Published, Vintage, as_of};

impl Lake {
    /// Joins the small files of each period of a dataset. The new vintage has the same rows; vintages before
    /// it stay as they are, with their files.
    ///
    /// `published`: the time, as for [`crate::lake::Load::publish`].
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset, `E0420` where another process is writing it, `E0401`, `E0402`
    /// and `E0406` where files cannot be read or written.
    pub fn compact(&self, dataset: &str, published: &str) -> Result<Published, Error> {
        as_of::check_time(published)?;
        let place = self.place(dataset)?;
        if place.newest()?.is_none() {
            return Err(self.unknown(dataset));
        }
        let mut writer = Writer::open(place.clone(), self.is_patient)?;
        let Some((link, before)) = place.parent()? else { return Err(self.unknown(dataset)) };
        let objects = joined(&place, &mut writer, &before)?;
        if objects == before.objects {
            return Ok(Published { vintage: Vintage::new(link, before), is_new: false });
        }
        let mut manifest = Manifest::new(Some((&before, link)), published, before.card.clone());
        manifest.made_by = MadeBy::Compaction;
        manifest.columns.clone_from(&before.columns);
        manifest.objects = objects;
        let link = writer.publish(&manifest)?;
        Ok(Published { vintage: Vintage::new(link, manifest), is_new: true })
    }
}

/// The files of a vintage, those of a period joined where one of them is small.
fn joined(place: &Place, writer: &mut Writer, before: &Manifest) -> Result<Vec<Object>, Error> {
    let mut objects = Vec::new();
    for period in before.objects.chunk_by(|a, b| a.period == b.period) {
        let (large, small): (Vec<&Object>, Vec<&Object>) =
            period.iter().partition(|object| object.rows >= LARGEST);
        objects.extend(large.into_iter().cloned());
        if small.len() < 2 {
            objects.extend(small.into_iter().cloned());
            continue;
        }
        let fields = fields(before);
        let (keys, columns, places) = keys_first(&fields);
        let merge = Merge::open(place, small.iter().copied(), &columns, keys)?;
        let name = &period[0].period;
        let since = small.iter().map(|object| object.since).max().unwrap_or(before.number);
        let mut target = Objects::new(writer, &fields, name, since, &[]);
        if let Some(twin) = merged(merge, &fields, &places, &mut target)? {
            return Err(twins(&before.card, &twin, None));
        }
        let fresh = target.finish()?;
        objects.extend(writer.keep(fresh)?);
    }
    Ok(objects)
}

/// The columns of a joined file: also which load brought each row, which a file of one load has no need to say.
fn fields(before: &Manifest) -> Vec<Field> {
    let role = |name: &str| before.card.column(name).map_or(Role::Line, |column| column.role);
    let columns = before.columns.iter();
    let columns = columns.map(|column| (column.name.as_str(), column.kind, role(&column.name)));
    let columns = columns.chain([(SINCE, Kind::Whole, Role::Line)]);
    columns.map(|(name, kind, role)| Field { name: name.to_owned(), kind, role }).collect()
}
