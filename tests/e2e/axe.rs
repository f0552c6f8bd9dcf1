//! axe-core, run inside the page: every rule it has, for everything that is drawn.

use std::fs;

use crate::{
    browser::Browser,
    failure::{Failure, Outcome},
    paths,
    surface::Surface,
};

/// axe looks through open shadow roots below the body only, and the card is in neither: for the time of its look, its
/// root counts as open, and every walk below the body comes to the card in the end. (Moved into the body, the card would
/// lose its style to the page's policy.) What axe cannot tell counts as found.
const RUN: &str = "
    const { host } = surface.getRootNode();
    const lend = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true });
    if (host) {
        lend(host, 'shadowRoot', surface.getRootNode());
        const walk = document.createTreeWalker.bind(document);
        lend(document, 'createTreeWalker', (root, ...filter) => {
            const walker = walk(root, ...filter);
            const behind = root === document.body ? [host] : [];
            return { currentNode: root, nextNode: () => walker.nextNode() ?? behind.pop() ?? null };
        });
    }
    try {
        const { violations, incomplete, passes } = await axe.run(host ?? document, options);
        if (passes.length === 0) return ['axe looked at nothing', JSON.stringify(incomplete).slice(0,2500)];
        return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
            `${id}: ${html.slice(0, 160)} (${[...any, ...all, ...none].map(({ message }) => message).join(' ')})`));
    } finally {
        if (host) {
            delete host.shadowRoot;
            delete document.createTreeWalker;
        }
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
        Failure::new(format!(
            "{}: {error}; run ./build.sh setup node",
            file.display()
        ))
    })?;
    let script = format!("{axe}; const options = {options}; {RUN}");
    surface.faults(browser, &script).await
}
