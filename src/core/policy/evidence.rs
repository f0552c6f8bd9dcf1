//! Why we think that someone else referred the shopper.

/// What kind of thing was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A network's address was requested on the way.
    Hop,
    /// A parameter of an address.
    Param,
    /// The name of a cookie.
    Cookie,
    /// The page before, where a store's programme counts it.
    Referrer,
    /// Something could not be read.
    Doubt,
    /// Nobody else: the shopper's own act.
    Click,
}

crate::json::words!(Class {
    "doubt" => Doubt,
    "hop" => Hop,
    "param" => Param,
    "cookie" => Cookie,
    "referrer" => Referrer,
    "click" => Click,
});

impl Class {
    /// The word that stands for it in rule ids and receipts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hop => "hop",
            Self::Param => "param",
            Self::Cookie => "cookie",
            Self::Referrer => "referrer",
            Self::Doubt => "doubt",
            Self::Click => "click",
        }
    }

    /// The class that a rule id names.
    #[must_use]
    pub fn of_rule(id: &str) -> Self {
        match id.split('.').nth(1) {
            Some("hop") => Self::Hop,
            Some("param") => Self::Param,
            Some("cookie") => Self::Cookie,
            Some("referrer") => Self::Referrer,
            Some("click") => Self::Click,
            _ => Self::Doubt,
        }
    }
}

/// One thing that was seen, by the rule that knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Network id.
    pub network: String,
    /// Stable rule id, e.g. `cj.param.cjevent`.
    pub rule: String,
    /// Further networks that the same arrival spoke for.
    pub others: Vec<String>,
    /// What stood there, to compare with our own click: a parameter's only value, or a hop's query. Never stored, never
    /// logged.
    pub(super) value: String,
}

impl Evidence {
    pub(super) fn new(network: &str, class: Class, what: &str) -> Self {
        let rule = format!("{network}.{}.{what}", class.word());
        Self::met(network.to_owned(), rule)
    }

    /// Evidence that was noted when a hop was seen.
    #[must_use]
    pub fn met(network: String, rule: String) -> Self {
        Self {
            network,
            rule,
            others: Vec::new(),
            value: String::new(),
        }
    }

    /// Doubt: something on the way could not be read.
    #[must_use]
    pub fn doubt(what: &str) -> Self {
        Self::new("generic", Class::Doubt, what)
    }

    /// Its class.
    #[must_use]
    pub fn class(&self) -> Class {
        Class::of_rule(&self.rule)
    }

    /// Was exactly this reference given, and for a parameter nothing else beside it?
    pub(crate) fn carries(&self, reference: &str) -> bool {
        match self.class() {
            _ if reference.is_empty() => false,
            Class::Hop => {
                url::form_urlencoded::parse(self.value.as_bytes()).any(|(_, v)| v == reference)
            }
            Class::Param => self.value == reference,
            Class::Cookie | Class::Referrer | Class::Doubt | Class::Click => false,
        }
    }
}
