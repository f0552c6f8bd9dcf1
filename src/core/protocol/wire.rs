//! The protocol in JSON. Reading is strict: an unknown type, and a field that is missing or too many, are refused.

use super::{Effect, Event, Granted, Icon, TabId, Via};
use crate::json::{self, Read, Reader};

macro_rules! events {
    ($($type:literal => $event:ident $({ $($field:ident),+ })?,)+) => {
        impl Read for Event {
            fn read(from: Reader<'_>) -> Self {
                match from.field("type").text() {
                    $($type => {
                        from.refuse_other_fields(&["type" $($(, stringify!($field))+)?]);
                        Self::$event $({ $($field: from.get(stringify!($field))),+ })?
                    })+
                    _ => from.fault(Self::AlarmRang),
                }
            }
        }
        json::deserialize!(Event);
        json::written_variants!(Event, "type" { $($type => $event $({ $($field),+ })?),+ });
    };
}

events! {
    "started" => Started { session, granted, redirect },
    "installed" => Installed { first },
    "permissionsChanged" => PermissionsChanged { granted },
    "pageSeen" => PageSeen { tab, url, referrer, cookies, came },
    "hopSeen" => HopSeen { tab, url, at },
    "hopLed" => HopLed { tab, url, to },
    "navigationStarted" => NavigationStarted { tab, url },
    "navigationCommitted" => NavigationCommitted { tab, url, transition, qualifiers },
    "tabOpened" => TabOpened { tab, from },
    "activateClicked" => ActivateClicked { tab, store, page, via },
    "went" => Went { click },
    "watched" => Watched { wanted },
    "pageGone" => PageGone { tab },
    "dismissed" => Dismissed { store },
    "muted" => Muted { site, lasting },
    "unmuted" => Unmuted { site },
    "cardPlaced" => CardPlaced { corner, folded },
    "learningUndone" => LearningUndone { site },
    "settingsChanged" => SettingsChanged { settings },
    "resultsSeen" => ResultsSeen { links },
    "keepsakeChanged" => KeepsakeChanged { keepsake },
    "cardsChanged" => CardsChanged { cards },
    "alarmRang" => AlarmRang,
    "refreshClicked" => RefreshClicked,
    "surfaceOpened" => SurfaceOpened { tab, url },
    "receiptsDeleted" => ReceiptsDeleted,
    "claimMade" => ClaimMade { portal, click, packet },
    "everythingDeleted" => EverythingDeleted,
    "storeChosen" => StoreChosen { store },
    "portalEntered" => PortalEntered { text },
    "portalConfirmed" => PortalConfirmed,
    "portalDeclined" => PortalDeclined,
    "portalPreferred" => PortalPreferred { portal },
    "portalRemoved" => PortalRemoved { portal },
    "signInClicked" => SignInClicked { portal },
    "signInReturned" => SignInReturned { url },
    "signInClosed" => SignInClosed { url },
    "signOutClicked" => SignOutClicked { portal },
}

json::written_variants!(Effect, "type" {
    "setIcon" => SetIcon { tab, icon, badge },
    "showCard" => ShowCard { tab, card },
    "hideCard" => HideCard { tab },
    "go" => Go { tab, url, click },
    "openTab" => OpenTab { url },
    "watch" => Watch { sites, searches, wanted },
    "setAlarm" => SetAlarm { at },
    "launchSignIn" => LaunchSignIn { url },
    "reply" => Reply,
    "replyLabels" => ReplyLabels { labels },
    "viewChanged" => ViewChanged,
    "notify" => Notify { store, name, rate },
    "releasePermissions" => ReleasePermissions { keep },
    "idle" => Idle { time, said },
    "notSaved" => NotSaved,
    "beginAnew" => BeginAnew { is_done },
});
json::transparent!(TabId);
json::object!(Granted {
    sites,
    navigation,
    cookies
});
json::words!(Via {
    "card" => Card,
    "popup" => Popup,
});
json::words!(Icon {
    "grey" => Grey,
    "lit" => Lit,
    "active" => Active,
});
