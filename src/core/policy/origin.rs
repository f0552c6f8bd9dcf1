//! Where a rule was read: what an explanation shows beside it.

use super::{Class, Network, Policies, Rules};

/// Source, date and confidence of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin<'p> {
    /// Address of the document.
    pub source: &'p str,
    /// Its date, or the day it was read, ISO 8601.
    pub date: &'p str,
    /// A: the rule-maker's own text. B: an implementer's. C: second-hand, or weak.
    pub confidence: &'p str,
    /// What a reader should know about it.
    pub note: Option<&'p str>,
}

impl Policies {
    /// Where a rule was read, by its id; `None` for doubt, which needs no source.
    #[must_use]
    pub fn origin(&self, rule: &str) -> Option<Origin<'_>> {
        let network = self.network(rule.split('.').next()?)?;
        let rules = network.rules_of(rule)?;
        let source = self.sources.iter().find(|s| s.key == rules.from)?;
        Some(Origin {
            source: &source.url,
            date: &source.date,
            confidence: &rules.confidence,
            note: rules.note.as_deref(),
        })
    }

    /// The ids of all rules, in the order of the file.
    #[must_use]
    pub fn rule_ids(&self) -> Vec<String> {
        let networks = self.networks.iter();
        networks
            .flat_map(|n| n.rules.iter().flat_map(|r| r.ids(&n.id)))
            .collect()
    }
}

impl Network {
    /// The rules among which one is, by its id.
    pub(super) fn rules_of(&self, rule: &str) -> Option<&Rules> {
        let what = rule.splitn(3, '.').nth(2)?;
        let class = Class::of_rule(rule);
        let has = |rules: &&Rules| match class {
            Class::Param => rules.params.iter().any(|p| p.id() == what),
            Class::Hop => rules.hosts.iter().any(|p| p.text() == what),
            Class::Cookie => rules.cookies.iter().any(|p| p.text() == what),
            // The programme itself, whose text comes first.
            Class::Referrer => true,
            Class::Doubt | Class::Click => false,
        };
        self.rules.iter().find(has)
    }
}

impl Rules {
    pub(super) fn ids<'r>(&'r self, network: &'r str) -> impl Iterator<Item = String> + 'r {
        let params = self.params.iter().map(|p| (Class::Param, p.id()));
        let hosts = self.hosts.iter().map(|p| (Class::Hop, p.text()));
        let cookies = self.cookies.iter().map(|p| (Class::Cookie, p.text()));
        let all = params.chain(hosts).chain(cookies);
        all.map(move |(class, what)| format!("{network}.{}.{what}", class.word()))
    }
}
