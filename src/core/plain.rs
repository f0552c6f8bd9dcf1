//! Words that others wrote and people will read.

/// Short, and nothing in it that a reader cannot see: no control characters, nothing that turns the direction of what stands
/// beside it, nothing that makes two names look the same. The joiners that some scripts are written with may stay.
#[must_use]
#[inline(never)]
pub fn is_plain(text: &str, longest: usize) -> bool {
    text.len() <= longest && !text.chars().any(is_hidden)
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::is_plain;

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
