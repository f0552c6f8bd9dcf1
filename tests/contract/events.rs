//! A sample of every event.

use super::{STORE, TAB};
use pointback_core::host::Host;
use pointback_core::hundredths::Hundredths;
use pointback_core::keepsake::Keepsake;
use pointback_core::mutes::{Lasting, Where};
use pointback_core::protocol::{Event, Granted, TabId, Via};
use pointback_core::settings::{Corner, Mode, Settings};
use pointback_core::store_id::PortalId;
use pointback_core::wallet::CardBonus;

/// One of each. The match in `is_sampled` fails to compile when a variant is added and not named there.
pub fn events() -> Vec<Event> {
    let (url, referrer) = ("https://macys.com/".to_owned(), String::new());
    let granted = Granted {
        sites: true,
        navigation: false,
        cookies: false,
    };
    vec![
        Event::Started {
            session: "s".into(),
            granted,
            redirect: "https://r.example/cb".into(),
        },
        Event::Installed { first: true },
        Event::PermissionsChanged { granted },
        Event::PageSeen {
            tab: TAB,
            url: url.clone(),
            referrer,
            cookies: vec!["cje".into()],
            came: 5,
        },
        Event::HopSeen {
            tab: TAB,
            url: url.clone(),
            at: 9,
        },
        Event::HopLed {
            tab: TabId(-1),
            url: url.clone(),
            to: url.clone(),
        },
        Event::NavigationStarted {
            tab: TAB,
            url: url.clone(),
        },
        Event::NavigationCommitted {
            tab: TAB,
            url: url.clone(),
            transition: "link".into(),
            qualifiers: vec!["server_redirect".into()],
        },
        Event::TabOpened {
            tab: TAB,
            from: TabId(8),
        },
        Event::ActivateClicked {
            tab: TAB,
            store: STORE,
            page: Some(url.clone()),
            via: Via::Card,
        },
        Event::Went { click: "id".into() },
        Event::Watched {
            wanted: "labels".into(),
        },
        Event::PageGone { tab: TabId(1) },
        Event::Dismissed { store: STORE },
        Event::Muted {
            site: Where::Everywhere,
            lasting: Lasting::Hour,
        },
        Event::Unmuted {
            site: Where::At(Host::parse("macys.com").expect("a host")),
        },
        Event::CardPlaced {
            corner: Corner::TopStart,
            folded: true,
        },
        Event::LearningUndone {
            site: Where::Everywhere,
        },
        Event::SettingsChanged {
            settings: Settings {
                mode: Some(Mode::Card),
                unit: "mr".into(),
                ..Settings::default()
            },
        },
        Event::ResultsSeen {
            links: vec![url.clone()],
        },
        Event::KeepsakeChanged {
            keepsake: Keepsake::of(Host::parse("macys.com").expect("a host")),
        },
        Event::CardsChanged {
            cards: vec![CardBonus {
                name: "Gold".into(),
                times: Hundredths(400),
                category: "Groceries".into(),
            }],
        },
        Event::AlarmRang,
        Event::RefreshClicked,
        Event::SurfaceOpened {
            tab: Some(TAB),
            url: Some(url.clone()),
        },
        Event::StoreChosen { store: STORE },
        Event::ClaimMade {
            portal: PortalId(0),
            click: "018f".to_owned(),
            packet: "{}".to_owned(),
        },
        Event::EverythingDeleted,
        Event::ReceiptsDeleted,
        Event::PortalEntered {
            text: "portal:https://p.example/".into(),
        },
        Event::PortalConfirmed,
        Event::PortalDeclined,
        Event::PortalPreferred {
            portal: PortalId(2),
        },
        Event::PortalRemoved {
            portal: PortalId(2),
        },
        Event::SignInClicked {
            portal: PortalId::PACKAGED,
        },
        Event::SignInReturned { url: url.clone() },
        Event::SignInClosed { url },
        Event::SignOutClicked {
            portal: PortalId::PACKAGED,
        },
    ]
}
