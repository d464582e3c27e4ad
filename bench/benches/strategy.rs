//! One county from the pack to the page: budget 2 s and 400 MB, warm. No peer answers the same question.
#![allow(clippy::unwrap_used, reason = "a bench may fail loudly")]

use agglo::base::year::Year;
use agglo_cli::Country;
use agglo_cli::desk::{Asked, Definitions, Desk};
use agglo_data::Starter;
use agglo_report::{Shapes, html, strategy, wire};
use divan::Bencher;

fn main() {
    divan::main();
}

fn asked() -> Asked {
    Asked {
        blueprint: None,
        budget_cents: 200_000_000,
        first: Year(2027),
        years: 10,
        draws: None,
        seed: 1,
    }
}

#[divan::bench(sample_count = 10)]
fn reading_the_starter_pack(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Country::of(Starter::embedded().unwrap(), 2).unwrap());
}

#[divan::bench(sample_count = 10)]
fn laying_out_the_country(bencher: Bencher<'_, '_>) {
    let country = Country::of(Starter::embedded().unwrap(), 2).unwrap();
    let definitions = Definitions::shipped().unwrap();
    bencher.bench(|| Desk::new(&country, &definitions).unwrap());
}

#[divan::bench(sample_count = 10, args = [12_045, 39_099])]
fn working_one_county(bencher: Bencher<'_, '_>, code: u32) {
    let country = Country::of(Starter::embedded().unwrap(), 2).unwrap();
    let definitions = Definitions::shipped().unwrap();
    let id = format!("{code:05}");
    let region = country.regions().iter().find(|region| region.id.as_str() == id).unwrap();
    bencher.bench(|| {
        let desk = Desk::new(&country, &definitions).unwrap();
        desk.work(region, &asked()).unwrap()
    });
}

#[divan::bench(sample_count = 10)]
fn writing_page_and_data(bencher: Bencher<'_, '_>) {
    let country = Country::of(Starter::embedded().unwrap(), 2).unwrap();
    let definitions = Definitions::shipped().unwrap();
    let desk = Desk::new(&country, &definitions).unwrap();
    let region = country.regions().iter().find(|region| region.id.as_str() == "12045").unwrap();
    let found = desk.work(region, &asked()).unwrap();
    bencher.bench(|| {
        let answer = found.strategy(&[], Vec::new(), Shapes::default());
        let page = html::render(&strategy(&answer));
        (page.len(), wire::strategy(&answer, None).unwrap().len())
    });
}
