//! What the shelf says of a retailer, as shoppers get it.

use super::*;

#[tokio::test]
async fn what_the_shelf_says_travels_with_the_list_and_in_a_delta() {
    let portal = Portal::with(&many(40)).await;
    portal.publish(NOW).await;
    let base = portal.content().await;
    let shelve = async |row: &str| {
        let csv = format!("domain,name,rate,category,featured\n{row}\n");
        import(&portal.pool, csv.as_bytes(), &Options::default())
            .await
            .unwrap();
    };
    shelve("s3.com,Three,4%,Shoes & Bags,yes").await;
    let publication = portal.publish(NOW + 1).await;
    assert!(publication.is_new);
    let page = Url::parse("https://www.s3.com/").unwrap();
    let published = portal.load();
    let three = published.list.find(&page).unwrap();
    assert_eq!(
        (three.category.as_deref(), three.featured),
        (Some("Shoes & Bags"), true)
    );
    let delta = publication.part.deltas.first().expect("a delta");
    let stored = fs::read(portal.dir.rates().join(&delta.path)).unwrap();
    let changes = gzip::unpack(&stored, delta.raw).unwrap();
    assert_eq!(
        apply(&base, &changes).unwrap(),
        portal.content().await,
        "the delta carries it"
    );
    shelve("s3.com,Three,4%,,").await;
    portal.publish(NOW + 2).await;
    let published = portal.load();
    let three = published.list.find(&page).unwrap();
    assert_eq!((three.category.as_deref(), three.featured), (None, false));
}
