//! A freeze of the plan that was agreed to, while reports and rails change the ledger between its transactions.

use crate::{
    members::{self, member},
    world::World,
};
use pointback_core::money::Unit;
use pointback_portal::{
    audit,
    failure::Failure,
    ingest,
    payout::{self, Frozen, Period, Plan},
    report::{Report, Status},
};
use tokio::{runtime::Handle, task::block_in_place};

const NOVEMBER: &str = "2025-11-15";
/// Members of the first and the second page who are paid.
const FIRST: usize = 1;
const SECOND: usize = 701;
/// Members of both pages who have an address, and too little.
const TOO_LITTLE: [usize; 2] = [11, 704];

/// A portal with two pages of members, after a payout day.
struct Day {
    world: World,
    reports: Vec<Report>,
    units: Vec<Unit>,
}

impl Day {
    async fn new() -> Self {
        let world = World::new().await;
        let reports = members::fill(&world).await;
        let units = world.portal.published().unwrap().head.head.units.clone();
        let after: jiff::Timestamp = "2025-11-16T12:00:00Z".parse().unwrap();
        world.set_time(after.as_millisecond());
        Self {
            world,
            reports,
            units,
        }
    }

    async fn plan(&self) -> Plan {
        let mut connection = self.world.pool().acquire().await.unwrap();
        let period = Period::read(&mut connection, NOVEMBER).await.unwrap();
        payout::plan(&mut connection, &period, &self.units)
            .await
            .unwrap()
    }

    /// Freezes, and lets `meanwhile` happen when the first page of members is for good.
    async fn freeze(
        &self,
        hash: &str,
        meanwhile: impl AsyncFn() + Sync,
    ) -> Result<Frozen, Failure> {
        let say = |line: &str| {
            if line.ends_with(" 500 members frozen or carried over in this run.") {
                block_in_place(|| Handle::current().block_on(meanwhile()));
            }
        };
        let (pool, now) = (self.world.pool(), self.world.now_ms());
        payout::freeze(pool, NOVEMBER, &self.units, Some(hash), now, &say).await
    }

    /// The network says something else of a member's purchase.
    async fn revise(&self, number: usize, status: Status, sale_minor: i64) {
        let before = &self.reports[number];
        let revised = Report {
            updated_at: self.world.now_ms(),
            seq: before.seq + 1,
            status,
            sale_minor,
            ..before.clone()
        };
        let taken = ingest::ingest(&self.world.portal, &[revised]).await;
        assert_eq!(taken.unwrap().new, 1);
    }

    /// Who is paid how much, as it stands in the database.
    async fn frozen(&self) -> Vec<(String, i64)> {
        sqlx::query_as("SELECT member, cents FROM payout_item ORDER BY member")
            .fetch_all(self.world.pool())
            .await
            .unwrap()
    }

    /// What has happened keeps a plan from being frozen; what is frozen by then is as agreed, and the new plan goes
    /// through.
    async fn stops(&self, agreed: &Plan, stopped: Result<Frozen, Failure>) {
        let stopped = stopped.unwrap_err().to_string();
        assert!(stopped.contains("(payout.planChanged)"), "{stopped}");
        for (who, cents) in self.frozen().await {
            let mut items = agreed.items.iter();
            let as_agreed = items.any(|item| (&item.member, item.cents) == (&who, cents));
            assert!(
                as_agreed,
                "{who} is to be paid {cents}, which nobody agreed to"
            );
        }
        assert_eq!(audit::audit(self.world.pool()).await.unwrap(), []);
        // The old plan is not taken again.
        let again = self.freeze(&agreed.hash(), async || ()).await;
        let again = again.unwrap_err().to_string();
        assert!(again.contains("(payout.otherPlan)"), "{again}");
        let now = self.plan().await.hash();
        assert_eq!(self.freeze(&now, async || ()).await.unwrap().hash, now);
        assert_eq!(audit::audit(self.world.pool()).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_was_returned_meanwhile_is_not_paid() {
    let day = Day::new().await;
    let agreed = day.plan().await;
    let returned = async || day.revise(SECOND, Status::Declined, 17_020).await;
    let stopped = day.freeze(&agreed.hash(), returned).await;
    day.stops(&agreed, stopped).await;
    let paid = day.frozen().await;
    assert_eq!(paid.len(), agreed.items.len() - 1);
    assert!(paid.iter().all(|(who, _)| *who != member(701)), "{paid:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_balance_that_changed_meanwhile_is_looked_at_again() {
    let day = Day::new().await;
    let agreed = day.plan().await;
    let less = async || day.revise(SECOND, Status::Confirmed, 15_000).await;
    let stopped = day.freeze(&agreed.hash(), less).await;
    let paid = day.frozen().await;
    assert!(
        paid.iter().all(|(who, _)| *who < member(500)),
        "the page in which something changed is frozen: {paid:?}"
    );
    day.stops(&agreed, stopped).await;
    let paid = day.frozen().await;
    assert!(paid.contains(&(member(701), 1_500)), "{paid:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_in_the_plan_is_not_paid_by_it() {
    let day = Day::new().await;
    let agreed = day.plan().await;
    let enough = async || day.revise(TOO_LITTLE[1], Status::Confirmed, 20_000).await;
    let stopped = day.freeze(&agreed.hash(), enough).await;
    day.stops(&agreed, stopped).await;
    let paid = day.frozen().await;
    assert!(paid.contains(&(member(704), 2_000)), "{paid:?}");
}

/// As after any freeze: what was taken back is made up for by what they earn next, and what came too late waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_done_stays_as_agreed() {
    let day = Day::new().await;
    let agreed = day.plan().await.hash();
    let meanwhile = async || {
        day.revise(FIRST, Status::Declined, 10_020).await;
        day.revise(TOO_LITTLE[0], Status::Confirmed, 20_000).await;
    };
    assert_eq!(day.freeze(&agreed, meanwhile).await.unwrap().hash, agreed);
    assert_eq!(audit::audit(day.world.pool()).await.unwrap(), []);
}
