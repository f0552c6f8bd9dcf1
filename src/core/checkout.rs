//! The steps of paying, told by a page's address alone: there nothing may distract. The words are those of the big shop
//! systems and of stores in the languages where listed stores sell; `tests/vectors/checkout.json` has addresses of both kinds.

use url::Url;

/// First or last word of a part of the path (`/secure-checkout/`, `/Checkout-Begin`), or of a value in the query.
const STEPS: [&str; 26] = [
    "afrekenen",
    "betalen",
    "bezahlen",
    "billing",
    "caisse",
    "checkouts",
    "chkout",
    "cobilling",
    "coplaceorder",
    "coshipping",
    "desembolso",
    "kassa",
    "kasse",
    "onestepcheckout",
    "pagamento",
    "pagar",
    "pago",
    "paiement",
    "payment",
    "payments",
    "placeorder",
    "przelew",
    "spc",
    "tramitar",
    "zahlung",
    "zahlungsart",
];

/// A whole part of the path: words that mean other things beside others.
const PARTS: [&str; 9] = [
    "commande",
    "finalizar-compra",
    "finalizar-pedido",
    "order-pay",
    "order-review",
    "pay",
    "place-order",
    "review-order",
    "validation-commande",
];

/// At the border of a host's label: `checkout.`, `secure2.`, `secure-www.`.
const HOSTS: [&str; 10] = [
    "caisse",
    "checkout",
    "checkouts",
    "kasse",
    "pagamento",
    "paiement",
    "pay",
    "payment",
    "payments",
    "secure",
];

/// Keys of the query that name the page or the step.
const KEYS: [&str; 8] = [
    "action",
    "controller",
    "dispatch",
    "page",
    "route",
    "stage",
    "step",
    "view",
];

/// Where the goods are still being looked at, even below `/checkout/`.
const CARTS: [&str; 5] = ["bag", "basket", "cart", "panier", "warenkorb"];

/// Longer parts of a path are headlines, such as `how-to-pay-at-checkout`.
const MOST_WORDS: usize = 3;

/// Is this a step of paying?
#[must_use]
pub fn is_checkout(url: &Url) -> bool {
    is_step_host(url.host_str().unwrap_or_default())
        || is_step_path(url.path())
        || url
            .fragment()
            .is_some_and(|f| f.starts_with(['/', '!']) && is_step_path(f))
        || url.query_pairs().any(|(key, value)| {
            is_step(&key) || KEYS.contains(&&*key.to_ascii_lowercase()) && is_step_path(&value)
        })
}

/// A label before the store's own name says so.
fn is_step_host(host: &str) -> bool {
    let mut labels = host.rsplit('.').skip(2);
    labels.any(|label| {
        let mut words = label.split('-');
        words.any(|word| HOSTS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
    })
}

/// The last part decides whether it is still the cart.
fn is_step_path(path: &str) -> bool {
    let mut parts = path.split(['/', '!', ';']).filter(|part| !part.is_empty());
    let is_cart = |part: &str| words(part).any(|word| CARTS.contains(&&*word));
    let last = path.trim_end_matches('/').rsplit('/').next();
    parts.any(is_step) && !last.is_some_and(is_cart)
}

fn is_step(part: &str) -> bool {
    let whole = part.to_ascii_lowercase();
    let is_step = |word: String| {
        word.starts_with("checkout") || word.ends_with("checkout") || STEPS.contains(&&*word)
    };
    PARTS.contains(&&*whole)
        || words(part).count() <= MOST_WORDS
            && (words(part).next().is_some_and(is_step) || words(part).last().is_some_and(is_step))
}

/// The words of a part, without numbers and without what says how the page is made.
fn words(part: &str) -> impl Iterator<Item = String> {
    let words = part.split(['-', '_', '.', '+']);
    let is_word = |word: &&str| {
        let is_ending = matches!(
            *word,
            "html" | "htm" | "php" | "aspx" | "jsp" | "jsf" | "do"
        );
        !is_ending && word.contains(|c: char| c.is_ascii_alphabetic())
    };
    words.filter(is_word).map(str::to_ascii_lowercase)
}
