//! Which region and which industry a person means, with what must be said of how they were found.

use agglo::Error;
use agglo::base::region::Region;
use agglo_data::Starter;
use agglo_data::carry::elsewhere;
use agglo_data::regions::find;

use crate::country::Country;
use crate::printer::note;

/// The region that a person means: a code or a name, codes that changed, `cz:12045`, a district, a file of members.
pub(crate) fn region(starter: &Starter, regions: &[Region], text: &str) -> Result<Region, Error> {
    let found = find(regions, &|| starter.labour_markets(), text)?;
    found.notes.iter().for_each(|text| note(text));
    Ok(found.region)
}

/// An error about an industry, with what stands for it where its code is of another vintage.
pub(crate) fn with_vintage(error: Error, country: &Country, code: &str) -> Error {
    let own = &country.tables.classification;
    if error.code() != "E0104" || own.get(code.trim()).is_some() {
        return error;
    }
    let own = own.name();
    match elsewhere(&country.starter, own, code.trim()) {
        Ok(Some(told)) => error.hint(told),
        _ => error,
    }
}
