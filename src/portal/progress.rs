//! A progress bar for long commands.

use indicatif::{ProgressBar, ProgressStyle};

/// Drawn on standard error, and only if that is a terminal.
pub(crate) fn bar(doing: &'static str, steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64).with_message(doing);
    match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
