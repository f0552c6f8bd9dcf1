//! What the shopper keeps about stores, and what they are told of it.

use super::fixture::{DEMO, MACYS, Shopper};
use super::standing_down::popup;
use super::syncing::{fetch, look, publish_new_rates, take_snapshot};
use crate::history::{self, Point};
use crate::host::Host;
use crate::hundredths::Hundredths;
use crate::keepsake::Keepsake;
use crate::money::BasisPoints;
use crate::protocol::{Effect, Event, Outcome};
use crate::retailer::RetailerId;
use crate::store_id::StoreId;
use crate::task::{Finding, Task};
use crate::view::SiteView;
use crate::wallet::CardBonus;

const NIKE: StoreId = StoreId {
    portal: DEMO,
    retailer: RetailerId(2),
};

fn of(site: &str) -> Keepsake {
    Keepsake::of(Host::parse(site).expect("a host"))
}

fn keep(shopper: &mut Shopper, keepsake: Keepsake) -> Outcome {
    shopper.tell(Event::KeepsakeChanged { keepsake })
}

fn waiting(shopper: &mut Shopper, site: &str, percent: u32) {
    let least = Some(Hundredths(percent));
    keep(shopper, Keepsake { least, ..of(site) });
}

/// The portal publishes this rate for both stores, and the device takes it.
fn pays(shopper: &mut Shopper, bps: u32) -> Outcome {
    publish_new_rates(&mut shopper.portal);
    shopper.portal.lines = format!(
        "{{\"id\":1,\"n\":\"Macy's\",\"d\":[\"macys.com\"],\"r\":[{{\"k\":\"p\",\"v\":{bps}}}]}}\n\
         {{\"id\":2,\"n\":\"Nike\",\"d\":[\"nike.com\"],\"r\":[{{\"k\":\"p\",\"v\":{bps}}}]}}\n"
    );
    let (head, raw) = (shopper.portal.head_file(), shopper.portal.lines.clone());
    let asked = look(shopper, head);
    take_snapshot(shopper, &asked, &raw)
}

fn told(outcome: &Outcome) -> Vec<(StoreId, String)> {
    let effects = outcome.effects.iter();
    let told = effects.filter_map(|e| match e {
        Effect::Notify { store, name, .. } => Some((*store, name.clone())),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_rise_is_told_once_when_a_list_names_it() {
    let mut shopper = Shopper::new();
    waiting(&mut shopper, "macys.com", 1_000);
    waiting(&mut shopper, "nike.com", 800);
    let nike = vec![(NIKE, "Nike".to_owned())];
    assert_eq!(told(&pays(&mut shopper, 799)), []);
    assert_eq!(told(&pays(&mut shopper, 800)), nike);
    shopper.die();
    assert_eq!(told(&pays(&mut shopper, 801)), [], "the same rise");
    pays(&mut shopper, 300);
    assert_eq!(told(&pays(&mut shopper, 1_000)).len(), 2, "another one");
}

#[test]
fn a_rise_is_told_although_the_rules_beside_the_list_cannot_be_taken() {
    let mut shopper = Shopper::new();
    waiting(&mut shopper, "nike.com", 800);
    let rules = "no rules at all";
    shopper.portal.rules = Some(rules.to_owned());
    let taken = pays(&mut shopper, 800);
    let (file, _) = fetch(&taken).expect("the rules are fetched");
    let refused = shopper.learn(Finding::Fetched(DEMO, file, Ok(rules.into())));
    assert_eq!(told(&refused).len(), 1);
}

#[test]
fn what_is_paid_already_is_no_news() {
    let mut shopper = Shopper::new();
    waiting(&mut shopper, "macys.com", 500);
    assert_eq!(told(&pays(&mut shopper, 900)), []);
}

#[test]
fn nothing_is_told_that_would_say_something_about_a_visit() {
    let mut shopper = Shopper::new();
    waiting(&mut shopper, "macys.com", 1_100);
    waiting(&mut shopper, "nike.com", 1_100);
    shopper.visit("https://www.macys.com/");
    assert_eq!(
        told(&pays(&mut shopper, 1_200)),
        [(NIKE, "Nike".to_owned())]
    );

    // A tab that shows the store no longer may be open for days: nobody tells.
    shopper.now += 1_800_000;
    shopper.portal.issued = shopper.now / 1000;
    let macys = vec![(MACYS, "Macy's".to_owned())];
    assert_eq!(told(&pays(&mut shopper, 1_201)), macys);

    let mut referred = Shopper::new();
    waiting(&mut referred, "macys.com", 1_100);
    referred.visit("https://www.macys.com/?awc=1_2_3");
    referred.visit("https://elsewhere.example/");
    assert_eq!(told(&pays(&mut referred, 1_200)), [], "stood down");
    // The referral has run out: the next look tells it, and no visit does.
    referred.now += 32 * 86_400_000;
    referred.start("another session");
    assert_eq!(told(&referred.visit("https://elsewhere.example/")), []);
    referred.portal.issued = referred.now / 1000;
    assert_eq!(told(&pays(&mut referred, 1_201)), macys);
}

#[test]
fn changed_headlines_are_kept_with_the_list() {
    let mut shopper = Shopper::new();
    let taken = pays(&mut shopper, 300);
    let saved = taken.tasks.iter().find_map(|task| match task {
        Task::SaveHistory(DEMO, records) => Some(records.clone()),
        _ => None,
    });
    let records = saved.expect("the history goes with the list");
    let percent = |v| Point::Percent(BasisPoints(v));
    let [change] = history::of(&records, RetailerId(1))[..] else {
        panic!("one change of Macy's");
    };
    assert_eq!(change.at, shopper.portal.issued);
    assert_eq!(
        (change.before, change.after),
        (percent(1_000), percent(300))
    );
    assert_eq!(
        history::of(&records, RetailerId(2)),
        [],
        "Nike paid 3 % before"
    );

    let id = MACYS;
    let now = shopper.now + 86_400_000;
    let store = shopper.engine.kept().store(id, &records, now);
    let drawn = store.and_then(|s| s.history).expect("a line is drawn");
    assert!(drawn.path.starts_with("M0 2H"), "{}", drawn.path);
    assert_eq!(drawn.steps.len(), 2);

    publish_new_rates(&mut shopper.portal);
    shopper.portal.lines = shopper.portal.lines.replace("Nike", "Nike, Inc.");
    let (head, raw) = (shopper.portal.head_file(), shopper.portal.lines.clone());
    let asked = look(&mut shopper, head);
    let same = take_snapshot(&mut shopper, &asked, &raw);
    let is_history = |t: &Task| matches!(t, Task::SaveHistory(..));
    assert!(!same.tasks.iter().any(is_history), "nothing changed");
}

#[test]
fn the_shoppers_own_stack_stands_beside_the_rate() {
    let mut shopper = Shopper::new();
    shopper.portal.lines = "{\"id\":1,\"n\":\"Macy's\",\"d\":[\"macys.com\"],\"r\":[{\"k\":\"p\",\"v\":800}],\"c\":\"Department stores\"}\n".to_owned();
    publish_new_rates(&mut shopper.portal);
    let (head, raw) = (shopper.portal.head_file(), shopper.portal.lines.clone());
    let asked = look(&mut shopper, head);
    take_snapshot(&mut shopper, &asked, &raw);
    let card = |category: &str| CardBonus {
        name: "My card".to_owned(),
        times: Hundredths(300),
        category: category.to_owned(),
    };
    let cards = vec![card("department STORES "), card("Travel")];
    let drawn = shopper.tell(Event::CardsChanged { cards });
    assert!(drawn.effects.contains(&Effect::ViewChanged));
    let note = Some("Amex Offer".to_owned());
    let until = Some(shopper.now - shopper.now % 86_400_000);
    keep(
        &mut shopper,
        Keepsake {
            note,
            until,
            ..of("macys.com")
        },
    );
    shopper.die();
    shopper.visit("https://www.macys.com/");
    let stack = |shopper: &mut Shopper| match popup(shopper, None) {
        SiteView::Offer { offer, .. } => (offer.cards.len(), offer.note, offer.note_until),
        other => panic!("no offer: {other:?}"),
    };
    assert_eq!(
        stack(&mut shopper),
        (1, Some("Amex Offer".to_owned()), until)
    );
    shopper.now += 2 * 86_400_000;
    assert_eq!(stack(&mut shopper), (1, None, None), "over");
    let unfit = CardBonus {
        name: " ".to_owned(),
        ..card("Travel")
    };
    shopper.tell(Event::CardsChanged { cards: vec![unfit] });
    assert_eq!(shopper.engine.memory().cards.len(), 2, "refused whole");
}

#[test]
fn nothing_kept_is_nothing_left() {
    let mut shopper = Shopper::new();
    let star = Keepsake {
        star: true,
        ..of("macys.com")
    };
    keep(&mut shopper, star.clone());
    keep(&mut shopper, star);
    assert_eq!(shopper.engine.memory().keepsakes.len(), 1);
    let hits = shopper.engine.kept().search("macys", shopper.now).hits;
    assert!(hits[0].favourite);
    let shelves = shopper.engine.kept().shelves(shopper.now);
    assert_eq!(shelves.favourites.len(), 1);
    keep(&mut shopper, of("macys.com"));
    assert_eq!(shopper.engine.memory().keepsakes, []);
    for n in 0..400 {
        let star = Keepsake {
            star: true,
            ..of(&format!("s{n}.example"))
        };
        keep(&mut shopper, star);
    }
    assert_eq!(
        shopper.engine.memory().keepsakes.len(),
        crate::keepsake::MOST
    );
}
