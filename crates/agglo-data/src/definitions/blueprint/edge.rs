//! Edges of a blueprint file.

use agglo::base::blueprint::{Edge, EdgeKind, Grade, Sign, Statistic};

use super::element::side;
use super::walk::Table;

const SIGNS: [(&str, Sign); 2] = [("+", Sign::Plus), ("-", Sign::Minus)];

const KINDS: [(&str, EdgeKind); 7] = [
    ("supplies", EdgeKind::Supplies),
    ("draws_customers", EdgeKind::DrawsCustomers),
    ("shares_labour", EdgeKind::SharesLabour),
    ("enables", EdgeKind::Enables),
    ("coordinates", EdgeKind::Coordinates),
    ("crowds_out", EdgeKind::CrowdsOut),
    ("requires", EdgeKind::Requires),
];

const GRADES: [(&str, Grade); 5] =
    [("A", Grade::A), ("B", Grade::B), ("C", Grade::C), ("D", Grade::D), ("E", Grade::E)];

pub(super) fn read(table: Table<'_>) -> Option<Edge> {
    let from = table.need("from").and_then(|node| node.text());
    let to = table.need("to").and_then(|node| node.text());
    let table = match (&from, &to) {
        (Some(from), Some(to)) => table.called(format!("edge `{from}` to `{to}`")),
        _ => table,
    };
    let sign = table.need("sign").and_then(|_| table.word("sign", &SIGNS));
    let kind = table.need("kind").and_then(|_| table.word("kind", &KINDS));
    let grade = table.need("grade").and_then(|_| table.word("grade", &GRADES));
    let strength = table.need("b").and_then(|node| node.number());
    let source = table.text("source").unwrap_or_default();
    // Inputs make an edge one community's own: the grade is refused by name further on.
    table.texts("inputs");
    let statistic = table.table("statistic").and_then(|inner| {
        let left = inner.need("left").and_then(|node| node.table()).and_then(side);
        let right = inner.need("right").and_then(|node| node.table()).and_then(side);
        inner.finish();
        Some(Statistic { left: left?, right: right? })
    });
    table.finish();
    Some(Edge {
        from: from?.into(),
        to: to?.into(),
        sign: sign?,
        kind: kind?,
        strength: strength?,
        grade: grade?,
        source,
        statistic,
    })
}
