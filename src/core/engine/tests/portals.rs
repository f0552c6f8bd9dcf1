//! Several portals: added with open eyes, removed with all their data.

use super::fixture::{DEMO, Portal, Shopper, TAB, button, lit};
use crate::earnings::Said;
use crate::local_time::LocalTime;
use crate::protocol::{Event, Outcome, Via};
use crate::retailer::RetailerId;
use crate::store_id::{PortalId, StoreId};
use crate::subscription::{Freshness, fingerprint};
use crate::task::{FetchFailure, Finding, ListFile, Task};
use crate::view::View;

pub const SECOND: PortalId = PortalId(1);
pub const MACYS_THERE: StoreId = StoreId {
    portal: SECOND,
    retailer: RetailerId(5),
};

/// Another portal with keys of its own, which lists Macy's under another number.
pub fn other(bps: u32) -> Portal {
    let mut portal = Portal::new();
    portal.base = "https://other.example/";
    portal.name = "Other";
    portal.lines = format!(
        "{{\"id\":5,\"n\":\"Macys\",\"d\":[\"macys.com\"],\"r\":[{{\"k\":\"p\",\"v\":{bps}}}]}}\n"
    );
    portal
}

pub fn enter(shopper: &mut Shopper, text: &str) -> Outcome {
    shopper.tell(Event::PortalEntered {
        text: text.to_owned(),
    })
}

pub fn find(shopper: &mut Shopper, root: Vec<u8>) {
    found(shopper, Ok(root));
}

/// What was asked for last is answered.
fn found(shopper: &mut Shopper, answer: Result<Vec<u8>, FetchFailure>) {
    let candidate = shopper.engine.memory().candidate.as_ref();
    let url = candidate.map(|c| c.link.first_root());
    shopper.learn(Finding::Looked(url.unwrap_or_default(), answer));
}

/// Serves the next list that the second portal is asked for.
pub fn sync(shopper: &mut Shopper, portal: &Portal) {
    let head = portal.head_file();
    let asked = shopper.learn(Finding::Fetched(SECOND, ListFile::Head, Ok(head)));
    let file = asked.tasks.into_iter().find_map(|t| match t {
        Task::Fetch(fetch) => Some(fetch.file),
        _ => None,
    });
    let raw = portal.lines.clone().into_bytes();
    let file = file.expect("a list is fetched");
    shopper.learn(Finding::Fetched(SECOND, file, Ok(raw)));
}

pub fn subscribed(portal: &Portal) -> Shopper {
    let mut shopper = Shopper::new();
    enter(&mut shopper, &format!("portal:{}", portal.base));
    find(&mut shopper, portal.root_file());
    shopper.tell(Event::PortalConfirmed);
    sync(&mut shopper, portal);
    shopper
}

pub fn view(shopper: &Shopper) -> View {
    let (now, zone) = (shopper.now, shopper.zone);
    shopper
        .engine
        .kept()
        .view(&Said::default(), LocalTime { now, zone })
}

#[test]
fn a_link_with_a_fingerprint_adds_that_portal_and_no_other() {
    let portal = other(1200);
    let root = portal.root_file();
    let link = format!("portal:https://other.example/#{}", fingerprint(&root));
    let mut shopper = Shopper::new();
    let asked = enter(&mut shopper, &link);
    assert!(
        matches!(asked.tasks.as_slice(), [Task::Fetch(f)] if f.portal.is_none()
            && f.url == "https://other.example/rates/v1/root/1.json"),
        "{asked:?}"
    );
    assert_eq!(shopper.die().tasks, []);
    let (tab, url) = (None, None);
    let opened = shopper.tell(Event::SurfaceOpened { tab, url });
    assert_eq!(opened.tasks, asked.tasks, "asked for again");
    find(&mut shopper, root.clone());
    let candidate = view(&shopper).candidate.expect("a candidate");
    assert!(candidate.checked && candidate.trouble.is_none());
    assert_eq!(candidate.found.map(|f| f.name).as_deref(), Some("Other"));
    shopper.tell(Event::PortalConfirmed);
    assert_eq!(view(&shopper).portals.len(), 2);

    let mut shopper = Shopper::new();
    enter(&mut shopper, &link);
    let mut forged = other(1200);
    forged.name = "Forged";
    find(&mut shopper, forged.root_file());
    let candidate = view(&shopper).candidate.expect("a candidate");
    assert_eq!(
        candidate.trouble.as_deref(),
        Some("portal.wrongFingerprint")
    );
    shopper.tell(Event::PortalConfirmed);
    assert_eq!(view(&shopper).portals.len(), 1, "nothing was added");
}

#[test]
fn nothing_is_added_that_was_not_found_or_is_there_already() {
    let answers = [
        (Ok(Portal::new().root_file()), "portal.known"),
        (Ok(b"{}".to_vec()), "list.badEnvelope"),
        (Err(FetchFailure::Unreachable), "net.unreachable"),
        (Err(FetchFailure::Status(404, None)), "portal.noList"),
    ];
    for (answer, code) in answers {
        let mut shopper = Shopper::new();
        enter(&mut shopper, "other.example");
        found(&mut shopper, answer);
        let candidate = view(&shopper).candidate.expect("a candidate");
        assert_eq!(candidate.trouble.as_deref(), Some(code));
        shopper.tell(Event::PortalConfirmed);
        assert_eq!(view(&shopper).portals.len(), 1);
    }
    for text in [
        "",
        "http://other.example/",
        "portal:ftp://other.example/",
        "https://u:p@other.example/",
        "https://other.example/?x=1",
        "portal:https://other.example/#short",
        "javascript:alert(1)",
    ] {
        let mut shopper = Shopper::new();
        assert!(enter(&mut shopper, text).tasks.is_empty(), "{text}");
        let candidate = view(&shopper).candidate.expect("a candidate");
        assert_eq!(
            candidate.trouble.as_deref(),
            Some("portal.badLink"),
            "{text}"
        );
    }
}

#[test]
fn a_new_portal_offers_nothing_before_its_list_was_checked() {
    let portal = other(1200);
    let mut shopper = Shopper::new();
    enter(&mut shopper, "https://other.example");
    find(&mut shopper, portal.root_file());
    shopper.tell(Event::PortalConfirmed);
    assert_eq!(view(&shopper).portals[1].freshness, Freshness::Asleep);
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit("10%"));
    sync(&mut shopper, &portal);
    assert_eq!(button(&shopper.visit("https://www.macys.com/")), lit("12%"));
    shopper.die();
    assert_eq!(
        button(&shopper.visit("https://www.macys.com/a")),
        lit("12%"),
        "the list was kept"
    );
}

#[test]
fn a_removed_portal_takes_all_its_data_with_it() {
    let mut shopper = subscribed(&other(1200));
    shopper.learn(Finding::SignedIn(SECOND));
    shopper.visit("https://www.macys.com/");
    shopper.tell(Event::ActivateClicked {
        tab: TAB,
        store: MACYS_THERE,
        page: None,
        via: Via::Popup,
    });
    let removed = shopper.tell(Event::PortalRemoved { portal: SECOND });
    assert!(
        removed
            .tasks
            .contains(&Task::SaveList(SECOND, Vec::new(), Vec::new()))
    );
    let base = "https://other.example/oauth/".to_owned();
    assert!(removed.tasks.contains(&Task::Forget(base.clone())));
    assert_eq!(
        button(&removed),
        lit("10%"),
        "the other offer shows at once"
    );
    shopper.learn(Finding::Forgotten(base));
    let memory = String::from_utf8(shopper.engine.memory().encode()).expect("text");
    assert!(!memory.contains("other.example") && !memory.contains("\"1:"));
    let late = shopper.learn(Finding::Fetched(
        SECOND,
        ListFile::Head,
        Ok(other(1).head_file()),
    ));
    assert!(late.effects.is_empty() && late.tasks.is_empty());
    shopper.tell(Event::PortalRemoved { portal: DEMO });
    shopper.die();
    assert!(view(&shopper).portals.is_empty(), "even the packaged one");
}

#[test]
fn at_most_ten_portals() {
    let mut shopper = Shopper::new();
    for number in 1..10 {
        let mut portal = other(100);
        portal.name = ["a", "b", "c", "d", "e", "f", "g", "h", "i"][number - 1];
        enter(&mut shopper, portal.base);
        find(&mut shopper, portal.root_file());
        shopper.tell(Event::PortalConfirmed);
    }
    assert_eq!(view(&shopper).portals.len(), 10);
    assert!(
        enter(&mut shopper, "https://eleventh.example")
            .tasks
            .is_empty()
    );
    let candidate = view(&shopper).candidate.expect("a candidate");
    assert_eq!(candidate.trouble.as_deref(), Some("portal.tooManyPortals"));
}

#[test]
fn a_portal_whose_list_never_came_is_not_asked_at_every_waking() {
    let mut shopper = Shopper::new();
    enter(&mut shopper, "https://other.example");
    find(&mut shopper, other(1_000).root_file());
    shopper.tell(Event::PortalConfirmed);
    let failed = Err(FetchFailure::Unreachable);
    shopper.learn(Finding::Fetched(SECOND, ListFile::Head, failed));
    for _ in 0..2 {
        let woken = shopper.die();
        assert!(!woken.tasks.iter().any(|t| matches!(t, Task::Fetch(_))));
    }
}

#[test]
fn a_removed_portals_number_is_never_given_to_another() {
    let mut shopper = Shopper::new();
    for number in [1, 2] {
        let portal = other(1200);
        enter(&mut shopper, &format!("portal:{}", portal.base));
        find(&mut shopper, portal.root_file());
        shopper.tell(Event::PortalConfirmed);
        let added = shopper.engine.memory().portals.last().expect("a portal").id;
        assert_eq!(added, PortalId(number));
        shopper.tell(Event::PortalRemoved { portal: added });
        shopper.die();
    }
}

#[test]
fn what_another_portal_answers_late_is_not_shown_under_this_ones_address() {
    let mut shopper = Shopper::new();
    enter(&mut shopper, "other.example");
    enter(&mut shopper, "third.example");
    let url = "https://other.example/rates/v1/root/1.json".to_owned();
    let late = Finding::Looked(url, Ok(other(1200).root_file()));
    shopper.learn(late);
    let candidate = view(&shopper).candidate.expect("a candidate");
    assert!(candidate.found.is_none() && candidate.base.contains("third.example"));
    shopper.tell(Event::PortalConfirmed);
    assert_eq!(view(&shopper).portals.len(), 1);
}

#[test]
fn of_two_answers_a_failure_is_replaced_by_a_portal() {
    let mut shopper = Shopper::new();
    enter(&mut shopper, "other.example");
    found(&mut shopper, Err(FetchFailure::Unreachable));
    found(&mut shopper, Ok(other(1200).root_file()));
    let shown = view(&shopper).candidate;
    assert!(shown.is_some_and(|c| c.found.is_some()));
}

/// Each page that is opened asks again, until one is answered.
#[test]
fn what_was_found_is_replaced_by_no_later_answer() {
    let mut shopper = Shopper::new();
    enter(&mut shopper, "other.example");
    find(&mut shopper, other(1200).root_file());
    let shown = view(&shopper).candidate;
    assert!(shown.as_ref().is_some_and(|c| c.found.is_some()));
    for late in [
        Err(FetchFailure::Unreachable),
        Ok(Portal::new().root_file()),
    ] {
        found(&mut shopper, late);
        assert_eq!(view(&shopper).candidate, shown);
    }
}
