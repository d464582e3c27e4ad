//! What each field of a design asks, in one sentence: the comment of a starter, and the hint of a refusal.

/// Fields without the places in their lists, and what each asks.
const ASKS: &[(&str, &str)] = &[
    ("question", "what is asked, in one sentence that a yes, a no or a cannot tell would answer"),
    (
        "treated",
        "where something is done, and from when: one table [[treated]] for each region of the programme",
    ),
    ("treated.region", "the region's id in agglo.toml"),
    ("treated.codes", "the codes of its members, as agglo.toml has them"),
    ("treated.start", "the first day of what is done"),
    ("anticipation", "periods before the start in which people may already react; 0 if none"),
    ("outcomes", "what is looked at, all of it aims of the goal: one table [[outcomes]] for each"),
    ("outcomes.measure", "the measure, as the goal names it"),
    ("outcomes.unit", "the unit of the measure before the transform: residents, dollars, share"),
    ("outcomes.transform", "none, log, per_head or growth"),
    ("outcomes.better", "more or less: which direction is the better one"),
    (
        "outcomes.sesoi",
        "the smallest effect that would be worth the money, above 0, after the transform; below it you would not do it again",
    ),
    ("primary", "the one outcome that decides; the others are secondary"),
    ("estimator", "how the effect is estimated: a table [estimator]"),
    ("estimator.name", "the method"),
    ("estimator.mode", "the way in which the method is run"),
    ("estimator.version", "the version of the method, a text"),
    ("donors", "who stands in for what would have been: a table [donors]"),
    (
        "donors.rule",
        "others (all that are far enough away), underserved (those of them that the printed rule names) or listed",
    ),
    ("donors.regions", "codes of the donors where the rule is listed; [] otherwise"),
    (
        "donors.least_km",
        "kilometres from a treated region below which nobody is a donor; 100 is usual",
    ),
    (
        "donors.most_commuting",
        "share of commuters either way above which nobody is a donor; 0.02 is usual",
    ),
    (
        "donors.exclude",
        "who is left out beside that, each with why, before anybody knows the outcome; [] if nobody",
    ),
    ("donors.exclude.region", "the code of a donor that is left out"),
    (
        "donors.exclude.because",
        "why it is left out: its own programme, a storm, a base that closed",
    ),
    ("covariates", "what else is balanced; [] if nothing"),
    ("windows", "what is compared with what: a table [windows]"),
    ("windows.period", "year or quarter: the step of the figures"),
    ("windows.before", "periods before the start that are read; ten or more are wanted"),
    ("windows.after", "periods from the start on that are read"),
    ("alpha", "the level of the test, between 0 and 1; 0.05 is usual"),
    ("side", "two (an effect either way) or one (for the better alone)"),
    ("multiple", "how the secondary outcomes share the error: a table [multiple]"),
    ("multiple.method", "benjamini_hochberg, holm or romano_wolf; none without secondary outcomes"),
    ("multiple.family", "all outcomes but the primary one"),
    ("seed", "the seed of all draws, a whole number"),
    ("data", "which publication of the figures is read: a table [data]"),
    ("data.rule", "latest (on the day of the reading), first (of each period) or named"),
    (
        "data.vintage",
        "the publication that the rule leads to now; may change without touching the test",
    ),
    ("stop", "when it is read, and when it ends: a table [stop]"),
    (
        "stop.rule",
        "when the programme is scaled, changed or ended by what is read, in one sentence; no look before",
    ),
    ("stop.reads", "the days on which it is read, after the last start"),
    ("presentation", "a title and a note; may change without touching the test"),
    ("presentation.title", "a title"),
    ("presentation.note", "a note"),
];

/// What a field asks, by its path; nothing for one that is none.
pub(super) fn ask(path: &str) -> &'static str {
    let is_name = |part: &&str| part.parse::<usize>().is_err();
    let field = path.split('.').filter(is_name).collect::<Vec<_>>().join(".");
    ASKS.iter().find(|(own, _)| *own == field).map_or("", |(_, ask)| ask)
}
