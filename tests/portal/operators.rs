//! What operators say of campaigns and offers, and what is refused because it cannot be meant.

use crate::world::World;

#[tokio::test]
async fn campaigns_that_cannot_be_meant_are_refused() {
    let world = World::new().await;
    let add = async |terms: &[&str]| {
        let args = [&["campaign", "add"], terms].concat();
        world.command(&args).await.unwrap_err()
    };
    for (terms, reason) in [
        (
            &["x", "welcome", "--bonus", "1001", "--spend", "25"][..],
            "--bonus 1001 is not a possible amount",
        ),
        (
            &["x", "welcome", "--bonus", "ten", "--spend", "25"],
            "an amount is a number",
        ),
        (
            &["x", "welcome", "--bonus=-5", "--spend", "25"],
            "not a possible amount",
        ),
        (
            &["x", "welcome", "--bonus", "5", "--spend", "0"],
            "--spend 0",
        ),
        (
            &["x", "welcome", "--bonus", "0", "--spend", "25"],
            "pays somebody",
        ),
        (
            &[
                "x",
                "welcome",
                "--bonus",
                "5",
                "--inviter-bonus",
                "5",
                "--spend",
                "25",
            ],
            "nobody who invited",
        ),
        (
            &[
                "x", "welcome", "--bonus", "5", "--spend", "25", "--days", "0",
            ],
            "--days 0",
        ),
        (
            &["X", "welcome", "--bonus", "5", "--spend", "25"],
            "cannot be a name",
        ),
        (
            &[
                "x",
                "welcome",
                "--bonus",
                "5",
                "--spend",
                "25",
                "--from",
                "2027-02-30",
            ],
            "no date",
        ),
        (
            &[
                "x",
                "welcome",
                "--bonus",
                "5",
                "--spend",
                "25",
                "--from",
                "2027-03-01",
                "--until",
                "2027-03-01",
            ],
            "end before it begins",
        ),
    ] {
        let refused = add(terms).await;
        assert!(refused.contains(reason), "{terms:?}: {refused}");
    }
    let sound = [
        "campaign", "add", "x", "welcome", "--bonus", "5", "--spend", "25",
    ];
    world.command(&sound).await.unwrap();
    assert!(world.command(&sound).await.unwrap_err().contains("already"));
    world.command(&["campaign", "end", "x"]).await.unwrap();
    assert!(world.command(&["campaign", "end", "x"]).await.is_err());
}

#[tokio::test]
async fn offers_that_cannot_be_meant_are_refused() {
    let world = World::new().await;
    for (terms, reason) in [
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5",
                "--most",
                "20",
                "--partner",
                "cards",
            ][..],
            "--rate 5",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%|2% Shoes",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "an offer has one rate",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "101%",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "--rate 101%",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%",
                "--most",
                "0",
                "--partner",
                "cards",
            ],
            "--most 0",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                " ",
                "--rate",
                "5%",
                "--most",
                "20",
                "--partner",
                "cards",
            ],
            "--store",
        ),
        (
            &[
                "x",
                "in-store",
                "--store",
                "S",
                "--rate",
                "5%",
                "--most",
                "20",
                "--partner",
                "portal",
            ],
            "calls itself",
        ),
    ] {
        let args = [&["offers", "add"], terms].concat();
        let refused = world.command(&args).await.unwrap_err();
        assert!(refused.contains(reason), "{terms:?}: {refused}");
    }
}
