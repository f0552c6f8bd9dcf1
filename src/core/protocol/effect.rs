//! Effects: what the shim shall do, and the outcome of an event.

use super::TabId;
use crate::settings::Mode;
use crate::store_id::StoreId;
use crate::task::Task;
use crate::view::{CardView, RateView};

/// How the toolbar button looks. Nothing and stood down look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Nothing to say.
    Grey,
    /// An offer.
    Lit,
    /// A trip is active.
    Active,
}

/// An order to the shim. One switch carries them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Draw the toolbar button of a tab.
    SetIcon {
        /// Which tab.
        tab: TabId,
        /// How.
        icon: Icon,
        /// Badge text, empty for none.
        badge: String,
    },
    /// Show the card, or change what it says.
    ShowCard {
        /// Where.
        tab: TabId,
        /// What.
        card: Box<CardView>,
    },
    /// Take the card away.
    HideCard {
        /// Where.
        tab: TabId,
    },
    /// Send a tab to the portal's click-out, then report `Went`.
    Go {
        /// Which tab.
        tab: TabId,
        /// Where to.
        url: String,
        /// Id of the click.
        click: String,
    },
    /// Open a new tab.
    OpenTab {
        /// Where to; a path is a page of our own.
        url: String,
    },
    /// Run our scripts by themselves on these pages from now on, and report it done.
    Watch {
        /// Match patterns for the on-page script; none at all when empty.
        sites: Vec<String>,
        /// Match patterns for the label script; none at all when empty.
        searches: Vec<String>,
        /// Comes back with the report.
        wanted: String,
    },
    /// Wake us at this time.
    SetAlarm {
        /// Milliseconds.
        at: i64,
    },
    /// Open the portal's sign-in and report what comes back.
    LaunchSignIn {
        /// The address.
        url: String,
    },
    /// Tell the one who reported that it was looked at: what a surface is to draw is saved, and a page was a sign-in's answer.
    Reply,
    /// Answer the label script.
    ReplyLabels {
        /// For each result the badge's text and whether it is "up to", or nothing.
        labels: Vec<Option<(String, bool)>>,
    },
    /// Tell the shopper what they asked to be told, where the browser may.
    Notify {
        /// Which store, to be opened from there.
        store: StoreId,
        /// Its name.
        name: String,
        /// What it pays now.
        rate: RateView,
    },
    /// Toolbar-only mode: tell us of no navigation in these tabs, as long as it leads to a public host that none of these lists
    /// names. Of a tab that we are told of all the same, tell us everything until this comes again.
    Idle {
        /// Counts up while the background lives; what is older says nothing any more.
        time: u32,
        /// The tabs, and the lists as portal and version: `7 9 0:3 `.
        said: String,
    },
    /// Surfaces that are open should look again.
    ViewChanged,
    /// Give back the permission of the mode that was left.
    ReleasePermissions {
        /// The mode that stays.
        keep: Option<Mode>,
    },
    /// Tell the surface that asked that nothing could be saved, and so nothing was begun.
    NotSaved,
    /// Everything was to be deleted: forget the rest, too, and wake up with what is there.
    BeginAnew {
        /// Is nothing left? Else the shopper is told, and may try again.
        is_done: bool,
    },
}

/// What follows from an event or a finding, in this order: save, tasks, effects.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The memory changed and must be saved before anything else is done.
    pub must_save: bool,
    /// For the adapter.
    pub tasks: Vec<Task>,
    /// For the shim.
    pub effects: Vec<Effect>,
}
