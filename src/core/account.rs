//! The shopper's account at the portal: sign-in by authorization code with PKCE, and the balances last seen.

use crate::address::parameter;
use crate::base64::encode_for_url;
use crate::store_id::PortalId;
use crate::{json, root::Root};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded::Serializer};

const CLIENT_ID: &str = "pointback-extension";
/// Below an API: what issues tokens, and revokes them.
pub const TOKENS: &str = "oauth/";
/// Where a portal issues tokens.
pub const TOKEN: &str = "oauth/token";
/// Where a portal shows that a sign-in is over.
pub const RETURNED: &str = "oauth/returned";
const SCOPES: &str = "balances:read clicks:write";

/// A signed-in member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// What the portal last said.
    pub me: Option<Me>,
    /// Seconds since 1970 when it said so.
    pub seen: i64,
    /// SHA-256 of what it last said of trips, which is kept apart.
    pub earned: String,
}

/// The portal's `GET /v1/me`. Amounts in minor units of `cur`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Member id.
    pub member: String,
    /// Sums by state.
    pub balances: Balances,
    /// What payouts are made in.
    pub election: Election,
    /// The next payout.
    pub next_payout: NextPayout,
}

/// Sums by state, minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balances {
    /// Reported by the network, not confirmed.
    pub pending: i64,
    /// Confirmed, not yet paid.
    pub confirmed: i64,
    /// In a payout under way.
    pub in_payout: i64,
    /// Paid out so far.
    pub paid: i64,
    /// ISO 4217.
    pub cur: String,
}

/// The unit of payouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// Unit id.
    pub unit: String,
}

/// When and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPayout {
    /// ISO 8601 date.
    pub date: String,
    /// Least confirmed amount that is paid, minor units.
    pub min: i64,
    /// How much is missing to it, minor units.
    pub missing: i64,
    /// What that day does not bring although it is confirmed, minor units: it falls under a later day's cut-off.
    pub held: i64,
}

/// A sign-in that has left for the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignIn {
    /// Where.
    pub portal: PortalId,
    verifier: String,
    state: String,
    redirect: String,
}

json::object!(Account { me, seen } later { earned });
json::object!(Me {
    member,
    balances,
    election,
    next_payout
});
json::object!(Balances {
    pending,
    confirmed,
    in_payout,
    paid,
    cur
});
json::object!(Election { unit });
json::object!(NextPayout { date, min, missing } later { held });
json::object!(PendingSignIn {
    portal,
    verifier,
    state,
    redirect
});
json::object!(Tokens {
    access_token,
    refresh_token,
    expires_in
});

impl Me {
    /// What the next payout is of, minor units.
    #[must_use]
    pub fn payable(&self) -> i64 {
        let confirmed = self.balances.confirmed;
        confirmed - self.next_payout.held.clamp(0, confirmed.max(0))
    }
}

impl PendingSignIn {
    /// Begins a sign-in: what to remember, and the address to open. A browser without windows for that, as Firefox for
    /// Android, names no address to come back to (`redirect` is empty): there the portal's own page is opened in a tab and
    /// seen when it is reached. Its address holds a code that only the one with the verifier can use.
    #[must_use]
    pub fn begin(
        portal: PortalId,
        root: &Root,
        redirect: &str,
        random: &[u8; 64],
    ) -> Option<(Self, String)> {
        let redirect = match redirect {
            "" => root.api_url(RETURNED)?.into(),
            named => named.to_owned(),
        };
        let (secret, rest) = random.split_at(32);
        let verifier = encode_for_url(secret);
        let state = encode_for_url(rest.get(..16)?);
        let challenge = encode_for_url(&Sha256::digest(verifier.as_bytes()));
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", CLIENT_ID)
            .append_pair("redirect_uri", &redirect)
            .append_pair("scope", SCOPES)
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let url = [root.api_url("oauth/authorize")?.as_str(), "?", &query].concat();
        Some((
            Self {
                portal,
                verifier,
                state,
                redirect,
            },
            url,
        ))
    }

    /// Is this the address to come back to, with the state that was sent?
    #[must_use]
    pub fn is_answered_by(&self, returned: &str) -> bool {
        returned.split('?').next() == Some(self.redirect.as_str()) && self.is_of(returned)
    }

    /// Does an address, opened or returned to, carry the state of this sign-in?
    #[must_use]
    pub fn is_of(&self, address: &str) -> bool {
        value(address, "state").as_ref() == Some(&self.state)
    }

    /// The form that redeems the code in an answer at `url`. `None` when it holds none, because it was refused, or is not that
    /// portal's own (RFC 9207): all portals come back to one address, and one that led on to another would be handed that
    /// one's code.
    #[must_use]
    pub fn redeem(&self, answer: &str, url: &str) -> Option<String> {
        let code = value(answer, "code")?;
        if url.strip_prefix(&*value(answer, "iss")?) != Some(TOKEN) {
            return None;
        }
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("client_id", CLIENT_ID)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("code", &code)
            .append_pair("code_verifier", &self.verifier)
            .finish();
        Some(form)
    }
}

/// What an address's query says under a name.
fn value(address: &str, key: &str) -> Option<String> {
    parameter(&Url::parse(address).ok()?, key)
}

/// The form that renews an access token.
#[must_use]
pub fn refresh_form(refresh_token: &str) -> String {
    Serializer::new(String::new())
        .append_pair("grant_type", "refresh_token")
        .append_pair("client_id", CLIENT_ID)
        .append_pair("refresh_token", refresh_token)
        .finish()
}

/// The token endpoint's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Short-lived.
    pub access_token: String,
    /// Kept in the extension's own storage.
    pub refresh_token: String,
    /// Seconds.
    pub expires_in: i64,
}
