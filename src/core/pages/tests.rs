//! What the pages compute of stores, from a list as it is published.

use crate::account::Account;
use crate::earnings::Said;
use crate::kept::Kept;
use crate::lists::Lists;
use crate::local_time::LocalTime;
use crate::memory::Memory;
use crate::rate_list::RateList;
use crate::retailer::RetailerId;
use crate::root::Root;
use crate::store_id::{PortalId, StoreId};
use crate::subscription::Portal;
use crate::view::{Figure, SearchHit, Winner};
use crate::{Error, json};

const NOW: i64 = 1_790_000_000;
const SHOES: StoreId = StoreId {
    portal: PortalId::PACKAGED,
    retailer: RetailerId(1),
};
const FLAT: StoreId = StoreId {
    portal: PortalId::PACKAGED,
    retailer: RetailerId(2),
};
const ROOT: &str = r#"{"v":1,"portal":"p","root":1,"epoch":1,"expires":9,"name":"P","bases":["b"],"api":"a","go":["g"],"roles":{"root":{"need":1,"keys":["k"]},"list":{"need":1,"keys":["k"]}}}"#;
const UNITS: &str = r#"[{"kind":"cash","id":"usd","cur":"USD","exp":2},{"kind":"points","id":"mr","name":"MR","per":[{"from":0,"num":100,"den":1}]},{"kind":"points","id":"bilt","name":"Bilt","per":[{"from":0,"num":50,"den":1},{"from":0,"num":100,"den":1,"tier":"gold"}]}]"#;

fn shop() -> (Memory, Lists) {
    let lines = format!(
        concat!(
            r#"{{"id":1,"n":"Shoes & More","d":["shoes.example"],"r":[{{"k":"p","v":800,"u":1}},{{"k":"p","v":200,"l":"Beauty"}},{{"k":"p","v":0,"l":"Gift cards"}}],"b":[{{"v":1500,"s":{},"e":{},"cap":500}}],"c":"Shoes","f":1}}"#,
            "\n",
            r#"{{"id":2,"n":"Flat","d":["flat.example"],"r":[{{"k":"f","v":2500,"c":"USD"}}],"c":"Books","f":1}}"#,
            "\n",
            r#"{{"id":3,"n":"Nordstrom","d":["nordstrom.example"],"r":[{{"k":"p","v":100}}],"c":"Shoes"}}"#,
            "\n",
        ),
        NOW - 10,
        NOW + 7_800
    );
    let mut lists = Lists::default();
    let list = RateList::decode(lines.as_bytes()).unwrap();
    assert_eq!(list.len(), 3);
    lists.insert(PortalId::PACKAGED, list);
    let root: Root = json::read(ROOT.as_bytes()).unwrap();
    let mut portal = Portal::new(PortalId::PACKAGED, "f".to_owned(), root);
    portal.units = json::read(UNITS.as_bytes()).unwrap();
    portal.expires = NOW + 1_000_000;
    let mut memory = Memory::default();
    memory.portals.push(portal);
    (memory, lists)
}

fn money(amount: &str) -> Figure {
    Figure::Amount {
        amount: amount.to_owned(),
        currency: "USD".to_owned(),
    }
}

fn points(points: &str, programme: &str) -> Figure {
    Figure::Points {
        points: points.to_owned(),
        programme: programme.to_owned(),
    }
}

#[test]
fn a_store_is_told_in_full() {
    let (memory, lists) = shop();
    let kept = Kept {
        memory: &memory,
        lists: &lists,
    };
    let store = kept.store(SHOES, &[], NOW * 1000).unwrap();
    let tiers: Vec<_> = store
        .tiers
        .iter()
        .map(|t| (t.label.as_str(), t.rate.is_some()))
        .collect();
    assert_eq!(tiers, [("Beauty", true), ("Gift cards", false)]);
    let boost = store.boost.unwrap();
    assert_eq!((boost.ends, boost.trips), ((NOW + 7_800) * 1000, 0));
    assert_eq!(boost.left, Some(money("5.00")));
    assert_eq!(store.history, None);
    assert_eq!(
        kept.store(
            StoreId {
                retailer: RetailerId(9),
                ..SHOES
            },
            &[],
            NOW
        ),
        None
    );
    let stale = kept.store(SHOES, &[], (NOW + 2_000_000) * 1000).unwrap();
    assert!(
        stale.tiers.is_empty() && stale.boost.is_none(),
        "old figures are hidden"
    );
}

#[test]
fn a_purchase_earns_what_the_terms_say_rounded_down() {
    let (mut memory, lists) = shop();
    let earned = |memory: &Memory, id, tier, text: &str, now: i64| {
        let earned = Kept {
            memory,
            lists: &lists,
        }
        .earned(id, tier, text, now * 1000)?;
        Ok((earned.cash, earned.points, earned.capped))
    };
    // 8 % of 49.99 is 3.9992, with the boost 7.4985: 3.4993 more, below the cap of 5.00.
    let boosted = earned(&memory, SHOES, None, "49.99", NOW);
    let both = vec![points("749", "MR"), points("374", "Bilt")];
    assert_eq!(boosted, Ok((Some(money("7.49")), both, false)));
    let capped = earned(&memory, SHOES, None, "249,90", NOW).unwrap();
    assert_eq!(
        (capped.0, capped.2),
        (Some(money("24.99")), true),
        "19.99 and 5.00"
    );
    let after = earned(&memory, SHOES, None, "249.90", NOW + 7_800).unwrap();
    assert_eq!((after.0, after.2), (Some(money("19.99")), false));
    let beauty = earned(&memory, SHOES, Some(1), "10", NOW).unwrap();
    assert_eq!(beauty.0, Some(money("0.20")));
    let excluded = earned(&memory, SHOES, Some(2), "10", NOW).unwrap();
    assert_eq!(excluded.0, Some(money("0.00")));
    let flat = earned(&memory, FLAT, None, "1", NOW).unwrap();
    assert_eq!(flat.0, Some(money("25.00")));
    memory.settings.statuses = vec![("bilt".to_owned(), "gold".to_owned())];
    let gold = earned(&memory, FLAT, None, "1", NOW).unwrap();
    assert_eq!(gold.1, [points("2500", "MR"), points("2500", "Bilt")]);
    assert_eq!(
        earned(&memory, SHOES, None, "1,249.90", NOW),
        Err(Error::BadFigure)
    );
    assert_eq!(
        earned(&memory, SHOES, Some(9), "1", NOW),
        Err(Error::BadAnswer)
    );
}

#[test]
fn units_say_when_points_win_and_what_others_count() {
    let (mut memory, lists) = shop();
    let bilt = |memory: &Memory| {
        let view = Kept {
            memory,
            lists: &lists,
        }
        .view(
            &Said::default(),
            LocalTime {
                now: NOW * 1000,
                zone: 0,
            },
        );
        let unit = view.units.into_iter().find(|u| u.id == "bilt").unwrap();
        let even = unit.break_even.unwrap();
        (
            unit.value.as_text(),
            even.cents.as_text(),
            even.wins,
            unit.statuses,
            unit.presets[0].month,
        )
    };
    let gold = vec!["gold".to_owned()];
    let blue = (
        "1".to_owned(),
        "2".to_owned(),
        Winner::Cash,
        gold.clone(),
        "2026-01",
    );
    assert_eq!(bilt(&memory), blue);
    memory.settings.statuses = vec![("bilt".to_owned(), "gold".to_owned())];
    let even = (
        "1".to_owned(),
        "1".to_owned(),
        Winner::Neither,
        gold,
        "2026-01",
    );
    assert_eq!(bilt(&memory), even);
}

#[test]
fn a_programme_changes_its_terms_at_the_second_it_says() {
    let (mut memory, lists) = shop();
    let dated = format!(
        r#"[{{"kind":"points","id":"bilt","name":"Bilt","per":[{{"from":0,"num":50,"den":1}},{{"from":{NOW},"num":100,"den":1}}]}}]"#
    );
    memory.portals[0].units = json::read(dated.as_bytes()).unwrap();
    let lists = &lists;
    let memory = &memory;
    for (now, cents) in [(NOW * 1000 - 1, "2"), (NOW * 1000, "1")] {
        let view = Kept { memory, lists }.view(&Said::default(), LocalTime { now, zone: 0 });
        let even = view.units[0].break_even.as_ref().unwrap();
        assert_eq!(even.cents.as_text(), cents, "at {now}");
    }
}

#[test]
fn shelves_hold_what_the_list_says() {
    let (memory, lists) = shop();
    let kept = Kept {
        memory: &memory,
        lists: &lists,
    };
    let names =
        |hits: &[SearchHit]| -> Vec<String> { hits.iter().map(|h| h.name.clone()).collect() };
    let now = kept.shelves(NOW * 1000);
    assert_eq!(
        names(&now.featured),
        ["Flat", "Shoes & More"],
        "worth most first"
    );
    assert_eq!(names(&now.ending), ["Shoes & More"]);
    assert!(now.favourites.is_empty());
    assert!(kept.shelves((NOW + 7_800) * 1000).ending.is_empty(), "over");
    assert_eq!(kept.categories(), ["Books", "Shoes"]);
}

#[test]
fn a_slip_is_forgiven_only_where_nothing_fits() {
    let (memory, lists) = shop();
    let kept = Kept {
        memory: &memory,
        lists: &lists,
    };
    let search = |text: &str| {
        let found = kept.search(text, NOW * 1000);
        (
            found.hits.into_iter().map(|h| h.name).collect::<Vec<_>>(),
            found.similar,
        )
    };
    let nordstrom = vec!["Nordstrom".to_owned()];
    assert_eq!(search("nords"), (nordstrom.clone(), false));
    assert_eq!(search("nordstom"), (nordstrom, true));
    assert_eq!(search("walmart"), (Vec::new(), false));
}

#[test]
fn what_a_portal_said_of_a_member_is_shown_while_they_are_signed_in() {
    let (mut memory, lists) = shop();
    let earned = r#"{"earnings":[{"click":"c","retailer":1,"state":"pending","reward_minor":80,"at":9,"clicked":8,"rate":[{"k":"p","v":800}]}]}"#;
    let mut said = Said::default();
    said.insert(PortalId::PACKAGED, json::read(earned.as_bytes()).unwrap());
    for (account, shown) in [(None, 0), (Some(Account::default()), 1)] {
        memory.portals[0].account = account;
        let kept = Kept {
            memory: &memory,
            lists: &lists,
        };
        let local = LocalTime {
            now: NOW * 1000,
            zone: 0,
        };
        assert_eq!(kept.view(&said, local).trips.len(), shown);
    }
}
