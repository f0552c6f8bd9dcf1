//! What patterns mean, what is refused, and that no text makes them slow.

use super::{MAX_INPUT, MAX_UNITS, Mode, Pattern};
use proptest::prelude::*;

fn fits(pattern: &str, text: &str) -> bool {
    let pattern = Pattern::parse(pattern).unwrap_or_else(|| panic!("refused: {pattern}"));
    pattern.fits(text, Mode::Exact)
}

fn fits_host(pattern: &str, host: &str) -> bool {
    let pattern = Pattern::parse(pattern).unwrap_or_else(|| panic!("refused: {pattern}"));
    pattern.fits(host, Mode::Host)
}

#[test]
fn a_pattern_stands_for_the_whole_text() {
    for (pattern, yes, no) in [
        ("1", "1", "10"),
        ("1", "1", "x1"),
        ("i#{6}", "i312864", "i31286"),
        ("i#{6}", "i312864", "i3128645"),
        ("pzapi-$$", "pzapi-ab", "pzapi-abc"),
        (
            "?{11}-?{22}",
            "qpF0HYnRugA-S5yfZifcN54MdPsE4Cewzw",
            "yhoof2",
        ),
        (
            "?{11}-?{22}",
            "qpF0HYnRugA-S5yfZifcN54MdPsE4Cewzw",
            "qpF0HYnRugA-S5yfZifcN54MdPsE4Cewz",
        ),
        (
            "#+_#+_%{32}",
            "3043_1606583260_feef24aba0ca5ffbbf513bb8f34cd1be",
            "3043_1606583260_feef",
        ),
        (
            "#+_#+_%{32}",
            "3_1_FEEF24ABA0CA5FFBBF513BB8F34CD1BE",
            "_1_feef24aba0ca5ffbbf513bb8f34cd1be",
        ),
        ("/c/#+/#+/#+*", "/c/10238/252231/4238", "/c/10238/252231/"),
        ("/c/#+/#+/#+*", "/c/1/2/3/more?x", "/c/1/2/x"),
        ("@*", "cj", "1x"),
        ("@*", "c", ""),
        ("cje*", "cjevent_dc", "xcje"),
        ("*sscid*", "my_sscid_x", "my_ssci_d"),
        ("*sscid*", "ssssscid", "sscd"),
    ] {
        assert!(fits(pattern, yes), "{pattern} {yes}");
        assert!(!fits(pattern, no), "{pattern} {no}");
    }
}

#[test]
fn hosts_fit_from_a_dot_on() {
    assert!(fits_host("i#{6}.net", "imp.i312864.net"));
    assert!(fits_host("i#{6}.net", "i312864.net"));
    assert!(!fits_host("i#{6}.net", "xi312864.net"));
    assert!(!fits_host("i#{6}.net", "i312864.net.example"));
    assert!(fits_host("*.${4-6}.net", "briogeo-hair.tmfhgn.net"));
    assert!(!fits_host("*.${4-6}.net", "tmfhgn.net"));
    assert!(!fits_host("*.${4-6}.net", "brand.speedtest.net"));
    assert!(fits_host("linksynergy.com", "click.linksynergy.com"));
    assert!(!fits_host("linksynergy.com", "notlinksynergy.com"));
    assert!(!fits_host(
        "linksynergy.com",
        "linksynergy.com.evil.example"
    ));
}

#[test]
fn case_counts_unless_said_otherwise() {
    let pattern = Pattern::parse("cjevent").unwrap();
    assert!(pattern.fits("CJEVENT", Mode::AnyCase));
    assert!(!pattern.fits("CJEVENT", Mode::Exact));
}

#[test]
fn hostile_and_malformed_patterns_are_refused() {
    let long = "a".repeat(97);
    let many = "?{62}?";
    let refused = [
        "",
        "+",
        "{3}",
        "a+",
        "a{2}",
        "*+",
        "*{2}",
        "?++",
        "?+{2}",
        "?{",
        "?{}",
        "?{0}",
        "?{3-2}",
        "?{-3}",
        "?{2-}",
        "?{63}",
        "?{99999999999999999999}",
        "}",
        "a b",
        "é",
        "a\n",
        many,
        &long,
    ];
    for text in refused {
        assert!(Pattern::parse(text).is_none(), "{text}");
    }
    assert!(Pattern::parse("?{62}").is_some());
    println!("{} patterns refused", refused.len());
}

#[test]
fn no_text_makes_the_matcher_slow() {
    // The classic killers of matchers that go back, as long as patterns may be.
    let killers = [
        "*a".repeat(31),
        "#+".repeat(31) + "x",
        "?{1-62}".to_owned(),
        "*".repeat(62),
    ];
    let mut worst = 0;
    for killer in killers {
        let pattern = Pattern::parse(&killer).unwrap_or_else(|| panic!("{killer}"));
        for text in [
            "a".repeat(100_000),
            "1".repeat(100_000),
            ".".repeat(100_000),
        ] {
            for mode in [Mode::Exact, Mode::AnyCase, Mode::Host] {
                let mut steps = 0;
                pattern.walk(&text, mode, &mut steps);
                worst = worst.max(steps);
            }
        }
    }
    assert!(worst <= MAX_INPUT * MAX_UNITS, "{worst} steps");
    assert!(worst > MAX_INPUT, "the killers do not even try");
    println!(
        "worst case: {worst} steps of at most {}",
        MAX_INPUT * MAX_UNITS
    );
}

#[test]
fn a_text_that_is_too_long_to_refute_fits() {
    assert!(fits("@*", &"a".repeat(600)));
    assert!(fits("#+_#+_%{32}", &"1".repeat(600)));
    assert!(!fits("#+_#+_%{32}", &"x".repeat(600)));
    assert!(!fits("1", &"1".repeat(600)));
    assert!(!fits("?{11}-?{22}", &"1".repeat(600)));
}

#[test]
fn what_is_within_what_is_decided_on_the_safe_side() {
    let is_within = |old: &str, new: &str| {
        let (old, new) = (Pattern::parse(old).unwrap(), Pattern::parse(new).unwrap());
        old.is_within(&new, Mode::Exact)
    };
    assert!(is_within("cjevent", "cje*"));
    assert!(is_within("a#", "a#"));
    assert!(is_within("a#", "*"));
    assert!(!is_within("cje*", "cjevent"));
    assert!(!is_within("a#", "a?"), "true, but not seen");
}

proptest! {
    #[test]
    fn plain_text_fits_itself_and_nothing_else(text in "[a-z0-9._/-]{1,60}", other in "[a-z0-9._/-]{1,60}") {
        let pattern = Pattern::parse(&text).unwrap();
        prop_assert!(pattern.fits(&text, Mode::Exact));
        prop_assert_eq!(pattern.fits(&other, Mode::Exact), text == other);
    }

    #[test]
    fn any_text_is_read_or_refused_and_any_input_answered(text in ".{0,80}", input in ".{0,80}") {
        if let Some(pattern) = Pattern::parse(&text) {
            let mut steps = 0;
            pattern.walk(&input, Mode::Host, &mut steps);
            prop_assert!(steps <= input.len() * MAX_UNITS);
        }
    }

    #[test]
    fn a_host_pattern_agrees_with_the_host_type(host in "[a-z]{1,5}(\\.[a-z]{1,5}){1,3}", end in "[a-z]{1,5}\\.[a-z]{1,5}") {
        let host = crate::host::Host::parse(&host).unwrap();
        let suffix = crate::host::Host::parse(&end).unwrap();
        let pattern = Pattern::parse(&end).unwrap();
        prop_assert_eq!(pattern.fits(host.as_str(), Mode::Host), host.is_under(&suffix));
    }
}
