//! The pages' colours against each other, as WCAG 2.2 measures them: text at least 4.5 to 1, borders and focus 3 to 1, in
//! light and dark.

#![expect(
    clippy::float_arithmetic,
    reason = "the measure is defined with powers; no money here"
)]

use std::collections::HashMap;

const STYLE: &str = include_str!("../../src/portal/pages/style.css");

const TEXT: [(&str, &str); 14] = [
    ("ink", "ground"),
    ("ink", "card"),
    ("ink", "tint"),
    ("soft", "ground"),
    ("soft", "card"),
    ("soft", "tint"),
    ("accent", "ground"),
    ("accent", "card"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("warn", "ground"),
    ("warn", "card"),
    ("warn", "warn-tint"),
    ("on-warn", "warn"),
];
const EDGES: [(&str, &str); 4] = [
    ("soft", "ground"),
    ("soft", "card"),
    ("accent", "card"),
    ("accent", "ground"),
];

/// The colours of one theme: the custom properties of the `number`-th `:root`.
fn theme(number: usize) -> HashMap<&'static str, [u8; 3]> {
    let block = STYLE.split(":root {").nth(number).unwrap();
    let block = block.split('}').next().unwrap();
    let properties = block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"));
    properties
        .map(|property| {
            let (name, value) = property.split_once(": #").unwrap();
            let channel = |at: usize| u8::from_str_radix(&value[at..at + 2], 16).unwrap();
            (name, [channel(0), channel(2), channel(4)])
        })
        .collect()
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn everything_can_be_read_in_light_and_dark() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    for (name, colours) in [("light", theme(1)), ("dark", theme(2))] {
        let pairs = TEXT.map(|pair| (pair, 4.5)).into_iter();
        for ((front, back), least) in pairs.chain(EDGES.map(|pair| (pair, 3.0))) {
            let seen = contrast(colours[front], colours[back]);
            assert!(
                seen >= least,
                "{name}: {front} on {back}: {seen:.2} of {least}"
            );
        }
    }
}
