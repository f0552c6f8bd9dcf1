//! The demo's own shops. Browsers resolve `*.localhost` to this machine, so they need no name service; the import lint
//! would refuse such names, therefore they are made here.

use crate::catalog::Entry;
use crate::failure::Failure;
use crate::import::SIMULATED_NETWORK;
use crate::link_template::LinkTemplate;
use crate::rate_text;
use crate::shelf::Shelf;
use pointback_core::host::Host;
use pointback_core::money::BasisPoints;
use pointback_core::rate::Boost;
use pointback_core::retailer::{Retailer, RetailerId};

/// 2021-09-24: a boost that runs whenever someone tries the demo. It ends one to two months ahead, on a day that changes once a
/// month, so that a start of the demo hardly ever makes a new list.
const BOOST_BEGAN: i64 = 1_632_441_600;
const MONTH: i64 = 30 * 86_400;

/// Name, host, rate, condition, category and terms of each shop; between them every shape of a rate.
const SHOPS: [[&str; 6]; 4] = [
    [
        "Sneakers Demo",
        "sneakers.localhost",
        "up to 10%|2% Accessories",
        "Not on gift cards.",
        "Shoes & Bags",
        "Not on gift cards.|Not together with codes from elsewhere.|Tax and shipping earn nothing.",
    ],
    [
        "Books Demo",
        "books.localhost",
        "4%",
        "",
        "Books & Media",
        "",
    ],
    [
        "Travel Demo",
        "travel.localhost",
        "$25",
        "One reward for each completed stay.",
        "Travel",
        "Certain only after the stay.",
    ],
    [GARDEN, "garden.localhost", "3%", "", "Home & Garden", ""],
];
const GARDEN: &str = "Garden Demo";

/// The shops as catalogue entries, without numbers. `now` is in seconds.
///
/// # Errors
/// `Argument` when a shop above is written wrongly.
pub fn entries(now: i64) -> Result<Vec<Entry>, Failure> {
    SHOPS.into_iter().map(|shop| entry(shop, now)).collect()
}

fn entry(
    [name, host, rate, condition, category, terms]: [&str; 6],
    now: i64,
) -> Result<Entry, Failure> {
    let wrong = |reason: &str| Failure::Argument(format!("demo shop {name}: {reason}"));
    let link = LinkTemplate::simulated();
    let retailer = Retailer {
        id: RetailerId(0),
        name: name.to_owned(),
        hosts: vec![Host::parse(host).map_err(|e| wrong(e.code()))?],
        excluded: Vec::new(),
        paths: Vec::new(),
        rates: rate_text::parse(rate).map_err(wrong)?,
        boosts: boosts(name, now),
        deep_link: link.carries_page(),
        query_keys: Vec::new(),
        trip_ttl: None,
        categories: Vec::new(),
        condition: Some(condition.to_owned()).filter(|text| !text.is_empty()),
        page: None,
        category: None,
        featured: false,
    };
    Ok(Entry {
        retailer,
        network: SIMULATED_NETWORK.to_owned(),
        link,
        shelf: Shelf::read(category, "yes", terms).map_err(|(_, reason)| wrong(reason))?,
    })
}

fn boosts(name: &str, now: i64) -> Vec<Boost> {
    let doubled = Boost {
        v: BasisPoints(600),
        s: BOOST_BEGAN,
        e: (now / MONTH + 2) * MONTH,
        cap: Some(2_000),
    };
    if name == GARDEN {
        vec![doubled]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shop_can_be_published() {
        for entry in entries(1_800_000_000).unwrap() {
            assert!(entry.retailer.to_line().is_ok(), "{}", entry.retailer.name);
        }
    }

    #[test]
    fn the_boost_is_shown_today() {
        let garden = entries(1_800_000_000).unwrap().pop().unwrap().retailer;
        let headline = garden.headline_at(1_800_000_000).unwrap();
        assert_eq!(headline.was, Some(BasisPoints(300)));
    }
}
