//! Accounts: whose money, in which state, of which asset. The id says all three, so a movement reads by itself.

/// US dollars, counted in cents: the asset of every purchase.
pub(crate) const USD: &str = "USD";

/// Both ends of a conversion have this kind; the programme is the owner.
const CONVERSION: &str = "conv:points";

/// An account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    kind: &'static str,
    owner: String,
    asset: String,
}

impl Account {
    /// Reported by the network, not yet certain.
    pub(crate) fn pending(member: &str) -> Self {
        Self::of("m:pending", member)
    }

    /// Owed to the member.
    pub(crate) fn confirmed(member: &str) -> Self {
        Self::of("m:confirmed", member)
    }

    /// Taken into a payout that has not arrived yet.
    pub(crate) fn in_payout(member: &str) -> Self {
        Self::of("m:in_payout", member)
    }

    /// Points that were delivered to the member.
    pub(crate) fn delivered(member: &str, unit: &str) -> Self {
        Self {
            asset: unit.to_ascii_uppercase(),
            ..Self::of("m:delivered", member)
        }
    }

    /// Counterpart of everything pending: a memo, not money.
    pub(crate) fn expected() -> Self {
        Self::of("sys:expected", "")
    }

    /// What rewards cost the portal.
    pub(crate) fn reward_expense() -> Self {
        Self::of("sys:reward_expense", "")
    }

    /// What members who left had not been paid.
    pub(crate) fn forfeited() -> Self {
        Self::of("sys:forfeited", "")
    }

    /// What bonuses cost the portal: no store pays for them.
    pub(crate) fn bonus_expense() -> Self {
        Self::of("sys:bonus_expense", "")
    }

    /// What the portal earns from networks.
    pub(crate) fn commission() -> Self {
        Self::of("sys:commission", "")
    }

    /// What a network owes the portal.
    pub(crate) fn receivable(network: &str) -> Self {
        Self::of("net:receivable", network)
    }

    /// What left over a rail as cash: `rail:check` or `rail:paypal`.
    pub(crate) fn rail(kind: &'static str) -> Self {
        Self::of(kind, "")
    }

    /// Where dollars of a programme's points go in.
    pub(crate) fn conversion(unit: &str) -> Self {
        Self::of(CONVERSION, unit)
    }

    /// Where the points for those dollars come out.
    pub(crate) fn converted(unit: &str) -> Self {
        Self {
            asset: unit.to_ascii_uppercase(),
            ..Self::of(CONVERSION, unit)
        }
    }

    /// Cents that made no whole point: points are rounded down, and the house keeps the rest.
    pub(crate) fn rounding() -> Self {
        Self::of("sys:rounding", "")
    }

    /// What a partner that sees card purchases owes the portal.
    pub(crate) fn card_receivable(partner: &str) -> Self {
        Self::of("cl:receivable", partner)
    }

    fn of(kind: &'static str, owner: &str) -> Self {
        Self {
            kind,
            owner: owner.to_owned(),
            asset: USD.to_owned(),
        }
    }

    pub(crate) fn id(&self) -> String {
        format!("{}/{}/{}", self.kind, self.owner, self.asset)
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) fn asset(&self) -> &str {
        &self.asset
    }

    /// Does it belong to a member, so that its balance is kept at hand?
    pub(crate) fn is_members(&self) -> bool {
        self.kind.starts_with("m:")
    }
}
