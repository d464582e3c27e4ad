//! An input-output table with its sectors by name: flows, final demand, output, and what is known of
//! households and jobs.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::coefficients::{numbers, sized};
use crate::map::input_output::{Coefficients, SectorJobs};

/// What the table says of sales beside those among sectors.
#[derive(Clone, Debug, PartialEq)]
pub enum Sold {
    /// What each sector sells to final demand: its output is all that it sells.
    FinalDemand(Vec<f64>),
    /// Each sector's output: what it does not sell to sectors is final demand.
    Output(Vec<f64>),
}

/// Amounts that households earn and spend, in the unit of the flows.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdAmounts {
    /// Income from each sector.
    pub income: Vec<f64>,
    /// Income from everywhere.
    pub income_in_all: f64,
    /// Spending on each sector, where it is known.
    pub consumption: Option<Vec<f64>>,
}

/// A table of transactions made ready: coefficients, and rates a unit of output.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Sectors, in the table's order.
    pub sectors: Vec<String>,
    /// What the row sells to the column.
    pub flows: Matrix,
    /// What each sector sells to final demand.
    pub final_demand: Vec<f64>,
    /// Technical coefficients and output.
    pub coefficients: Coefficients,
    /// Income of households for a unit of output.
    pub income: Option<Vec<f64>>,
    /// What households buy from each sector for a unit of their income.
    pub consumption: Option<Vec<f64>>,
    /// Jobs for a unit of output.
    pub jobs: Option<Vec<f64>>,
}

impl Account {
    /// A table from its rows: `flows[seller][buyer]`, at least 0.
    ///
    /// # Errors
    ///
    /// `E0302` where shapes do not fit, a flow or an output is below 0.
    pub fn new(
        sectors: Vec<String>,
        flows: &[Vec<f64>],
        sold: Sold,
        households: Option<HouseholdAmounts>,
        jobs: Option<Vec<f64>>,
    ) -> Result<Self, Error> {
        let flows = Matrix::from_rows(flows).map_err(numbers)?;
        let among: Vec<f64> =
            (0..flows.rows()).map(|row| float::sum(flows.row(row).iter().copied())).collect();
        let final_demand = match sold {
            Sold::FinalDemand(demand) => demand,
            Sold::Output(output) => {
                sized("output", among.len(), &output)?;
                output.iter().zip(&among).map(|(output, among)| output - among).collect()
            }
        };
        let coefficients = Coefficients::of(&flows, &final_demand)?;
        let output = &coefficients.output;
        let a_unit = |amounts: &[f64]| -> Vec<f64> {
            let over =
                |(amount, output): (&f64, &f64)| if *output > 0.0 { amount / output } else { 0.0 };
            amounts.iter().zip(output).map(over).collect()
        };
        let households = households.filter(|amounts| amounts.income_in_all > 0.0);
        let income = households.as_ref().map(|amounts| a_unit(&amounts.income));
        let consumption = households.and_then(|amounts| {
            let spent = amounts.consumption?;
            Some(spent.iter().map(|spent| spent / amounts.income_in_all).collect())
        });
        let jobs = jobs.map(|jobs| a_unit(&jobs));
        Ok(Self { sectors, flows, final_demand, coefficients, income, consumption, jobs })
    }

    /// The account of a region of this one: coefficients `a`, households that buy a share of each sector's goods
    /// at home, and the nation's output for each job.
    pub(super) fn of_region(
        &self,
        a: Matrix,
        household_shares: &[f64],
        jobs: &SectorJobs,
    ) -> Result<Self, Error> {
        let whole = &self.coefficients.output;
        let output = |at: usize| {
            let (here, there) = (jobs.region[at], jobs.nation[at]);
            if there > 0.0 { whole[at] * here / there } else { 0.0 }
        };
        let output: Vec<f64> = (0..whole.len()).map(output).collect();
        let flows = Matrix::from_fn(a.rows(), a.rows(), |seller, buyer| {
            a.at(seller, buyer) * output[buyer]
        })
        .map_err(numbers)?;
        let left =
            |(row, output): (usize, &f64)| output - float::sum(flows.row(row).iter().copied());
        let final_demand = output.iter().enumerate().map(left).collect();
        let inactive = (0..output.len()).filter(|&at| output[at] <= 0.0).collect();
        let at_home = |spent: &Vec<f64>| {
            spent.iter().zip(household_shares).map(|(spent, share)| spent * share).collect()
        };
        Ok(Self {
            sectors: self.sectors.clone(),
            flows,
            final_demand,
            coefficients: Coefficients { a, output, inactive },
            income: self.income.clone(),
            consumption: self.consumption.as_ref().map(at_home),
            jobs: self.jobs.clone(),
        })
    }

    /// What households earn from each sector, in the unit of the flows; 0 where it is not known.
    pub fn pay(&self) -> Vec<f64> {
        let none = vec![0.0; self.sectors.len()];
        let rates = self.income.as_ref().unwrap_or(&none);
        rates.iter().zip(&self.coefficients.output).map(|(rate, output)| rate * output).collect()
    }

    /// Sectors without output, by name.
    pub fn inactive(&self) -> Vec<String> {
        self.coefficients.inactive.iter().map(|&at| self.sectors[at].clone()).collect()
    }
}
