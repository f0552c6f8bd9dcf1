//! A claim on its way to the portal. The same claim may be sent again: for the portal it is one.

use super::Engine;
use crate::protocol::{Effect, Outcome};
use crate::store_id::PortalId;
use crate::task::Purpose;

/// Claims whose fate is remembered.
const MOST: usize = 50;
const SENDING: &str = "sending";

impl Engine {
    pub(super) fn claim_made(
        &mut self,
        portal: PortalId,
        click: String,
        packet: String,
        out: &mut Outcome,
    ) {
        self.claim_is(click.clone(), SENDING, out);
        self.call(
            portal,
            Purpose::Claim(click),
            "v1/claims",
            Some(packet),
            out,
        );
    }

    pub(super) fn claim_answered(&mut self, click: String, status: Option<u16>, out: &mut Outcome) {
        let state = match status {
            Some(200 | 201) => "filed",
            Some(400) => "claim.refused",
            Some(429) => "portal.tooMany",
            Some(_) => "portal.failed",
            None => "portal.unreachable",
        };
        self.claim_is(click, state, out);
    }

    /// What was being sent when the background or the account went will get no answer: the shopper may send it again.
    pub(super) fn end_claims(&mut self, code: &str) {
        for (_, state) in &mut self.memory.claims {
            if state == SENDING {
                code.clone_into(state);
            }
        }
    }

    fn claim_is(&mut self, click: String, state: &str, out: &mut Outcome) {
        let claims = &mut self.memory.claims;
        claims.retain(|(other, _)| *other != click);
        if claims.len() >= MOST {
            claims.remove(0);
        }
        claims.push((click, state.to_owned()));
        out.effect(Effect::ViewChanged);
    }
}
