//! What a partner corrects of a purchase with a linked card.

use crate::{
    card_holder::{Member, paid, world},
    ingesting::take,
};
use pointback_portal::report::{Report, Status};

#[tokio::test]
async fn what_takes_a_purchase_back_need_not_name_its_offer() {
    let world = world().await;
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    ann.add("tables").await;
    let bought = paid(&world, "1", &card, "tables", 10_000);
    let refund = Report {
        record: "refund".to_owned(),
        sale_minor: -4_000,
        commission_minor: -400,
        offer: None,
        ..bought.clone()
    };
    let declined = Report {
        status: Status::Declined,
        updated_at: bought.updated_at + 1,
        offer: None,
        ..bought.clone()
    };
    // The refund may come first.
    for (report, confirmed) in [(refund, 0), (bought, 600), (declined, 0)] {
        assert_eq!(take(&world, &[report]).await.new, 1);
        assert_eq!(ann.shopper.balances().await, [0, confirmed, 0]);
    }
    world.check_books().await;
}

#[tokio::test]
async fn a_purchase_that_is_corrected_to_another_offer_uses_that_one() {
    let world = world().await;
    let terms = "offers add noho in-store --store Noho --rate 5% --most 20 --partner cards --from 2027-01-01";
    let terms: Vec<&str> = terms.split(' ').collect();
    world.command(&terms).await.unwrap();
    let mut ann = Member::new(&world).await;
    let card = ann.link("Blue Visa").await;
    for offer in ["soho", "noho"] {
        ann.add(offer).await;
    }
    world.pass(1);
    let bought = paid(&world, "1", &card, "soho", 10_000);
    let corrected = Report {
        offer: Some("noho".to_owned()),
        updated_at: bought.updated_at + 1,
        ..bought.clone()
    };
    take(&world, &[bought]).await;
    take(&world, &[corrected]).await;
    // The one is there still, and the other may be added again.
    world.pass(1);
    for offer in ["soho", "noho"] {
        ann.add(offer).await;
    }
    for (number, offer, confirmed) in [
        ("2", "soho", 1_000),
        ("3", "soho", 1_000),
        ("4", "noho", 1_500),
    ] {
        world.pass(1);
        take(&world, &[paid(&world, number, &card, offer, 10_000)]).await;
        assert_eq!(ann.shopper.balances().await, [0, confirmed, 0], "{number}");
    }
    world.check_books().await;
}
