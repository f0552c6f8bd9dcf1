//! Views in JSON, for the extension's own pages.

use super::{
    AccountView, CandidateView, CardView, ExampleView, Figure, FoundView, NamedView, OfferView,
    PayoutView, PortalView, RateView, ReceiptView, ReceiptsView, SearchHit, SiteView, StepView,
    View,
};
use crate::json::{self, Json, Write};

json::written!(View {
    portals,
    candidate,
    settings,
    units,
    trips,
    mutes,
    prompts,
    cards,
    keepsakes
});
json::written!(NamedView { site, name });
json::written!(CardView {
    offer,
    step,
    site,
    corner,
    folded
});
json::written!(OfferView { id, portal, opens, name, rate, other, lowest, was, boost_ends = "boostEnds", boost_cap = "boostCap", example, condition, cards, note, note_until = "noteUntil" });
json::written!(ExampleView {
    spend,
    cash,
    points
});
json::written!(AccountView { pending, confirmed, in_payout = "inPayout", paid, payout });
json::written!(PayoutView {
    date,
    amount,
    missing,
    progress
});
json::written!(CandidateView {
    base,
    checked,
    found,
    trouble
});
json::written!(FoundView {
    name,
    fingerprint,
    link,
    go
});
json::written!(PortalView {
    id,
    link,
    account,
    fingerprint,
    name,
    base,
    listed,
    issued,
    version,
    freshness,
    trouble,
    earned
});
json::written!(ReceiptsView {
    list,
    dropped,
    broken,
    text
});
json::written!(ReceiptView {
    at,
    store,
    network,
    rule,
    evidence,
    action
});
json::written!(SearchHit { id, name, host, rate, favourite, boost_ends = "boostEnds" });
json::written_variants!(SiteView, "state" {
    "offer" => Offer { offer, step, others, withheld },
    "active" => Active { offer, until, health, light },
    "silent" => Silent { reason, store, networks, until, session, asleep, switch, step },
});
json::written_variants!(StepView, "step" {
    "ready" => Ready,
    "signIn" => SignIn,
    "busy" => Busy,
    "less" => Less,
    "failed" => Failed { code },
    "active" => Active,
});
json::written_variants!(Figure, "kind" {
    "percent" => Percent { fraction },
    "pointsPer" => PointsPer { points, programme },
    "amount" => Amount { amount, currency },
    "points" => Points { points, programme },
});

/// The figure's own fields, and "up to" among them.
impl Write for RateView {
    fn write(&self) -> Json<'_> {
        let mut figure = self.figure.write();
        if let Json::Object(fields) = &mut figure {
            fields.insert(0, ("upTo".into(), self.up_to.write()));
        }
        figure
    }
}

json::serialize!(RateView);
