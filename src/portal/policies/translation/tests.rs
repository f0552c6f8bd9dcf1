//! What becomes of regular expressions as others write them.

use super::*;

#[test]
fn what_patterns_can_say_is_translated() {
    for (regex, patterns) in [
        (r"i[0-9]{6}\.net", vec!["i#{6}.net"]),
        (r"pzapi-.{2}\.com", vec!["pzapi-?{2}.com"]),
        (r"[^/]+\.sjv\.io", vec!["?+.sjv.io"]),
        (r"linkto\.[^/]+\.com", vec!["linkto.?+.com"]),
        (r"pj\.(a|b-c)\.com", vec!["pj.a.com", "pj.b-c.com"]),
        (
            r"r=(?:(?:mdp|sem)\.h\.|eml\.h\.)",
            vec!["r=mdp.h.", "r=sem.h.", "r=eml.h."],
        ),
        (
            r"go\.x\.com\/c?/\d{4,6}\w{3,}",
            vec!["go.x.com/c/#{4-6}${2}$+", "go.x.com//#{4-6}${2}$+"],
        ),
        (r"[a-f0-9]+.*?", vec!["%+*"]),
    ] {
        assert_eq!(
            translate(regex).as_deref(),
            Ok(patterns
                .iter()
                .map(|p| (*p).to_owned())
                .collect::<Vec<_>>()
                .as_slice()),
            "{regex}"
        );
    }
}

#[test]
fn what_they_cannot_is_refused_with_its_place() {
    for (regex, refusal) in [
        (r"aid=(?!1|2)", "a look around at character 5"),
        (r"ab(?:x=)+", "a repeated group at character 3"),
        (
            r"ab(?:[^a-c])",
            "a class that no pattern can say at character 6",
        ),
        (r"^ab", "an anchor at character 1"),
        (r"ab$", "an anchor at character 3"),
        (r"a\bc", "an unknown escape at character 3"),
        (r"a(b", "an unclosed group at character 2"),
        (r"a)b", "an unopened group at character 2"),
        (r"a[b", "an unclosed class at character 2"),
        (r"a+", "a repeated group at character 1"),
        (r"\d{0}", "a count at character 1"),
        (r"\d{x}", "a count at character 3"),
        (r"\?", "a character that no pattern can say at character 2"),
        (r"+", "a repetition of nothing at character 1"),
        (
            r"(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)",
            "too many alternatives at character 31",
        ),
    ] {
        assert_eq!(
            translate(regex).unwrap_err().to_string(),
            refusal,
            "{regex}"
        );
    }
}
