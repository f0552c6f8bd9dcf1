//! Search over the retailers of a list: name prefix, then word prefix, then anywhere, then host; and by names that differ
//! by a typing error.

mod typos;

use crate::rate_list::RateList;
use crate::retailer::Retailer;
use typos::Slip;

/// The best matches for what the shopper typed, best first. No allocation per retailer beyond one folded name.
#[must_use]
pub fn search<'l>(list: &'l RateList, text: &str, most: usize) -> Vec<&'l Retailer> {
    let wanted = folded(text);
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    best(list, most, &|retailer| rank(retailer, wanted))
}

/// The retailers whose names, or words of them, begin with what was typed but for a slip or two: for when nothing fits
/// as it stands.
#[must_use]
pub fn search_alike<'l>(list: &'l RateList, text: &str, most: usize) -> Vec<&'l Retailer> {
    let wanted = Slip::of(&folded(text));
    best(list, most, &|retailer| {
        wanted.as_ref()?.rank(&folded(&retailer.name))
    })
}

fn best<'l>(
    list: &'l RateList,
    most: usize,
    rank: &dyn Fn(&Retailer) -> Option<u8>,
) -> Vec<&'l Retailer> {
    // Retailers come in the order of their numbers, so the earlier one stays first among equals.
    let mut best: Vec<((u8, usize), &Retailer)> = Vec::with_capacity(most + 1);
    for retailer in list.retailers() {
        if let Some(rank) = rank(retailer) {
            let key = (rank, retailer.name.len());
            let place = best.partition_point(|(k, _)| *k <= key);
            if place < most {
                best.insert(place, (key, retailer));
                best.truncate(most);
            }
        }
    }
    best.into_iter().map(|(_, r)| r).collect()
}

fn rank(retailer: &Retailer, wanted: &str) -> Option<u8> {
    let name = folded(&retailer.name);
    if name.starts_with(wanted) {
        Some(0)
    } else if name
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
        .any(|word| word.starts_with(wanted))
    {
        Some(1)
    } else if has(&name, wanted) {
        Some(2)
    } else {
        retailer
            .hosts
            .iter()
            .any(|h| has(h.as_str(), wanted))
            .then_some(3)
    }
}

/// `contains` without the standard library's two-way search: these texts are a few words long.
fn has(text: &str, wanted: &str) -> bool {
    let mut windows = text.as_bytes().windows(wanted.len());
    windows.any(|w| w == wanted.as_bytes())
}

/// Lower case, apostrophes dropped, common accents folded: `Macy's` is found by `macys`, `Lancôme` by `lancome`. Letters
/// beyond Latin must be typed as they are written: the table of every alphabet's capitals is 12 KB.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}'))
        .map(|c| match c {
            'à'..='å' | 'À'..='Å' => 'a',
            'ç' | 'Ç' => 'c',
            'è'..='ë' | 'È'..='Ë' => 'e',
            'ì'..='ï' | 'Ì'..='Ï' => 'i',
            'ñ' | 'Ñ' => 'n',
            'ò'..='ö' | 'Ò'..='Ö' => 'o',
            'ù'..='ü' | 'Ù'..='Ü' => 'u',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}
