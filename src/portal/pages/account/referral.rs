//! Invite others: the link, what both sides get, and how those who came stand. Whoever joined stays unnamed.

use super::{account_frame, other_earnings};
use crate::{
    bonuses::{
        campaign::{Campaign, Kind},
        enrolment::{Enrolment, Progress},
    },
    other_earnings::OtherEarning,
    pages::{amounts, dates},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// What the page shows.
pub(crate) struct View<'a> {
    pub(crate) link: String,
    /// What somebody who joins today would join.
    pub(crate) campaign: Option<Campaign>,
    pub(crate) own: Option<(Enrolment, Progress)>,
    pub(crate) invited: Vec<(Enrolment, Progress)>,
    pub(crate) earnings: Vec<OtherEarning>,
    pub(crate) zone: &'a TimeZone,
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    account_frame(
        "Invite friends",
        "/account/referral",
        &html! {
            (invitation(view))
            @if let Some((enrolment, progress)) = &view.own { (own_bonus(enrolment, *progress, view.zone)) }
            (invited(view))
            @let bonuses: Vec<&OtherEarning> = view.earnings.iter().filter(|e| !e.is_card_purchase()).collect();
            @if !bonuses.is_empty() {
                section.card {
                    h2 { "Bonuses" }
                    (other_earnings::table(&bonuses, view.zone))
                }
            }
        },
    )
}

fn invitation(view: &View<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Your link" }
            p { code { (view.link) } }
            @match &view.campaign {
                Some(campaign) => {
                    p {
                        "Whoever signs up with it and spends " strong { (amounts::dollars(campaign.spend)) }
                        " within " (campaign.window_days) " days gets " strong { (amounts::dollars(campaign.bonus)) }
                        ", and you get " strong { (amounts::dollars(campaign.inviter_bonus)) } "."
                    }
                    p.muted { "Only purchases that stores confirm count. The bonus is pending until they do. Inviting yourself does not count." }
                }
                None => p.muted { "There is no bonus for inviting at the moment. Whoever joins now joins without one." }
            }
        }
    }
}

fn own_bonus(enrolment: &Enrolment, progress: Progress, zone: &TimeZone) -> Markup {
    let terms = &enrolment.campaign;
    let purchase = match terms.kind {
        Kind::Welcome => "one purchase of at least ",
        Kind::Referral => "purchases of together at least ",
    };
    html! {
        section.card {
            h2 { "Your own bonus" }
            p {
                strong { (amounts::dollars(terms.bonus)) } " for " (purchase) (amounts::dollars(terms.spend))
                " before " (dates::day(enrolment.until_ms, zone)) "."
            }
            p { span class={ "state " (class(progress)) } { (progress.label()) } }
        }
    }
}

fn invited(view: &View<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Joined with your link" }
            @if view.invited.is_empty() {
                p.muted { "Nobody yet." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Joined" } th scope="col" { "State" } th.amount scope="col" { "For you" } } }
                    tbody {
                        @for (enrolment, progress) in &view.invited {
                            tr {
                                th scope="row" { (dates::day(enrolment.since_ms, view.zone)) }
                                td { span class={ "state " (class(*progress)) } { (progress.label()) } }
                                td.amount { (amounts::dollars(enrolment.campaign.inviter_bonus)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn class(progress: Progress) -> &'static str {
    match progress {
        Progress::Pending => "pending",
        Progress::Earned => "confirmed",
        Progress::Expired => "ineligible",
    }
}
