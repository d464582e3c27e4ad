//! What the nation's sectors buy from each other, with its jobs and what its households earn and spend.

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::year::Year;
use agglo::map::Place;
use agglo::map::input_output::{Account, HouseholdAmounts, Sold, industry_jobs};
use agglo::panel::{Panel, Structure};

use crate::definitions::input_output::national_sectors;
use crate::starter::Starter;
use crate::starter::places::beyond;

/// The dataset as it stands in the provenance of numbers.
pub const SOURCE: &str = "bea-input-output-2017";
/// The year of the table.
const YEAR: Year = Year(2017);
/// Residents' income in the panel of people, thousands of dollars.
const INCOME: &str = "personal_income_kusd";

/// Thousands of dollars in the files, millions in the account: jobs and pay a unit are those of a million.
const THOUSANDS: f64 = 1000.0;

/// The table in millions of dollars, imports left out; jobs from the structure of industries, residents'
/// income from the panel of people.
pub(super) fn account(
    starter: &Starter,
    structure: &Structure,
    people: &Panel,
) -> Result<Account, Error> {
    let sectors = national_sectors()?;
    let table = starter.open("input_output_sectors.parquet")?;
    let table = table.all(&["sector", "output_kusd", "pay_kusd", "households_kusd"])?;
    let column = |name: &str| -> Result<Vec<f64>, Error> {
        Ok(table.whole(name)?.into_iter().map(|value| value as f64 / THOUSANDS).collect())
    };
    let (output, pay) = (column("output_kusd")?, column("pay_kusd")?);
    if !table.texts("sector")?.iter().eq(sectors.iter().map(|sector| &sector.sector)) {
        return Err(Error::new("E0404", "the sectors are not those of the definitions")
            .at("input_output_sectors.parquet"));
    }
    let mut flows = vec![vec![0.0; sectors.len()]; sectors.len()];
    let rows = starter.open("input_output.parquet")?.all(&["seller", "buyer", "flow_kusd"])?;
    let (sellers, buyers) = (rows.positions("seller")?, rows.positions("buyer")?);
    for ((seller, buyer), flow) in sellers.into_iter().zip(buyers).zip(rows.whole("flow_kusd")?) {
        let cell = flows.get_mut(seller).and_then(|row| row.get_mut(buyer));
        *cell.ok_or_else(|| beyond("input_output_sectors", seller.max(buyer)))? =
            flow as f64 / THOUSANDS;
    }
    let nation = RegionId::from(RegionId::NATION);
    let jobs = industry_jobs(structure, &sectors, &pay, Place::unit(&nation));
    let jobs = jobs.map_err(|why| Error::new("E0404", why.text).at("structure.parquet"))?;
    let households = HouseholdAmounts {
        income: pay,
        income_in_all: income(people) / THOUSANDS,
        consumption: Some(column("households_kusd")?),
    };
    let names = sectors.into_iter().map(|sector| sector.sector).collect();
    Account::new(names, &flows, Sold::Output(output), Some(households), Some(jobs.nation))
}

/// Income of all residents in the table's year.
fn income(people: &Panel) -> f64 {
    let place = people.year(YEAR).zip(people.industry(INCOME));
    let nation = people.region(RegionId::NATION);
    let cell = |region: usize| {
        let (year, measure) = place?;
        people.cell([year, region, measure]).point().ok()
    };
    (0..people.axes().regions.len()).filter(|region| Some(*region) != nation).filter_map(cell).sum()
}
