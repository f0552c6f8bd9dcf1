//! Words that others wrote and people will read.

/// Short, and nothing in it that a reader cannot see: no control characters, nothing that turns the direction of what stands
/// beside it, nothing that makes two names look the same. The joiners that some scripts are written with may stay.
#[must_use]
pub fn is_plain(text: &str, longest: usize) -> bool {
    text.len() <= longest && !text.chars().any(is_hidden)
}

/// Is it a moment in seconds that can be shown, and reckoned with? Until the end of the year 9999.
#[must_use]
pub fn is_moment(at: i64) -> bool {
    (0..253_402_300_800).contains(&at)
}

/// Is it a calendar day such as `2027-02-15`?
#[must_use]
pub fn is_day(text: &str) -> bool {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else {
        return false;
    };
    let last = match (e, f) {
        (b'0', b'2') => (b'2', b'9'),
        (b'0', b'4' | b'6' | b'9') | (b'1', b'1') => (b'3', b'0'),
        (b'0', b'1'..=b'9') | (b'1', b'0' | b'2') => (b'3', b'1'),
        _ => return false,
    };
    [a, b, c, d, g, h].iter().all(u8::is_ascii_digit) && (g, h) > (b'0', b'0') && (g, h) <= last
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{is_day, is_moment, is_plain};

    #[test]
    fn names_of_all_scripts_are_plain() {
        for name in [
            "Macy's",
            "Café Löwe & Söhne",
            "متجر",
            "حانوت 24",
            "カメラ屋",
            "می\u{200c}خواهم",
            "👩\u{200d}🔧 Tools",
            "<b>Bold</b> & Co",
        ] {
            assert!(is_plain(name, 400), "{name}");
        }
    }

    #[test]
    fn days_and_moments_are_those_of_a_calendar() {
        for (text, is_one) in [
            ("2027-02-15", true),
            ("2028-02-29", true),
            ("2027-04-31", false),
            ("2027-13-01", false),
            ("2027-00-10", false),
            ("2027-01-00", false),
            ("27-1-1", false),
            ("2027-01-01-", false),
            ("+027-01-01", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), is_one, "{text}");
        }
        assert!(is_moment(0) && is_moment(253_402_300_799));
        assert!(!is_moment(-1) && !is_moment(253_402_300_800) && !is_moment(i64::MAX));
    }

    #[test]
    fn what_cannot_be_seen_is_not() {
        for hidden in [
            '\0',
            '\n',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{200b}',
            '\u{200f}',
            '\u{2028}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{e0041}',
        ] {
            assert!(!is_plain(&format!("Ma{hidden}cys"), 400), "{hidden:?}");
        }
        assert!(!is_plain(&"x".repeat(8_192), 400));
    }
}
