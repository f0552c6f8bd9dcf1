//! The steps of paying, told by a page's address alone: there nothing may distract. The words are those of the big shop
//! systems and of stores in the languages where listed stores sell; `tests/vectors/checkout.json` has addresses of both kinds.

use url::Url;

/// First or last word of a part of the path (`/secure-checkout/`, `/Checkout-Begin`), or of a value in the query.
const STEPS: &str = " afrekenen betalen bezahlen billing caisse chkout cobilling coplaceorder coshipping kassa kasse \
    onestepcheckout pagamento pagar pago paiement payment payments placeorder spc tramitar zahlung zahlungsart ";

/// A whole part of the path: words that mean other things beside others.
const PARTS: &str = " commande finalizar-compra finalizar-pedido order-pay order-review pay place-order review-order \
    validation-commande ";

/// At the border of a label before the store's own name: `checkout.`, `secure2.`, `secure-www.`.
const HOSTS: &str =
    " caisse checkout checkouts kasse pagamento paiement pay payment payments secure ";

/// Keys of the query that name the page or the step.
const KEYS: &str = " action controller dispatch page route stage step view ";

/// Where the goods are still being looked at, even below `/checkout/`.
const CARTS: &str = " bag basket cart panier warenkorb ";

/// How a page is made.
const ENDINGS: &str = " aspx do htm html jsf jsp php ";

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
        || url
            .query_pairs()
            .any(|(key, value)| is_step(&key) || has(KEYS, &key) && is_step_path(&value))
}

fn is_step_host(host: &str) -> bool {
    let mut labels = host.rsplit('.').skip(2).flat_map(|label| label.split('-'));
    labels.any(|word| has(HOSTS, word.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// The last part decides whether it is still the cart.
fn is_step_path(path: &str) -> bool {
    let parts = || path.split(['/', '!', ';']).filter(|part| !part.is_empty());
    let is_cart = |part: &str| words(part).iter().any(|word| has(CARTS, word));
    parts().any(is_step) && !parts().next_back().is_some_and(is_cart)
}

fn is_step(part: &str) -> bool {
    let words = words(part);
    let is_step = |word: &&str| {
        let word = word.to_ascii_lowercase();
        word.starts_with("checkout") || word.ends_with("checkout") || has(STEPS, &word)
    };
    let is_short = words.len() <= MOST_WORDS;
    has(PARTS, part)
        || is_short && (words.first().is_some_and(is_step) || words.last().is_some_and(is_step))
}

/// The words of a part, without numbers and without what says how the page is made.
fn words(part: &str) -> Vec<&str> {
    let is_word =
        |word: &&str| word.contains(|c: char| c.is_ascii_alphabetic()) && !has(ENDINGS, word);
    part.split(['-', '_', '.', '+']).filter(is_word).collect()
}

/// Is it one of the words between blanks?
fn has(list: &str, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    list.split(' ').any(|one| one == word) && !word.is_empty()
}
