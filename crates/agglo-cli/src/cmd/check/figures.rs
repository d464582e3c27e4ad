//! What figures tell of a programme's regions where the programme itself says nothing.

use std::sync::OnceLock;

use agglo::base::id::RegionId;
use agglo::engage::gates::Region;
use agglo::panel::Facts;
use agglo_data::Starter;
use agglo_data::programme::ProgrammeRegion;

/// The fact that says how many live in a region.
const RESIDENTS: &str = "population_2020";

/// Figures at hand, read once for all regions and only if one of them needs them.
pub(in crate::cmd) struct Figures<'s> {
    starter: &'s Starter,
    residents: OnceLock<Option<Facts>>,
}

impl<'s> Figures<'s> {
    /// The figures of a pack.
    pub(in crate::cmd) fn of(starter: &'s Starter) -> Self {
        Self { starter, residents: OnceLock::new() }
    }

    /// What is known of a region beside its record: what the programme says, or the figures at hand.
    pub(in crate::cmd) fn ground<'a>(&self, region: &'a ProgrammeRegion) -> Region<'a> {
        Region {
            id: &region.id,
            residents: region.residents.or_else(|| self.residents(region)),
            firms: region.firms,
            underserved_share: region.underserved_share,
        }
    }

    /// Codes of a region whose residents neither the programme nor the figures at hand tell, in words.
    pub(in crate::cmd) fn uncounted(&self, region: &ProgrammeRegion) -> Vec<String> {
        let codes = region.members.iter().filter(|_| region.residents.is_none());
        let unknown = codes.filter(|code| self.count(&[RegionId::from(code.as_str())]).is_none());
        let said = |code: &String| {
            format!(
                "no figures at hand count the residents of `{code}` (region `{}`): correct the code in agglo.toml, or \
                 say `residents` there",
                region.id
            )
        };
        unknown.map(said).collect()
    }

    /// Residents as the figures count them.
    fn residents(&self, region: &ProgrammeRegion) -> Option<f64> {
        let members: Vec<RegionId> =
            region.members.iter().map(|id| RegionId::from(id.as_str())).collect();
        self.count(&members)
    }

    fn count(&self, members: &[RegionId]) -> Option<f64> {
        let facts = self.residents.get_or_init(|| self.starter.fact(RESIDENTS).ok()).as_ref()?;
        facts.pooled(RESIDENTS, members).point().ok().filter(|count| *count > 0.0)
    }
}
