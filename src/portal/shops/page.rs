//! What a demo shop looks like.

use crate::pages::amounts;
use maud::{DOCTYPE, Markup, html};

pub(super) const STYLE: &str = include_str!("shop.css");

/// A shop for the time of one request.
pub(super) struct Shop {
    pub(super) name: String,
    pub(super) host: String,
    /// One of our own shops, not a stand-in for a real retailer.
    pub(super) is_demo: bool,
}

struct Product {
    title: &'static str,
    line: &'static str,
    hue: u32,
}

/// Something that suits the shop's name.
fn product_of(shop: &Shop) -> Product {
    let goods = [
        (
            "sneaker",
            3,
            "Cloudstep running shoe",
            "Light on the foot, kind to the knee. Free returns for 30 days.",
        ),
        (
            "book",
            1,
            "The winter reading box",
            "Twelve novels, chosen by people who read them.",
        ),
        (
            "travel",
            5,
            "Two nights by the sea",
            "Room with a view, breakfast included, free cancellation.",
        ),
        (
            "garden",
            4,
            "Raised garden bed",
            "Untreated larch, no tools needed.",
        ),
    ];
    let (_, hue, title, line) = goods
        .into_iter()
        .find(|(word, ..)| shop.host.contains(word))
        .unwrap_or((
            "",
            hue_of(&shop.host),
            "The gift box",
            "Our best-loved pieces, wrapped and ready to give.",
        ));
    Product { title, line, hue }
}

/// A colour that stays the same for a host.
fn hue_of(host: &str) -> u32 {
    host.bytes()
        .fold(7_u32, |sum, b| (sum * 31 + u32::from(b)) % 6)
}

pub(super) fn product(shop: &Shop, price_minor: i64) -> Markup {
    let product = product_of(shop);
    frame(
        shop,
        product.title,
        &html! {
            article.product {
                (picture())
                div {
                    h1 { (product.title) }
                    p { (product.line) }
                    p.price { (amounts::dollars(price_minor)) }
                    form method="post" action="/buy" {
                        button #buy type="submit" { "Buy now" }
                    }
                    p.small { "In stock. Ships tomorrow." }
                }
            }
        },
    )
}

pub(super) fn thanks(shop: &Shop, order: Option<&str>) -> Markup {
    frame(
        shop,
        "Thank you",
        &html! {
            article.thanks {
                h1 { "Thank you for your order" }
                @if let Some(number) = order {
                    p { "Order number " strong #order { (number) } }
                    p.small { "The simulated network was told which click led here." }
                } @else {
                    p.small { "No activated click led here, so no network was told about it." }
                }
                a.button href="/" { "Back to the shop" }
            }
        },
    )
}

/// For a host that no listed retailer covers.
pub(super) fn missing() -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "No such shop" } link rel="stylesheet" href="/shop.css"; }
            body { main { h1 { "No such shop" } p { "No listed retailer has this host." } } }
        }
    }
}

fn frame(shop: &Shop, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" class={ "hue-" (product_of(shop).hue) } {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (shop.name) }
                link rel="stylesheet" href="/shop.css";
            }
            body {
                header {
                    a.name href="/" { (shop.name) }
                    span { "Free shipping over $50" }
                }
                main { (body) }
                footer {
                    @if shop.is_demo {
                        "A demonstration shop: nothing is sold or delivered."
                    } @else {
                        "A stand-in on this machine, not " (shop.name) " and not connected with it: nothing is sold or delivered."
                    }
                }
            }
        }
    }
}

fn picture() -> Markup {
    html! {
        svg viewBox="0 0 200 200" aria-hidden="true" focusable="false" {
            circle.ground cx="100" cy="100" r="92" {}
            path.box d="M48 84h104v70a8 8 0 0 1-8 8H56a8 8 0 0 1-8-8z" {}
            path.lid d="M42 66h116a6 6 0 0 1 6 6v16H36V72a6 6 0 0 1 6-6z" {}
            path.ribbon d="M90 66h20v96H90z" {}
            path.bow d="M100 64C84 64 70 56 72 46s20-8 28 18c8-26 26-28 28-18s-12 18-28 18z" {}
        }
    }
}
