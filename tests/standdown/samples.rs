//! Texts that the rules' patterns stand for; written apart from the matcher on purpose.

/// A text that a pattern stands for.
pub(super) fn sample(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        let of_class = match c {
            '#' => "7",
            '%' => "a",
            '@' => "w",
            '$' => "k",
            '?' => "Q",
            '*' => "some",
            plain => {
                out.push(plain);
                continue;
            }
        };
        let mut count = 1;
        if rest.peek() == Some(&'+') {
            rest.next();
            count = 3;
        } else if rest.peek() == Some(&'{') {
            rest.next();
            let inside: String = rest.by_ref().take_while(|c| *c != '}').collect();
            count = inside.split('-').next_back().unwrap().parse().unwrap();
        }
        out.push_str(&of_class.repeat(count));
    }
    out
}

/// `name=value` pairs for a rule like `~cjevent` or `ref&acampID`; names that take any value get this one.
pub(super) fn pairs(param: &str, any: &str) -> String {
    let terms = param.trim_start_matches('~').split('&').map(|term| {
        let (name, value) = term.split_once('=').unwrap_or((term, ""));
        let value = if value.is_empty() {
            any.to_owned()
        } else {
            sample(value)
        };
        format!("{}={value}", sample(name))
    });
    terms.collect::<Vec<_>>().join("&")
}
