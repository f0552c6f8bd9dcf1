//! Imports into a catalogue: what is stored, what is refused, and what stays untouched.

use super::*;
use crate::data_dir::DataDir;
use crate::db;

struct Portal {
    _folder: tempfile::TempDir,
    pool: db::Pool,
}

impl Portal {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::create(folder.path()).unwrap();
        let pool = db::open(&dir).await.unwrap();
        Self {
            _folder: folder,
            pool,
        }
    }

    async fn import(&self, rows: &str, replace: bool) -> Summary {
        let csv = format!("domain,name,rate,network,link,hosts\n{rows}");
        let options = Options {
            replace,
            skip_bad: true,
            ..Options::default()
        };
        import(&self.pool, csv.as_bytes(), &options).await.unwrap()
    }

    async fn listed(&self) -> Vec<(u32, String)> {
        let mut connection = self.pool.acquire().await.unwrap();
        let entries = catalog::entries(&mut connection).await.unwrap();
        let named = entries
            .into_iter()
            .map(|e| (e.retailer.id.0, e.retailer.name));
        named.collect()
    }
}

#[tokio::test]
async fn a_retailer_keeps_its_number_by_its_primary_host() {
    let portal = Portal::new().await;
    portal.import("a.com,A,1%,,,\nb.com,B,2%,,,\n", false).await;
    let again = portal.import(
        "c.com,C,1%,,,\nb.com,B & Sons,2%,,,\na.com,A,1%,,,\n",
        false,
    );
    let summary = again.await;
    assert_eq!(
        (summary.added, summary.changed, summary.unchanged),
        (1, 1, 1)
    );
    let names = [(1, "A"), (2, "B & Sons"), (3, "C")].map(|(id, n)| (id, n.to_owned()));
    assert_eq!(portal.listed().await, names);
}

#[tokio::test]
async fn the_link_decides_whether_a_page_may_travel() {
    let portal = Portal::new().await;
    let rows = "a.com,A,1%,,,\nb.com,B,1%,n,https://n.example/{click_ref},\nc.com,C,1%,n,,\n";
    let summary = portal.import(rows, false).await;
    let reasons: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        reasons,
        ["line 4, column link: network `n` needs a link: fill the column or give --link"]
    );
    let mut connection = portal.pool.acquire().await.unwrap();
    let listed = catalog::entries(&mut connection).await.unwrap();
    let [a, b] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    assert!(a.retailer.deep_link && !b.retailer.deep_link);
    assert_eq!(b.network, "n");
}

#[tokio::test]
async fn a_network_that_no_report_could_carry_is_refused() {
    let portal = Portal::new().await;
    let link = "https://n.example/{click_ref}";
    let rows =
        ["CJ", "a/b", "portal", "cj-us"].map(|name| format!("{name}.com,A,1%,{name},{link},\n"));
    let rows = rows.concat().replace("a/b.com", "b.com");
    let summary = portal.import(&rows, false).await;
    let refused: Vec<(u64, &str)> = summary.refused.iter().map(|r| (r.line, r.column)).collect();
    assert_eq!(refused, [2, 3, 4].map(|line| (line, "network")));
    assert_eq!(summary.added, 1);
    let defaults = Defaults {
        network: "CJ".to_owned(),
        link: Some(LinkTemplate::parse(link).unwrap()),
    };
    let options = Options {
        defaults,
        ..Options::default()
    };
    let csv = b"domain,name,rate\na.com,A,1%\n";
    let summary = import(&portal.pool, csv, &options).await.unwrap();
    let [refusal] = summary.refused.as_slice() else {
        panic!("{:?}", summary.refused)
    };
    assert_eq!(
        refusal.to_string(),
        "line 2, column network: `CJ` cannot name a network: use lower-case letters, digits and hyphens"
    );
}

#[tokio::test]
async fn replacing_delists_what_the_file_does_not_name_and_keeps_the_number() {
    let portal = Portal::new().await;
    let other = "o.com,O,1%,n,https://n.example/{click_ref},\n";
    portal
        .import(&format!("a.com,A,1%,,,\nb.com,B,1%,,,\n{other}"), false)
        .await;
    assert_eq!(portal.import("b.com,B,1%,,,\n", true).await.delisted, 1);
    let names = [(2, "B"), (3, "O")].map(|(id, n)| (id, n.to_owned()));
    assert_eq!(portal.listed().await, names);
    assert_eq!(portal.import("a.com,A,1%,,,\n", false).await.added, 1);
    assert_eq!(portal.listed().await[0], (1, "A".to_owned()));
}

#[tokio::test]
async fn a_refused_row_keeps_replacing_from_delisting_anyone() {
    let portal = Portal::new().await;
    portal.import("a.com,A,1%,,,\nb.com,B,1%,,,\n", false).await;
    let summary = portal
        .import("a.com,A,1%,,,\nb.com,B,lots,,,\n", true)
        .await;
    assert_eq!((summary.delisted, summary.refused.len()), (0, 1));
    assert_eq!(portal.listed().await.len(), 2);
}

/// Rows of a network that needs a link, which cannot do without one.
fn row(domain: &str, network: &str, hosts: &str) -> String {
    let name = domain.to_uppercase();
    format!("{domain},{name},1%,{network},https://{network}.example/{{click_ref}},{hosts}\n")
}

#[tokio::test]
async fn a_host_that_is_taken_keeps_replacing_from_delisting_anyone() {
    let portal = Portal::new().await;
    let listed = [("x.com", "n"), ("y.com", "n"), ("o.com", "other")];
    let listed: String = listed
        .map(|(host, network)| row(host, network, ""))
        .concat();
    portal.import(&listed, false).await;
    // Another network's host is taken, so x.com and y.com stay, and their hosts are taken too.
    let rows =
        row("x.net", "n", "x.com|o.com") + &row("z.com", "n", "") + &row("y.net", "n", "y.com");
    let summary = portal.import(&rows, true).await;
    let refused: Vec<String> = summary.refused.iter().map(ToString::to_string).collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[1].starts_with("line 4") && refused[1].ends_with("Y.COM already"));
    assert_eq!((summary.delisted, summary.added), (0, 1));
    let names = portal.listed().await.into_iter().map(|(_, name)| name);
    let names: Vec<String> = names.collect();
    assert_eq!(names, ["X.COM", "Y.COM", "O.COM", "Z.COM"]);
}

#[tokio::test]
async fn a_host_may_pass_from_a_retailer_who_leaves_to_one_who_comes() {
    let portal = Portal::new().await;
    portal.import(&row("x.com", "n", ""), false).await;
    let summary = portal.import(&row("x.net", "n", "x.com"), true).await;
    assert_eq!(summary.refused, []);
    assert_eq!((summary.delisted, summary.added), (1, 1));
}

#[tokio::test]
async fn a_retailer_whose_row_is_refused_keeps_its_hosts() {
    let portal = Portal::new().await;
    let listed = row("a.com", "n", "a.net") + &row("o.com", "other", "");
    portal.import(&listed, false).await;
    let rows = row("b.com", "n", "a.net") + &row("a.com", "n", "o.com");
    let summary = portal.import(&rows, false).await;
    let lines: Vec<u64> = summary.refused.iter().map(|refusal| refusal.line).collect();
    assert_eq!(lines, [2, 3]);
    assert_eq!(portal.listed().await.len(), 2);
}

#[tokio::test]
async fn a_host_belongs_to_one_retailer() {
    let portal = Portal::new().await;
    portal.import("a.com,A,1%,,,a.net\n", false).await;
    let summary = portal.import("a.net,Other,1%,,,\n", false).await;
    assert_eq!(
        summary.refused[0].to_string(),
        "line 2, column domain: a host of this row is listed for A already"
    );
    assert_eq!(portal.listed().await.len(), 1);
}

#[tokio::test]
async fn nothing_is_imported_when_a_row_is_refused_unless_asked_for() {
    let portal = Portal::new().await;
    let csv = b"domain,name,rate\na.com,A,1%\nb.com,B,lots\n";
    let strict = import(&portal.pool, csv, &Options::default())
        .await
        .unwrap();
    assert_eq!((strict.is_stored, strict.refused.len()), (false, 1));
    assert!(portal.listed().await.is_empty());
    let skip_bad = Options {
        skip_bad: true,
        ..Options::default()
    };
    let lax = import(&portal.pool, csv, &skip_bad).await.unwrap();
    assert_eq!((lax.is_stored, lax.added), (true, 1));
    assert_eq!(portal.listed().await.len(), 1);
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let portal = Portal::new().await;
    let dry = Options {
        dry_run: true,
        ..Options::default()
    };
    let summary = import(&portal.pool, b"domain,name,rate\na.com,A,1%\n", &dry)
        .await
        .unwrap();
    assert_eq!((summary.is_stored, summary.added), (false, 1));
    assert!(portal.listed().await.is_empty());
}

#[tokio::test]
async fn strange_rates_and_look_alikes_are_said_and_imported() {
    let portal = Portal::new().await;
    let rows = "paypal.com,PayPal,40%,,,\npaypa1.com,Other,40.5%,,,\nc.com,C,$9000,,,\n";
    let summary = portal.import(rows, false).await;
    let said: Vec<String> = summary.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(
        said[0],
        "line 3, column rate: 40.5% is unusual: make sure that it is meant"
    );
    assert!(said[1].starts_with(
        "line 3, column domain: paypa1.com looks the same as paypal.com (PayPal, line 2)"
    ));
    assert_eq!(summary.added, 3);
}

#[tokio::test]
async fn an_amount_in_another_currency_is_said_and_imported() {
    let portal = Portal::new().await;
    let file = br#"[{"n":"A","d":["a.com"],"r":[{"k":"f","v":2500,"c":"USD"}]},
{"n":"B","d":["b.com"],"r":[{"k":"p","v":5000},{"k":"f","v":2500,"c":"EUR","l":"Sign-up"}]}]"#;
    let summary = import(&portal.pool, file, &Options::default())
        .await
        .unwrap();
    let said: Vec<String> = summary.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "line 2, column rate: 50% is unusual: make sure that it is meant",
        "line 2, column rate: amounts are paid in USD, and this one is in EUR: no click to the store is taken",
    ];
    assert_eq!(said, expected);
    assert_eq!(summary.added, 2);
}
