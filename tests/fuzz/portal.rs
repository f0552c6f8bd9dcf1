//! One function for each kind of foreign bytes that the portal reads.

use jiff::tz::TimeZone;
use pointback_core::policy::Policies;
use pointback_portal::foreign::{self, Opened, open_click_token, seal_click_token};
use pointback_portal::network_file::{self, Form, Mapping};
use pointback_portal::{policies, rows};
use std::sync::LazyLock;

const KEY: [u8; 32] = [7; 32];
const NOW: i64 = 1_790_000_000;

/// What an operator imports: whatever is taken can be published.
pub fn an_import(bytes: &[u8]) {
    let Ok(read) = rows::read(bytes) else {
        return;
    };
    for row in &read.rows {
        assert!(row.line > 0 && !row.retailer.hosts.is_empty());
        row.retailer.to_line().expect("a line that the core reads");
    }
    assert!(read.refused.iter().all(|refusal| refusal.line > 0));
}

/// A network's file of orders.
pub fn a_networks_report(bytes: &[u8]) {
    static FORM: LazyLock<Form> = LazyLock::new(|| Form {
        network: "sim".to_owned(),
        mapping: Mapping::default(),
        zone: Some(TimeZone::UTC),
        key: KEY,
    });
    let Ok(read) = network_file::read(bytes, &FORM, || ()) else {
        return;
    };
    for report in &read.reports {
        assert_eq!(report.network, "sim");
        let text = serde_json::to_string(report).expect("a report can be written");
        assert_eq!(serde_json::from_str(&text).ok().as_ref(), Some(report));
    }
}

/// A click-out's token: ours as we made it, and nothing else.
pub fn a_click_token(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        // By a key that seals nothing here: what is compared below, the fuzzer learns and tries.
        assert_eq!(open_click_token(&[8; 32], text, NOW), Opened::Forged);
    }
    let Some((click, rest)) = bytes.split_first_chunk::<16>() else {
        return;
    };
    let token = seal_click_token(&KEY, *click, NOW);
    assert_eq!(open_click_token(&KEY, &token, NOW), Opened::Fresh(*click));
    if let Some([at, with]) = rest.first_chunk::<2>() {
        let mut changed = token.clone().into_bytes();
        let at = usize::from(*at) % changed.len();
        if let Some(byte) = changed.get_mut(at) {
            *byte = with % 128;
        }
        if let Ok(changed) = String::from_utf8(changed)
            && changed != token
        {
            assert_eq!(open_click_token(&KEY, &changed, NOW), Opened::Forged);
        }
    }
}

pub fn a_claim(bytes: &[u8]) {
    if let Some(cents) = str::from_utf8(bytes).ok().and_then(foreign::claimed) {
        assert!((1..=100_000_000).contains(&cents));
    }
}

/// A sign-in may be sent nowhere but to a registered address.
pub fn a_sign_in(bytes: &[u8]) {
    let Ok(query) = str::from_utf8(bytes) else {
        return;
    };
    let ours = "https://abc.chromiumapp.org/cb";
    if let Some(address) = foreign::sign_in_leads_to(query, &[ours.to_owned()]) {
        let rest = address.strip_prefix(ours);
        assert!(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('?')));
    }
}

/// A rail decides at most one item a line, or a PayPal object.
pub fn a_rails_report(bytes: &[u8]) {
    if let Some(items) = foreign::decided(bytes) {
        assert!(items <= bytes.len());
    }
}

/// Rules that others publish: merged, they see no less than ours.
pub fn others_policies(bytes: &[u8]) {
    static OURS: LazyLock<Policies> =
        LazyLock::new(|| Policies::packaged().expect("packaged rules"));
    if let Ok(imported) = policies::import(&OURS, bytes, "file") {
        assert!(OURS.broadened_by(&imported.text).is_ok());
    }
}
