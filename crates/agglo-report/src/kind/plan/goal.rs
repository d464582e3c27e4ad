//! What the programme is for, before anything that it chooses, and under which lock it stands.

use agglo::plan::full::{FullPlan, GoalAim, SideOfGoal};

use crate::document::{Block, Section, Span, Text, words};
use crate::text;
use crate::words::sentence;

/// The goal; none outside a programme that recorded one.
pub(super) fn section(plan: &FullPlan) -> Option<Section> {
    let goal = plan.goal.as_ref()?;
    let lead = format!("What the programme is for, as it was agreed on {}.", goal.since);
    let mut section = Section::new("goal", "The goal", words(lead));
    section.blocks.push(Block::Paragraph(text![Span::Strong(sentence(&goal.mission))]));
    for (side, title) in
        [(SideOfGoal::Economy, "In the economy:"), (SideOfGoal::People, "For people:")]
    {
        let aims: Vec<Text> =
            goal.aims.iter().filter(|aim| aim.side == side).map(|aim| words(line(aim))).collect();
        section.blocks.push(Block::Paragraph(words(title)));
        section.blocks.push(if aims.is_empty() {
            Block::Empty(words("No aim is recorded."))
        } else {
            Block::List(aims)
        });
    }
    section
        .blocks
        .extend(plan.registered.as_ref().map(|own| Block::Paragraph(words(own.text.as_str()))));
    Some(section)
}

/// An aim without its column, which stands above it.
fn line(aim: &GoalAim) -> String {
    let line = aim.line();
    let own = line.split_once(": ").map_or(line.as_str(), |(_, own)| own);
    sentence(own)
}
