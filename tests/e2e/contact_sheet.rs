//! The contact sheet: every surface in every state, as both browsers draw it, in `dist/screens/`; and what is checked
//! of each of them on the way.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    axe, driver::Kind, ensure, failure::Outcome, looks::ColorScheme, package::ENGLISH, paths,
    reflow, surface::Surface, world::World,
};

/// How wide a shopper's window is, and one that leaves 320 CSS pixels at twice the size: the least that WCAG 1.4.10 asks
/// for, and what a phone has.
const WIDE: u32 = 1280;
const NARROW: u32 = 640;
/// The columns of the sheet, by the ends of the names of its pictures.
const COLUMNS: &[&str] = &["en-light", "en-dark", "ar-light", "ar-dark", "en-narrow"];

/// Takes the pictures of the surface in the current tab, which is in the state of this name. In English it is also held
/// against axe, in light and dark, and measured at 200 % in a narrow window. One line a state is all that a scenario
/// needs.
pub async fn show(world: &World, state: &str) -> Outcome {
    let browser = &world.browser;
    let is_held = browser.language() == ENGLISH;
    browser.color_scheme(ColorScheme::Dark).await?;
    let surface = picture(world, state, "dark").await?;
    if is_held {
        let contrasts = axe::low_contrasts(browser, &surface).await?;
        nothing(&format!("axe, {state}, dark"), &contrasts)?;
    }
    browser.color_scheme(ColorScheme::Light).await?;
    let surface = picture(world, state, "light").await?;
    if is_held {
        nothing(
            &format!("axe, {state}"),
            &axe::faults(browser, &surface).await?,
        )?;
        narrow(world, state).await?;
    }
    Ok(())
}

async fn narrow(world: &World, state: &str) -> Outcome {
    let browser = &world.browser;
    browser.zoom(200).await?;
    browser.width(NARROW).await?;
    let surface = Surface::of(browser).await?;
    // chromedriver cuts out an element without regard to the zoom.
    browser.screenshot(&file(world, state, "narrow")?).await?;
    nothing(
        &format!("{state} at 320 pixels"),
        &reflow::faults(browser, &surface).await?,
    )?;
    browser.width(WIDE).await?;
    browser.zoom(100).await
}

fn nothing(what: &str, faults: &[String]) -> Outcome {
    ensure!(faults.is_empty(), "{what}:\n    {}", faults.join("\n    "));
    Ok(())
}

async fn picture(world: &World, state: &str, word: &str) -> Outcome<Surface> {
    let surface = Surface::of(&world.browser).await?;
    let file = file(world, state, word)?;
    world.browser.picture_of(&surface.frame, &file).await?;
    Ok(surface)
}

fn file(world: &World, state: &str, word: &str) -> Outcome<PathBuf> {
    let folder = paths::screens();
    fs::create_dir_all(&folder)?;
    let column = format!("{}-{word}", world.browser.language());
    Ok(folder.join(file_name(state, world.browser.kind(), &column)))
}

/// Lays out every picture there is, by browser and state, in `dist/screens/index.html`, and makes one picture of this
/// browser's part. Fails if this browser has not pictured a state in every column.
pub async fn lay_out(world: &World) -> Outcome {
    let folder = paths::screens();
    let kind = world.browser.kind();
    let states = states_in(&folder, kind)?;
    ensure!(!states.is_empty(), "{kind} has taken no pictures");
    let missing: Vec<String> = states
        .iter()
        .flat_map(|state| {
            COLUMNS
                .iter()
                .map(move |column| file_name(state, kind, column))
        })
        .filter(|name| !folder.join(name).is_file())
        .collect();
    ensure!(
        missing.is_empty(),
        "pictures that were not taken: {missing:?}"
    );
    let page = folder.join("index.html");
    // The other browser may be writing its own: a page is whole or not there.
    let draft = folder.join(format!("{kind}.html"));
    fs::write(&draft, sheet(&folder)?)?;
    fs::rename(&draft, &page)?;
    world
        .browser
        .open(&format!("file://{}", page.display()))
        .await?;
    let part = world.browser.find(&format!("#{kind}")).await?;
    let file = folder.join(format!("{kind}.png"));
    world.browser.picture_of(&part, &file).await
}

fn file_name(state: &str, kind: Kind, column: &str) -> String {
    format!("{state}.{kind}.{column}.png")
}

/// The states that a browser has pictured, in the order of their names.
fn states_in(folder: &Path, kind: Kind) -> Outcome<BTreeSet<String>> {
    let mut states = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some((state, _)) = name.split_once(&format!(".{kind}.")) {
            states.insert(state.to_owned());
        }
    }
    Ok(states)
}

const STYLE: &str = "body{margin:24px;font:14px system-ui;background:#d8dcda;color:#17201c}
    section{display:grid;grid-template-columns:110px repeat(5,minmax(0,1fr));gap:16px;padding:12px}
    h1,h2{grid-column:1/-1;margin:0}b{font-weight:500}img{max-width:100%;box-shadow:0 1px 4px rgb(0 0 0/.3)}";

/// One row a state, one column a way of drawing it; a picture leads to itself in full size.
fn sheet(folder: &Path) -> Outcome<String> {
    let mut page = format!(
        "<!doctype html><meta charset=utf-8><title>Pointback: contact sheet</title><style>{STYLE}</style>\n"
    );
    for kind in Kind::ALL {
        write!(page, "<section id={kind}><h2>{kind}</h2><b></b>")?;
        for column in COLUMNS {
            write!(page, "<b>{column}</b>")?;
        }
        for state in states_in(folder, kind)? {
            write!(page, "\n<b>{state}</b>")?;
            for column in COLUMNS {
                let name = file_name(&state, kind, column);
                write!(
                    page,
                    "<a href={name}><img src={name} alt='{state}, {column}'></a>"
                )?;
            }
        }
        page.push_str("</section>\n");
    }
    Ok(page)
}
