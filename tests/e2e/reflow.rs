//! Large text and narrow windows: nothing is cut off, and nobody scrolls sideways.

use crate::{browser::Browser, failure::Outcome, surface::Surface};

/// What sticks out of the window, scrolls sideways (tables of data may, by WCAG 1.4.10), or is cut off.
const MEASURE: &str = "
    const page = document.documentElement;
    const wrong = [];
    const isOurs = surface === document.body;
    if (isOurs && page.scrollWidth > page.clientWidth)
        wrong.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
    const name = (node) => `${node.localName}#${node.id}.${node.getAttribute('class')} ${node.textContent.trim().slice(0, 40)}`;
    for (const node of [surface, ...surface.querySelectorAll('*')]) {
        if (!node.checkVisibility() || node.closest('.visually-hidden, .table, svg')) continue;
        const { left, right, width } = node.getBoundingClientRect();
        if (width > 0 && (left < -0.5 || right > innerWidth + 0.5))
            wrong.push(`${name(node)} reaches from ${left} to ${right} in a window of ${innerWidth}`);
        const { overflowX, display } = getComputedStyle(node);
        if (node.localName !== 'input' && display !== 'inline' && overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1)
            wrong.push(`${name(node)} hides ${node.scrollWidth - node.clientWidth} pixels`);
    }
    return wrong.slice(0, 8);";

/// What is lost of a surface as the window is now.
pub async fn faults(browser: &Browser, surface: &Surface) -> Outcome<Vec<String>> {
    surface.faults(browser, MEASURE).await
}
