//! Whatever members, networks, rails and operators do, in whatever order: every cent is in one place, and nobody gets more
//! than was confirmed.

use crate::{
    payday::{PayDay, Saver, revise},
    world::{DAY_MS, World},
};
use pointback_portal::report::{Report, Status};
use proptest::{prelude::*, test_runner::TestRunner};
use tokio::runtime::Runtime;

const DATES: [&str; 4] = ["2027-02-15", "2027-05-15", "2027-08-15", "2027-11-15"];

#[derive(Debug, Clone)]
enum Act {
    /// A member's purchase is confirmed.
    Earn(usize, i64),
    /// A purchase is taken back, confirmed again, or changed in amount.
    Revise(prop::sample::Index, Status, i64),
    /// The next payout day passes; the rail answers for each payment, or not yet.
    PayOut(Vec<Option<bool>>),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let status = prop_oneof![
        3 => Just(Status::Declined),
        2 => Just(Status::Confirmed),
        1 => Just(Status::Pending)
    ];
    let answer = prop_oneof![3 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)];
    let act = prop_oneof![
        4 => (0..3_usize, 1..2_500_i64).prop_map(|(who, cents)| Act::Earn(who, cents)),
        3 => (any::<prop::sample::Index>(), status, 0..2_500_i64)
            .prop_map(|(which, status, cents)| Act::Revise(which, status, cents)),
        3 => prop::collection::vec(answer, 3).prop_map(Act::PayOut),
    ];
    prop::collection::vec(act, 4..16)
}

struct Story<'w> {
    world: &'w World,
    members: [Saver<'w>; 3],
    reports: Vec<Report>,
    days: Vec<PayDay<'w>>,
}

impl<'w> Story<'w> {
    /// One member by check, one over PayPal, one in points of which two cents make one.
    async fn begin(world: &'w World) -> Self {
        let [ann, bob, cat] = ["ann@example.org", "bob@example.org", "cat@example.org"]
            .map(|email| Saver::new(world, email));
        let members = [ann.await, bob.await, cat.await];
        members[0].by_check().await;
        members[1].by_paypal("bob@example.org").await;
        members[2].in_points("bilt", "blue").await;
        Self {
            world,
            members,
            reports: Vec::new(),
            days: Vec::new(),
        }
    }

    async fn act(&mut self, act: Act) {
        self.world.pass(DAY_MS);
        match act {
            Act::Earn(who, cents) => {
                let number = u32::try_from(self.reports.len()).unwrap();
                let report = self.members[who].earn(number, cents).await;
                self.reports.push(report);
            }
            Act::Revise(..) if self.reports.is_empty() => {}
            Act::Revise(which, status, cents) => {
                let which = which.index(self.reports.len());
                let changed = Report {
                    sale_minor: cents * 10,
                    ..self.reports[which].clone()
                };
                self.reports[which] = revise(self.world, &changed, status).await;
            }
            Act::PayOut(answers) => self.pay_out(&answers).await,
        }
        self.world.check_books().await;
    }

    async fn pay_out(&mut self, answers: &[Option<bool>]) {
        let Some(date) = DATES.get(self.days.len()) else {
            return;
        };
        let day = PayDay::new(self.world, date);
        day.let_it_pass();
        let (plan, before) = (day.plan().await, self.confirmed().await);
        assert_eq!(day.plan().await, plan, "a plan is what it was a moment ago");
        let frozen = day.freeze_now(Some(&plan.hash())).await.unwrap();
        assert_eq!(frozen.hash, plan.hash());
        for (member, (before, after)) in before.iter().zip(self.confirmed().await).enumerate() {
            assert!(after >= 0.min(*before), "{member}: {before} became {after}");
        }
        self.world.check_books().await;
        day.submit().await.unwrap();
        let answered = plan.items.iter().zip(answers).filter_map(|(item, answer)| {
            let status = if (*answer)? { "ok" } else { "failed" };
            Some(format!("{},{status}\n", item.id))
        });
        let report = format!("item,status\n{}", answered.collect::<String>());
        day.settle(&report).await.unwrap();
        day.settle(&report).await.unwrap();
        self.days.push(day);
    }

    /// What each member has confirmed; below zero when something must be offset.
    async fn confirmed(&self) -> [i64; 3] {
        let mut confirmed = [0; 3];
        for (cents, member) in confirmed.iter_mut().zip(&self.members) {
            *cents = sqlx::query_scalar("SELECT credits - debits FROM balance WHERE account = $1")
                .bind(format!("m:confirmed/{}/USD", member.id))
                .fetch_optional(self.world.pool())
                .await
                .unwrap()
                .unwrap_or(0);
        }
        confirmed
    }

    /// When everything is answered and returned, all that was paid is to be offset, to the cent.
    async fn end(self) {
        for day in &self.days {
            day.acknowledge_all().await;
        }
        for report in &self.reports {
            revise(self.world, report, Status::Declined).await;
        }
        self.world.check_books().await;
        for member in &self.members {
            let [confirmed, in_payout, paid, to_offset] = member.balances().await;
            assert_eq!((confirmed, in_payout), (0, 0));
            assert_eq!(paid, to_offset);
        }
    }
}

#[test]
fn every_cent_is_accounted_for_whatever_happens() {
    let runtime = Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 16,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&acts(), |acts| {
        runtime.block_on(async {
            let world = World::new().await;
            let mut story = Story::begin(&world).await;
            for act in acts {
                story.act(act).await;
            }
            story.end().await;
        });
        Ok(())
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test]
async fn two_operators_at_once_make_one_batch_and_one_set_of_files() {
    let world = World::new().await;
    let story = Story::begin(&world).await;
    for (number, member) in (1..).zip(&story.members) {
        member.earn(number, 2_000).await;
    }
    let day = PayDay::new(&world, DATES[0]);
    day.let_it_pass();
    let (one, other) = tokio::join!(day.freeze_now(None), day.freeze_now(None));
    assert_eq!(one.unwrap().hash, other.unwrap().hash);
    let (one, other) = tokio::join!(day.submit(), day.submit());
    assert_eq!(one.unwrap().len(), other.unwrap().len());
    let report = day.report("ok").await;
    let (one, other) = tokio::join!(day.settle(&report), day.settle(&report));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((one.paid + other.paid, one.known + other.known), (3, 3));
    for member in &story.members {
        assert_eq!(member.balances().await, [0, 0, 2_000, 0]);
    }
    world.check_books().await;
}
