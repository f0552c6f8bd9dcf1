//! Look-alikes: hosts of different retailers that a shopper, or an operator with a long file, would take for each other. Never
//! refused, because there are honest neighbours; always said.

use crate::cells::Refusal;
use pointback_core::host::Host;
use std::collections::HashMap;
use unicode_security::confusable_detection::skeleton;

/// Shorter names differ by one letter all the time.
const LEAST_LETTERS: usize = 6;
/// More neighbours than these say nothing new, and a hostile file could have thousands.
const MOST_NEIGHBOURS: usize = 16;

/// A host, and who claims it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    /// Line in the file; `None` when the retailer is listed already.
    pub(crate) line: Option<u64>,
    /// The retailer's name.
    pub(crate) name: &'a str,
    /// One of its hosts.
    pub(crate) host: &'a Host,
}

/// A claim by the part of its host that was registered.
struct Known<'a> {
    claim: Claim<'a>,
    /// Without the public suffix.
    label: &'a str,
    domain: &'a str,
    /// The label as it looks.
    shape: Vec<char>,
}

/// One warning for each pair of which at least one stands in the file, in the order of the claims.
pub(crate) fn warnings<'a>(claims: impl Iterator<Item = Claim<'a>>) -> Vec<Refusal> {
    let mut known: Vec<Known<'a>> = Vec::new();
    let mut by_domain: HashMap<&str, ()> = HashMap::new();
    let mut by_form: HashMap<String, Vec<usize>> = HashMap::new();
    let mut warnings = Vec::new();
    for claim in claims {
        let Some(new) = Known::of(claim) else {
            continue;
        };
        if by_domain.insert(new.domain, ()).is_some() {
            continue;
        }
        let forms = forms(&new.shape);
        let mut near: Vec<usize> = forms
            .iter()
            .filter_map(|f| by_form.get(f))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        warnings.extend(near.iter().filter_map(|at| known.get(*at)?.warning(&new)));
        for form in forms {
            let there = by_form.entry(form).or_default();
            if there.len() < MOST_NEIGHBOURS {
                there.push(known.len());
            }
        }
        known.push(new);
    }
    warnings
}

impl<'a> Known<'a> {
    fn of(claim: Claim<'a>) -> Option<Self> {
        let domain = psl::domain_str(claim.host.as_str())?;
        let (label, _) = domain.split_once('.')?;
        let shape = shape(label);
        Some(Self {
            claim,
            label,
            domain,
            shape,
        })
    }

    fn warning(&self, new: &Self) -> Option<Refusal> {
        let line = new.claim.line.or(self.claim.line)?;
        if self.claim.name == new.claim.name {
            return None;
        }
        let how = if self.label == new.label {
            "has the same name under another ending as"
        } else if self.shape == new.shape {
            "looks the same as"
        } else if is_one_step(&self.shape, &new.shape) {
            "is one letter away from"
        } else {
            return None;
        };
        let place = self
            .claim
            .line
            .map_or("listed".to_owned(), |line| format!("line {line}"));
        let reason = format!(
            "{} {how} {} ({}, {place}): make sure that both are who they say",
            new.domain, self.domain, self.claim.name
        );
        Some(Refusal::new(line, "domain", reason))
    }
}

/// What a label looks like to a person: `xn--` undone, letters that look alike made one.
fn shape(label: &str) -> Vec<char> {
    let shown = label
        .strip_prefix("xn--")
        .and_then(|label| punycode::decode(label).ok());
    let shown = shown.as_deref().unwrap_or(label);
    skeleton(shown).flat_map(char::to_lowercase).collect()
}

/// The shape, and each shape with one letter left out: names one letter apart share one of these.
fn forms(shape: &[char]) -> Vec<String> {
    let mut forms = vec![shape.iter().collect()];
    if shape.len() >= LEAST_LETTERS {
        for left_out in 0..shape.len() {
            let others = shape.iter().enumerate().filter(|(at, _)| *at != left_out);
            forms.push(others.map(|(_, letter)| letter).collect());
        }
    }
    forms
}

/// One letter more, less, other, or two neighbours exchanged.
fn is_one_step(a: &[char], b: &[char]) -> bool {
    if a.len().min(b.len()) < LEAST_LETTERS || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (
        a.get(start..).unwrap_or_default(),
        b.get(start..).unwrap_or_default(),
    );
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (a.get(..a.len() - end), b.get(..b.len() - end));
    match (a.unwrap_or_default(), b.unwrap_or_default()) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(hosts: &[(Option<u64>, &str, &str)]) -> Vec<String> {
        let hosts: Vec<_> = hosts
            .iter()
            .map(|(l, n, h)| (*l, *n, Host::parse(h).unwrap()))
            .collect();
        let claims = hosts.iter().map(|(line, name, host)| Claim {
            line: *line,
            name,
            host,
        });
        warnings(claims).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn look_alikes_of_different_retailers_are_said_with_both_places() {
        let macys = (Some(2), "Macy's", "www.macys.com");
        for (host, how) in [
            (
                "rnacys.com",
                "rnacys.com looks the same as macys.com (Macy's, line 2)",
            ),
            (
                "xn--mcys-53d.com",
                "xn--mcys-53d.com looks the same as macys.com",
            ),
            (
                "shop.macys.net",
                "macys.net has the same name under another ending as macys.com",
            ),
        ] {
            let said = said(&[macys, (Some(7), "Other", host)]);
            assert_eq!(said.len(), 1, "{host}");
            assert!(
                said[0].starts_with("line 7, column domain: ") && said[0].contains(how),
                "{said:?}"
            );
        }
        let listed = said(&[(None, "PayPal", "paypal.com"), (Some(3), "P", "paypa1.com")]);
        assert!(
            listed[0].contains("looks the same as paypal.com (PayPal, listed)"),
            "{listed:?}"
        );
        for near in ["wayfiar.com", "wayfaire.com", "wayfar.com", "wayfaix.com"] {
            let said = said(&[(Some(2), "Wayfair", "wayfair.com"), (Some(3), "W", near)]);
            assert!(
                said.len() == 1 && said[0].contains("is one letter away from wayfair.com"),
                "{near}: {said:?}"
            );
        }
    }

    #[test]
    fn neighbours_are_left_alone() {
        for (a, b) in [
            ("vans.com", "vons.com"),
            ("newair.com", "newark.com"),
            ("eyeglasses.com", "yesglasses.com"),
            ("wish.com", "business.wish.com"),
            ("target.com", "macys.com"),
        ] {
            assert_eq!(
                said(&[(Some(2), "A", a), (Some(3), "B", b)]),
                [""; 0],
                "{a} {b}"
            );
        }
        assert_eq!(
            said(&[(Some(2), "A", "adidas.com"), (Some(2), "A", "adidas.ca")]),
            [""; 0],
            "one retailer"
        );
        assert_eq!(
            said(&[(None, "A", "simons.com"), (None, "B", "simmons.com")]),
            [""; 0],
            "not in this file"
        );
    }
}
