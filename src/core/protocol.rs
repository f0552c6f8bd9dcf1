//! Every type that crosses the core's border. Events are facts in the past tense; effects are small orders to the
//! shim. Orders to the adapter are in `task.rs`.

mod effect;
mod wire;

pub use effect::{Effect, Icon, Outcome};

use crate::keepsake::Keepsake;
use crate::mutes::{Lasting, Where};
use crate::settings::{Corner, Settings};
use crate::store_id::{PortalId, StoreId};
use crate::wallet::CardBonus;

/// A browser tab's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TabId(pub i32);

/// Time and chance, which the core never takes for itself.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// Milliseconds since 1970, UTC.
    pub now: i64,
    /// Minutes that the shopper's clocks are ahead of UTC; below zero west of Greenwich.
    pub zone: i32,
    /// Fresh random bytes for ids, PKCE and jitter.
    pub random: [u8; 64],
}

/// What happened, as the shim reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The background woke up. `session` is a random name that lives as long as the browser session.
    Started {
        /// Name of the browser session.
        session: String,
        /// What the shopper has granted at this moment.
        granted: Granted,
        /// This browser's redirect address for our sign-in; empty where it has no windows for that.
        redirect: String,
    },
    /// The extension was installed, or updated, which makes the browser forget what it was asked to watch.
    Installed {
        /// For the first time?
        first: bool,
    },
    /// The shopper gave or took back a permission.
    PermissionsChanged {
        /// What is granted now.
        granted: Granted,
    },
    /// The on-page script runs on a listed store's page.
    PageSeen {
        /// Where.
        tab: TabId,
        /// The page's address; stays on the device.
        url: String,
        /// The page's referrer; stays on the device.
        referrer: String,
        /// Names of the site's cookies, never values; none without the permission.
        cookies: Vec<String>,
        /// When the page began to come, milliseconds; when it told of itself if that is not known. What was met on the way
        /// after that is kept for the next page.
        came: i64,
    },
    /// The main frame requested a known network's redirect host.
    HopSeen {
        /// Where.
        tab: TabId,
        /// The address; stays on the device.
        url: String,
        /// When, milliseconds: we may have had to be woken first.
        at: i64,
    },
    /// A known network's redirect host sent a main frame on, in whatever tab, or in none while a page is prepared.
    HopLed {
        /// Where; below zero for none.
        tab: TabId,
        /// The network's address; stays on the device.
        url: String,
        /// Where it led; stays on the device.
        to: String,
    },
    /// Toolbar-only mode: a main-frame navigation began.
    NavigationStarted {
        /// Where.
        tab: TabId,
        /// The first address.
        url: String,
    },
    /// Toolbar-only mode: a main-frame navigation arrived.
    NavigationCommitted {
        /// Where.
        tab: TabId,
        /// The address reached.
        url: String,
        /// The browser's `transitionType`: tells typed and bookmarked addresses from followed links.
        transition: String,
        /// The browser's `transitionQualifiers`: tell whether it was redirected.
        qualifiers: Vec<String>,
    },
    /// Toolbar-only mode: a page opened another tab.
    TabOpened {
        /// The new tab.
        tab: TabId,
        /// The tab whose page opened it.
        from: TabId,
    },
    /// The shopper pressed Activate: a trusted click in our own surface.
    ActivateClicked {
        /// Where the store is open.
        tab: TabId,
        /// Which store's offer was shown, of which portal.
        store: StoreId,
        /// The page, to be reduced before anything leaves the device.
        page: Option<String>,
        /// The surface.
        via: Via,
    },
    /// The shim carried out a `go`.
    Went {
        /// Id of the click.
        click: String,
    },
    /// The shim carried out a `watch`.
    Watched {
        /// As it came with it.
        wanted: String,
    },
    /// The page of a store that was in this tab is gone: nobody there takes a card, or takes one away.
    PageGone {
        /// Which tab.
        tab: TabId,
    },
    /// The shopper closed the card: not now.
    Dismissed {
        /// Which store.
        store: StoreId,
    },
    /// The shopper asked for silence.
    Muted {
        /// Where.
        site: Where,
        /// For how long.
        lasting: Lasting,
    },
    /// The shopper asked for offers again.
    Unmuted {
        /// Where silence was asked for.
        site: Where,
    },
    /// The shopper moved the card, folded it to a pill or opened it again.
    CardPlaced {
        /// Where it stands now.
        corner: Corner,
        /// Is it a pill?
        folded: bool,
    },
    /// The shopper undid what was learned from closed cards.
    LearningUndone {
        /// Where.
        site: Where,
    },
    /// The shopper changed settings.
    SettingsChanged {
        /// All of them, as they shall be.
        settings: Settings,
    },
    /// The label script found results on a search page.
    ResultsSeen {
        /// Their addresses; stay on the device.
        links: Vec<String>,
    },
    /// The shopper changed what they keep about a store.
    KeepsakeChanged {
        /// All of it, as it shall be.
        keepsake: Keepsake,
    },
    /// The shopper changed the bonuses of their cards.
    CardsChanged {
        /// All of them, as they shall be.
        cards: Vec<CardBonus>,
    },
    /// The one alarm rang.
    AlarmRang,
    /// The shopper asked for a fresh list.
    RefreshClicked,
    /// One of our pages was opened and wants to be drawn.
    SurfaceOpened {
        /// The tab it speaks about, if any.
        tab: Option<TabId>,
        /// That tab's address, where the browser lets us see it.
        url: Option<String>,
    },
    /// The shopper deletes the receipts.
    ReceiptsDeleted,
    /// The shopper says that the purchase of a trip is missing or wrong.
    ClaimMade {
        /// At which portal.
        portal: PortalId,
        /// The click of the trip.
        click: String,
        /// What the portal is told, as `pages` has made it.
        packet: String,
    },
    /// The shopper deletes everything.
    EverythingDeleted,
    /// The shopper chose a store from the search.
    StoreChosen {
        /// Which.
        store: StoreId,
    },
    /// The shopper entered the link or address of a portal.
    PortalEntered {
        /// What stands in the field.
        text: String,
    },
    /// The shopper looked at what was found there, and adds it.
    PortalConfirmed,
    /// The shopper does not.
    PortalDeclined,
    /// The shopper prefers a portal to those before it, among offers of the same worth.
    PortalPreferred {
        /// Which.
        portal: PortalId,
    },
    /// The shopper removes a portal and all that belongs to it.
    PortalRemoved {
        /// Which.
        portal: PortalId,
    },
    /// The shopper pressed Sign in.
    SignInClicked {
        /// Where.
        portal: PortalId,
    },
    /// A page was reached that may be a sign-in's answer: told as `Reply` when it is.
    SignInReturned {
        /// Its address.
        url: String,
    },
    /// A sign-in window is gone, with an answer before or without one.
    SignInClosed {
        /// The address with which it was opened.
        url: String,
    },
    /// The shopper pressed Sign out.
    SignOutClicked {
        /// Where.
        portal: PortalId,
    },
}

/// Optional permissions that the shopper has granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Granted {
    /// Access to sites, for the on-page card.
    pub sites: bool,
    /// `webNavigation`, for the toolbar button.
    pub navigation: bool,
    /// `cookies`, for the names of a store's cookies.
    pub cookies: bool,
}

/// The surface in which Activate was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The on-page card.
    Card,
    /// The popup.
    Popup,
}
