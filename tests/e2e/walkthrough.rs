//! A shopper's round without a display: visits, activates, buys, is paid; told line by line, with pictures in `dist/demo/`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::looks::ColorScheme;
use crate::scenarios::steps::{
    ACTIVATE, MACYS, TICK, buy, card, choose_card, confirm_order, open_popup, sign_up_in,
    until_account, visit_with_card,
};
use crate::{failure::Outcome, world::World};

/// The option that asks for this instead of the tests.
pub const OPTION: &str = "--walkthrough";

pub fn is_asked_for() -> bool {
    env::args().any(|argument| argument == OPTION)
}

struct Diary {
    folder: PathBuf,
    pictures: usize,
}

impl Diary {
    /// Says what happened and takes a picture of it.
    async fn note(&mut self, world: &World, what: &str) -> Outcome {
        self.pictures += 1;
        let file = self.folder.join(format!("{}.png", self.pictures));
        world.browser.still_screenshot(&file).await?;
        println!("  {:>2}. {what}", self.pictures);
        Ok(())
    }
}

pub async fn a_shoppers_round(world: &mut World) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/demo");
    fs::create_dir_all(&folder)?;
    let mut diary = Diary {
        folder: folder.canonicalize()?,
        pictures: 0,
    };
    world.browser.color_scheme(ColorScheme::Light).await?;

    world
        .browser
        .open(&world.browser.extension_page("welcome.html"))
        .await?;
    world.browser.until_text("body", "September 2021").await?;
    diary.note(world, "Pointback is installed: a packaged list of real US stores, no account, no access to any site").await?;

    choose_card(world).await?;
    diary
        .note(
            world,
            "The shopper chose to see offers on the page and granted access to sites",
        )
        .await?;

    let shown = visit_with_card(world, MACYS).await?;
    let rate = shown.until_text(".rate", "%").await?.replace('\n', " ");
    let tab = world.browser.tab_id().await?;
    let badge = world.browser.badge(tab).await?;
    diary
        .note(
            world,
            &format!("{MACYS} was matched on the device: {rate}; the button says {badge}"),
        )
        .await?;

    let mark = world.proxy.mark();
    sign_up_in(world, async || shown.click(ACTIVATE).await).await?;
    world.browser.until_badge(tab, TICK).await?;
    let landed = world.browser.until_url(MACYS).await?;
    card(world)
        .await?
        .until_text("section", "Activated")
        .await?;
    diary
        .note(
            world,
            &format!("One click, an account made on the way, and back at the store: {landed}"),
        )
        .await?;
    for request in world
        .proxy
        .since(mark)
        .iter()
        .filter(|r| r.path.starts_with("/v1/clicks") || r.path.starts_with("/go/"))
    {
        println!("      {} {}", request.method, request.url());
    }

    buy(world).await?;
    diary
        .note(
            world,
            "Bought something for $100.00; the shop told its network",
        )
        .await?;

    open_popup(world, tab).await?;
    until_account(world, "the pending balance", |text| text.contains("$10.00")).await?;
    world.browser.scroll_to("#account").await?;
    diary
        .note(world, "The network reported the purchase: $10.00 pending")
        .await?;

    confirm_order(world).await?;
    open_popup(world, tab).await?;
    until_account(world, "the confirmed balance", |text| {
        text.matches("$10.00").count() >= 2
    })
    .await?;
    world.browser.scroll_to("#account").await?;
    let account = world.browser.text("#account").await?;
    let payout = account
        .lines()
        .skip_while(|l| !l.contains("Next payout"))
        .take(3)
        .collect::<Vec<_>>()
        .join(" ");
    diary
        .note(world, &format!("The network confirmed it. {payout}"))
        .await?;
    println!("  Pictures: {}", diary.folder.display());
    Ok(())
}
