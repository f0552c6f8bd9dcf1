//! The store directory and a store's own page, without signing in.

use crate::{
    browser::Browser,
    world::{GARDEN, MACYS, NO_RATE, World},
};
use axum::http::StatusCode;
use pointback_portal::{import, publish};

/// A world whose catalogue comes from an import file, so that shelves have something on them.
async fn imported(rows: &str) -> World {
    let world = World::new().await;
    let csv = format!("domain,name,rate,category,featured,terms\n{rows}");
    let summary = import::import(world.pool(), csv.as_bytes(), &import::Options::default())
        .await
        .unwrap();
    assert_eq!(summary.refused, []);
    publish::publish(world.dir(), world.pool(), world.now_ms() / 1_000)
        .await
        .unwrap();
    world
}

/// The names of the stores in the order of the page, of the part that begins at `from`.
fn names<'a>(page: &'a str, from: &str) -> Vec<&'a str> {
    let (_, page) = page.split_once(from).unwrap();
    let links = page.split("class=\"name\"").skip(1);
    links
        .map(|link| link.split_once('>').unwrap().1)
        .map(|text| text.split_once('<').unwrap().0)
        .collect()
}

const FOUND: &str = "id=\"found\"";

#[tokio::test]
async fn the_directory_can_be_searched() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let all = browser.get("/").await;
    assert!(all.text.contains("3 stores") && all.text.contains("Up to 10%"));
    for query in ["MACY", "macys", "macy%E2%80%99s", "+macys.com+"] {
        let found = browser.get(&format!("/?q={query}")).await;
        assert_eq!(names(&found.text, FOUND), ["Macy's"], "{query}");
    }
    let none = browser.get("/?q=%3Cscript%3E").await;
    assert!(none.text.contains("No store") && !none.text.contains("<script>"));
}

#[tokio::test]
async fn categories_letters_and_features_lead_to_stores() {
    let world = imported(
        "ann.example.com,Ann's Shoes,2%,Shoes & Bags,yes,\n\
         bob.example.com,Bob's Boots,3%,Shoes & Bags,,\n\
         9.example.com,9 Books,1%,Books,,\n",
    )
    .await;
    let mut browser = Browser::new(&world);
    let front = browser.get("/").await.text;
    assert_eq!(names(&front, ">Featured<")[0], "Ann's Shoes");
    assert_eq!(names(&front, ">Boosted now<")[0], "Garden");
    assert!(front.contains("href=\"/?category=Shoes+%26+Bags\""));
    let shown = |path: &'static str| {
        let mut browser = Browser::new(&world);
        async move { browser.get(path).await.text }
    };
    let shoes = shown("/?category=Shoes+%26+Bags").await;
    assert_eq!(names(&shoes, FOUND), ["Ann's Shoes", "Bob's Boots"]);
    assert!(!shoes.contains(">Featured<"));
    let b = shown("/?category=Shoes+%26+Bags&letter=b").await;
    assert_eq!(names(&b, FOUND), ["Bob's Boots"]);
    assert_eq!(names(&shown("/?letter=0").await, FOUND), ["9 Books"]);
    assert_eq!(names(&shown("/?letter=G").await, FOUND), ["Garden"]);
    let nothing = shown("/?category=No+such").await;
    assert!(nothing.contains("No store") && names(&nothing, FOUND).is_empty());
}

#[tokio::test]
async fn thousands_of_stores_are_paged_and_no_page_number_breaks_it() {
    let rows: String = (0..150)
        .map(|n| format!("s{n}.example.com,Store {n:03},1%,,,\n"))
        .collect();
    let world = imported(&rows).await;
    let mut browser = Browser::new(&world);
    let first = browser.get("/?q=store").await.text;
    assert_eq!(names(&first, FOUND).len(), 60);
    assert!(first.contains("150 stores match") && first.contains("Page 1 of 3"));
    assert!(first.contains("href=\"/?q=store&amp;page=2\""));
    let last = browser.get("/?q=store&page=3").await.text;
    assert_eq!(names(&last, FOUND).len(), 30);
    for page in ["4", "18446744073709551615", "0", "-1", "x"] {
        let answer = browser.get(&format!("/?q=store&page={page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!names(&answer.text, FOUND).is_empty(), "{page}");
    }
}

#[tokio::test]
async fn a_stores_page_says_all_that_it_pays_and_all_that_it_does_not() {
    let world = imported(
        "ann.example.com,Ann's Shoes,up to 10%|2% Sale,Shoes,,Not on gift cards. | New customers <only>.\n",
    )
    .await;
    let mut browser = Browser::new(&world);
    let found = browser.get("/?q=ann").await.text;
    let path = found.split_once("href=\"/stores/").unwrap().1;
    let path = format!("/stores/{}", path.split_once('"').unwrap().0);
    let page = browser.get(&path).await.text;
    for part in [
        "Up to 10%",
        "Up to 10 points per dollar in Membership Rewards",
        ">Sale<",
        "2 points per dollar",
        "Not on gift cards.",
        "New customers &lt;only&gt;.",
        "/?category=Shoes",
        "Press <strong>Activate</strong>",
        "within 24 hours",
        "href=\"https://ann.example.com/\"",
        "/sign-up",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn a_boost_is_told_with_its_end_and_its_cap() {
    let world = World::new().await;
    world
        .publish(&[
            r#"{"id":0,"n":"Garden","d":["garden.localhost"],"r":[{"k":"p","v":300}],"b":[{"v":600,"s":1,"e":1802365200,"cap":500},{"v":900,"s":1802538000,"e":1802624400}]}"#,
        ])
        .await;
    let mut browser = Browser::new(&world);
    let page = browser.get(&format!("/stores/{GARDEN}")).await.text;
    for part in [
        "<p class=\"figure\">6%</p>",
        "6% boost</strong> until Feb 11, 2027, 12:00 EST",
        "at most $5.00 for each member",
        "9% boost</strong> from Feb 13, 2027, 12:00 EST until Feb 14, 2027",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let quiet = browser.get(&format!("/stores/{NO_RATE}")).await.text;
    assert!(quiet.contains("No rate is known"));
}

#[tokio::test]
async fn a_store_that_is_not_listed_has_no_page() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    for id in ["0", "99", "-1", "x", "4294967296"] {
        let answer = browser.get(&format!("/stores/{id}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(
        browser.get(&format!("/stores/{MACYS}")).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn names_of_stores_are_text_and_never_markup() {
    let name = "<img src=x onerror=alert(1)>&amp;\\\" Store";
    let line = format!(
        r#"{{"id":0,"n":"{name}","d":["evil.example.com"],"r":[{{"k":"p","v":100,"l":"<b>tier</b>"}},{{"k":"p","v":50}}],"t":"<i>condition</i>"}}"#
    );
    let world = World::new().await;
    world.publish(&[&line]).await;
    let mut browser = Browser::new(&world);
    for path in [
        "/",
        "/?q=store",
        "/stores/4",
        "/?q=%22%3E%3Cb%3E&category=%22%3E%3Cb%3E",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for markup in ["<img src=x", "<b>", "<i>"] {
            assert!(!page.text.contains(markup), "{path}: {markup}");
        }
    }
    let page = browser.get("/stores/4").await.text;
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
}
