//! axe-core, run inside the page: every rule it has, for everything that is drawn.

use std::fs;

use crate::{
    browser::Browser,
    failure::{Failure, Outcome},
    paths,
    surface::Surface,
};

/// axe looks through open shadow roots only, so the card's is opened to it for the time of its look.
const RUN: &str = "
    const root = surface.getRootNode();
    if (root.host) Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true });
    try {
        const { violations, passes } = await axe.run(root.host ?? document, options);
        if (passes.length === 0) return ['axe looked at nothing'];
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
            `${id}: ${html.slice(0, 160)} (${[...any, ...all, ...none].map(({ message }) => message).join(' ')})`));
    } finally {
        if (root.host) delete root.host.shadowRoot;
    }";

/// What axe finds wrong with a surface.
pub async fn faults(browser: &Browser, surface: &Surface) -> Outcome<Vec<String>> {
    run(browser, surface, "{}").await
}

/// What axe finds hard to read. Another colour scheme can make nothing else worse.
pub async fn low_contrasts(browser: &Browser, surface: &Surface) -> Outcome<Vec<String>> {
    run(browser, surface, "{ runOnly: ['color-contrast'] }").await
}

async fn run(browser: &Browser, surface: &Surface, options: &str) -> Outcome<Vec<String>> {
    let file = paths::workspace().join("tests/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).map_err(|error| {
        Failure::new(format!("{}: {error}; run ./build.sh setup node", file.display()))
    })?;
    let script = format!("{axe}; const options = {options}; {RUN}");
    surface.faults(browser, &script).await
}
