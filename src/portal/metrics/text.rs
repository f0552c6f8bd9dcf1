//! Prometheus' text format, as far as it is needed here: https://prometheus.io/docs/instrumenting/exposition_formats/

use std::fmt::{Display, Write};

/// How the text is announced.
pub(crate) const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Text(String);

impl Text {
    /// Announces a metric; its values follow.
    pub(super) fn family(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP pointback_{name} {help}."));
        self.line(format_args!("# TYPE pointback_{name} {kind}"));
    }

    /// One value.
    pub(super) fn value(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(key, value)| format!("{key}=\"{}\"", escaped(value)))
            .collect();
        if labels.is_empty() {
            self.line(format_args!("pointback_{name} {value}"));
        } else {
            let labels = labels.join(",");
            self.line(format_args!("pointback_{name}{{{labels}}} {value}"));
        }
    }

    pub(super) fn done(self) -> String {
        self.0
    }

    fn line(&mut self, line: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped() {
        let mut text = Text::default();
        text.family("x", "gauge", "Something");
        text.value("x", &[], 3);
        text.value("x", &[("a", "b\"c\\d\ne"), ("f", "g")], 4);
        assert_eq!(
            text.done(),
            "# HELP pointback_x Something.\n# TYPE pointback_x gauge\npointback_x 3\n\
             pointback_x{a=\"b\\\"c\\\\d\\ne\",f=\"g\"} 4\n"
        );
    }
}
