//! Which passwords may be chosen: long enough, and not one of those that everybody tries first. No rule about kinds of
//! letters: such rules make passwords worse.

/// Fewest characters.
pub(crate) const SHORTEST: usize = 8;
/// Most bytes that are hashed.
pub(crate) const LONGEST: usize = 200;

/// What lists of stolen passwords begin with, as far as it is long enough.
const FIRST_TRIED: [&str; 24] = [
    "password",
    "passw0rd",
    "password1",
    "password123",
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "welcome1",
    "letmein1",
    "abcd1234",
    "pointback",
];

/// Why a password may not be chosen by the owner of `email`, if so.
pub(crate) fn doubt(password: &str, email: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    let mut letters = lower.chars();
    let first = letters.next();
    let name = email.split('@').next().unwrap_or_default();
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        Some("Choose a password of 8 to 200 characters.")
    } else if letters.all(|letter| Some(letter) == first) {
        Some("Choose a password that is not one character again and again.")
    } else if FIRST_TRIED.contains(&lower.as_str()) {
        Some("Choose another password: this one is among the first that thieves try.")
    } else if lower == email || lower == name {
        Some("Choose a password that is not your e-mail address.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_rare_is_enough() {
        for good in [
            "correct horse battery",
            "tr0ub4dor",
            "äöüßäöüß1",
            "a b c d e",
        ] {
            assert_eq!(doubt(good, "ann@example.org"), None, "{good}");
        }
    }

    #[test]
    fn what_thieves_try_first_is_refused() {
        for bad in [
            "",
            "short",
            "1234567",
            "ééééééé",
            "aaaaaaaaaa",
            "Password1",
            "QWERTYUIOP",
            "annabelle@example.org",
            "Annabelle",
        ] {
            assert!(doubt(bad, "annabelle@example.org").is_some(), "{bad}");
        }
        assert!(doubt(&"x y".repeat(70), "ann@example.org").is_some());
    }
}
