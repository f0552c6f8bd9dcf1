//! How often the card came, what was learned, and where it is muted: the memory, as the options page draws it.

use crate::host::Host;
use crate::json;
use crate::local_time::LocalTime;
use crate::memory::Memory;
use crate::mutes::Where;

/// A silence that the shopper asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MuteView {
    /// By which it is undone.
    pub site: Where,
    /// The store's name; empty for everywhere.
    pub name: String,
    /// When it ends by itself, milliseconds.
    pub until: Option<i64>,
}

/// The governor's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptsView {
    /// Unasked cards today.
    pub today: u32,
    /// As many come in a day, after what was learned; nothing for as many as there are.
    pub most: Option<u32>,
    /// Cards in a row that were closed without use, when that made them fewer.
    pub closed: Option<u32>,
    /// Stores whose card rests.
    pub resting: Vec<RestView>,
    /// The last twelve months with cards, newest first.
    pub months: Vec<MonthView>,
}

/// A store whose card rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestView {
    /// By which that is undone.
    pub site: Host,
    /// Its name.
    pub name: String,
    /// Until when, milliseconds.
    pub until: i64,
}

/// A month's sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthView {
    /// Of the Gregorian calendar.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// Cards that came unasked.
    pub shown: u32,
    /// Activations on a card.
    pub useful: u32,
}

json::written!(MuteView { site, name, until });
json::written!(PromptsView {
    today,
    most,
    closed,
    resting,
    months
});
json::written!(RestView { site, name, until });
json::written!(MonthView {
    year,
    month,
    shown,
    useful
});

/// The silences that hold now.
pub fn mutes(memory: &Memory, name_of: impl Fn(&Host) -> String, now: i64) -> Vec<MuteView> {
    let held = memory.muted.held(now);
    held.map(|(site, until)| MuteView {
        site: site.clone(),
        name: match site {
            Where::Everywhere => String::new(),
            Where::At(host) => name_of(host),
        },
        until,
    })
    .collect()
}

/// The governor's work so far.
pub fn prompts(memory: &Memory, name_of: impl Fn(&Host) -> String, at: LocalTime) -> PromptsView {
    let (prompts, limits) = (&memory.prompts, &memory.settings.limits);
    let most = prompts.a_day(limits);
    let stores = prompts.stores.iter();
    let resting = stores.filter(|store| at.now < store.rests);
    let months: Vec<MonthView> = prompts
        .months
        .iter()
        .rev()
        .map(|sums| MonthView {
            year: sums.month.div_euclid(12),
            month: sums.month.rem_euclid(12) + 1,
            shown: sums.shown,
            useful: sums.useful,
        })
        .collect();
    PromptsView {
        today: prompts.on(at.day()),
        most,
        closed: (most < limits.prompts).then_some(prompts.closed),
        resting: resting
            .map(|store| RestView {
                site: store.site.clone(),
                name: name_of(&store.site),
                until: store.rests,
            })
            .collect(),
        months,
    }
}
