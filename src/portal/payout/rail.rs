//! The ways out of the portal: checks, PayPal, and each points programme.

/// What carries an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rail {
    /// A file for whoever prints and posts checks.
    Check,
    /// A batch for PayPal's mass payments.
    PayPal,
    /// A file for a points programme, by its unit.
    Points(String),
}

const POINTS: &str = "points-";

impl Rail {
    /// The name in the database and in the names of files.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Check => "check".to_owned(),
            Self::PayPal => "paypal".to_owned(),
            Self::Points(unit) => format!("{POINTS}{unit}"),
        }
    }

    /// The rail of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "check" => Some(Self::Check),
            "paypal" => Some(Self::PayPal),
            _ => name
                .strip_prefix(POINTS)
                .map(|unit| Self::Points(unit.to_owned())),
        }
    }

    /// What arrives at the other end.
    #[must_use]
    pub fn asset(&self) -> String {
        match self {
            Self::Check | Self::PayPal => crate::ledger::account::USD.to_owned(),
            Self::Points(unit) => unit.to_ascii_uppercase(),
        }
    }

    /// An amount as the rail's file and the operator's screen show it: `12.34` dollars, or `1234` points.
    #[must_use]
    pub fn show(&self, amount: i64) -> String {
        match self {
            Self::Check | Self::PayPal => pointback_core::money::decimal(amount, 2),
            Self::Points(_) => amount.to_string(),
        }
    }

    /// How a file for it ends.
    #[must_use]
    pub const fn ending(&self) -> &'static str {
        match self {
            Self::PayPal => "json",
            Self::Check | Self::Points(_) => "csv",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rail;

    #[test]
    fn every_name_is_read_back() {
        for rail in [Rail::Check, Rail::PayPal, Rail::Points("mr".to_owned())] {
            assert_eq!(Rail::named(&rail.name()), Some(rail));
        }
        assert_eq!(Rail::named("pigeon"), None);
    }
}
