//! Concordances: which codes of one classification stand for which codes of another.
//!
//! The official tables say where a code's content goes and not how much of it: a code that goes to several has
//! no shares unless somebody gives them. What is done about that stands in the panel step, `carry`.

use std::collections::BTreeMap;

use crate::base::error::Error;
use crate::base::id::{IndustryId, SourceId};

/// How far given shares may be from one in all.
const NEAR_ONE: f64 = 1e-6;

/// A part of one code's content that lies in another code.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The code that is left.
    pub from: IndustryId,
    /// The code that is reached.
    pub to: IndustryId,
    /// Part of `from` that goes there, 0 to 1, where a table gives it.
    pub share: Option<f64>,
}

/// Links from one classification to another, sorted and each once.
#[derive(Clone, Debug, PartialEq)]
pub struct Concordance {
    from: String,
    to: String,
    source: SourceId,
    links: Vec<Link>,
}

impl Concordance {
    /// A concordance between two classifications, named with their vintages: `NAICS 2012`.
    ///
    /// # Errors
    ///
    /// `E0201` where a link stands twice; `E0301` where a share is not in 0 to 1, is given for some links of a
    /// code only, or the shares of a code do not add up to 1.
    pub fn new(
        from: &str,
        to: &str,
        source: SourceId,
        mut links: Vec<Link>,
    ) -> Result<Self, Error> {
        let place = || format!("concordance {from} to {to}");
        links.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        let twice =
            links.windows(2).find(|two| (&two[0].from, &two[0].to) == (&two[1].from, &two[1].to));
        if let Some([link, _]) = twice {
            let what = format!("the link of `{}` to `{}` stands twice", link.from, link.to);
            return Err(Error::new("E0201", what).at(place()));
        }
        for own in links.chunk_by(|a, b| a.from == b.from) {
            check_shares(own).map_err(|what| Error::new("E0301", what).at(place()))?;
        }
        Ok(Self { from: from.to_owned(), to: to.to_owned(), source, links })
    }

    /// Name of the classification that is left.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Name of the classification that is reached.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Who says so.
    pub fn source(&self) -> &SourceId {
        &self.source
    }

    /// All links, by code left and code reached.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of a code; none where it has none.
    pub fn targets(&self, code: &str) -> &[Link] {
        let first = self.links.partition_point(|link| link.from.as_str() < code);
        let rest = &self.links[first..];
        &rest[..rest.partition_point(|link| link.from.as_str() == code)]
    }

    /// Codes that are left, with their links.
    pub fn codes(&self) -> impl Iterator<Item = &[Link]> {
        self.links.chunk_by(|a, b| a.from == b.from)
    }

    /// The way back. Shares stay behind: what part of `to` came from `from` is another question.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let back = |link: &Link| Link { from: link.to.clone(), to: link.from.clone(), share: None };
        let mut links: Vec<Link> = self.links.iter().map(back).collect();
        links.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        Self { from: self.to.clone(), to: self.from.clone(), source: self.source.clone(), links }
    }

    /// This concordance and then the next: 2012 to 2017 and 2017 to 2022 give 2012 to 2022.
    ///
    /// A share is known where all on the way to it are; a code without a link in the next one is lost, with the
    /// shares of those that reach it.
    ///
    /// # Errors
    ///
    /// `E0301` where the next one begins at another classification.
    pub fn then(&self, next: &Self) -> Result<Self, Error> {
        if self.to != next.from {
            let what = format!("{} is not where {} begins", self.to, next.from);
            return Err(Error::new("E0301", what));
        }
        let source = if self.source == next.source {
            self.source.clone()
        } else {
            format!("{} + {}", self.source, next.source).into()
        };
        let mut links = Vec::new();
        for own in self.codes() {
            links.extend(through(own, next));
        }
        Self::new(&self.from, &next.to, source, links)
    }
}

/// Where the links of one code lead by the next concordance.
fn through(own: &[Link], next: &Concordance) -> Vec<Link> {
    let part = |link: &Link, all: usize| link.share.or((all == 1).then_some(1.0));
    let mut reached: BTreeMap<&IndustryId, Option<f64>> = BTreeMap::new();
    let mut is_whole = true;
    for link in own {
        let on = next.targets(link.to.as_str());
        is_whole &= !on.is_empty();
        for further in on {
            let share = part(link, own.len()).zip(part(further, on.len()));
            let share = share.map(|(one, other)| one * other);
            let sum = reached.entry(&further.to).or_insert(Some(0.0));
            *sum = sum.zip(share).map(|(sum, share)| sum + share);
        }
    }
    let is_known = is_whole && reached.len() > 1 && reached.values().all(Option::is_some);
    let link = |(to, share): (&IndustryId, Option<f64>)| Link {
        from: own[0].from.clone(),
        to: to.clone(),
        share: share.filter(|_| is_known),
    };
    reached.into_iter().map(link).collect()
}

fn check_shares(own: &[Link]) -> Result<(), String> {
    let code = &own[0].from;
    let shares: Vec<f64> = own.iter().filter_map(|link| link.share).collect();
    if shares.is_empty() {
        return Ok(());
    }
    if shares.len() < own.len() {
        return Err(format!("`{code}` has shares for {} of its {} links", shares.len(), own.len()));
    }
    if let Some(odd) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
        return Err(format!("a share of `{code}` is {odd}, not between 0 and 1"));
    }
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() > NEAR_ONE {
        return Err(format!("the shares of `{code}` add up to {sum}, not to 1"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: &str, to: &str, share: Option<f64>) -> Link {
        Link { from: from.into(), to: to.into(), share }
    }

    fn of(from: &str, to: &str, links: &[(&str, &str)]) -> Concordance {
        let links = links.iter().map(|(from, to)| link(from, to, None)).collect();
        Concordance::new(from, to, "test".into(), links).unwrap()
    }

    #[test]
    fn links_of_a_code_are_found_and_of_others_there_are_none() {
        let found = of("A", "B", &[("2", "y"), ("1", "x"), ("2", "x")]);
        let to = |code: &str| -> Vec<String> {
            found.targets(code).iter().map(|link| link.to.to_string()).collect()
        };
        assert_eq!(to("2"), ["x", "y"]);
        assert_eq!(to("1"), ["x"]);
        assert!(to("3").is_empty() && to("").is_empty());
    }

    #[test]
    fn shares_that_are_no_shares_are_refused() {
        let code = |links: Vec<Link>| {
            Concordance::new("A", "B", "test".into(), links)
                .map(|_| ())
                .map_err(|error| error.code())
        };
        assert_eq!(code(vec![link("1", "x", None), link("1", "x", None)]), Err("E0201"));
        for (one, other) in [(Some(0.5), None), (Some(0.5), Some(0.6)), (Some(1.5), Some(-0.5))] {
            assert_eq!(code(vec![link("1", "x", one), link("1", "y", other)]), Err("E0301"));
        }
        assert_eq!(code(vec![link("1", "x", Some(0.25)), link("1", "y", Some(0.75))]), Ok(()));
        assert_eq!(code(vec![]), Ok(()));
    }

    #[test]
    fn two_concordances_make_one_and_shares_multiply() {
        let first = Concordance::new(
            "A",
            "B",
            "one".into(),
            vec![link("1", "x", Some(0.25)), link("1", "y", Some(0.75)), link("2", "y", None)],
        );
        let second = Concordance::new(
            "B",
            "C",
            "two".into(),
            vec![link("x", "p", None), link("y", "p", Some(0.4)), link("y", "q", Some(0.6))],
        );
        let both = first.unwrap().then(&second.unwrap()).unwrap();
        let shares: Vec<f64> = both.targets("1").iter().filter_map(|link| link.share).collect();
        assert!((shares[0] - 0.55).abs() < 1e-12 && (shares[1] - 0.45).abs() < 1e-12);
        assert_eq!((both.from(), both.to()), ("A", "C"));
        assert!(both.then(&of("A", "B", &[])).is_err());
    }

    #[test]
    fn the_way_back_of_the_way_back_is_the_way() {
        let way = of("A", "B", &[("1", "x"), ("2", "x"), ("2", "y")]);
        assert_eq!(way.inverse().inverse(), way);
        assert_eq!(way.inverse().targets("x").len(), 2);
    }
}
