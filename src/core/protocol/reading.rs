//! Reading what the shim reports. Strict: an unknown type, and a field that is missing or too many, are refused.

use super::{Event, Granted, TabId, Via};
use crate::json::{self, Json, Read};

macro_rules! events {
    ($($type:literal => $event:ident $({ $($field:ident),+ })?,)+) => {
        impl Read for Event {
            fn read(json: &Json<'_>) -> Option<Self> {
                let (event, fields): (_, &[&str]) = match json.field("type")?.text()? {
                    $($type => (
                        Self::$event $({ $($field: json.get(stringify!($field))?),+ })?,
                        &["type" $($(, stringify!($field))+)?],
                    ),)+
                    _ => return None,
                };
                json.has_only(fields).then_some(event)
            }
        }
    };
}

events! {
    "started" => Started { session, granted, redirect },
    "installed" => Installed { first },
    "permissionsChanged" => PermissionsChanged { granted },
    "pageSeen" => PageSeen { tab, url, referrer },
    "hopSeen" => HopSeen { tab, url },
    "navigationStarted" => NavigationStarted { tab, url },
    "navigationCommitted" => NavigationCommitted { tab, url, transition },
    "tabOpened" => TabOpened { tab, from },
    "activateClicked" => ActivateClicked { tab, retailer, page, via },
    "went" => Went { click },
    "dismissed" => Dismissed { retailer, always },
    "unmuted" => Unmuted { retailer },
    "settingsChanged" => SettingsChanged { settings },
    "alarmRang" => AlarmRang,
    "refreshClicked" => RefreshClicked,
    "surfaceOpened" => SurfaceOpened { tab, url },
    "searchTyped" => SearchTyped { text },
    "storeChosen" => StoreChosen { retailer },
    "signInClicked" => SignInClicked,
    "signInReturned" => SignInReturned { url },
    "signInClosed" => SignInClosed,
    "signOutClicked" => SignOutClicked,
}

json::deserialize!(Event);
json::transparent!(TabId);
json::object!(Granted { sites, navigation });
json::words!(Via {
    "card" => Card,
    "popup" => Popup,
});
