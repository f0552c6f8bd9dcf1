//! The audit: whether the books are sound, looked at from the movements up. It changes nothing and may run at any time; an
//! empty list of findings means that every cent is accounted for.

use crate::{
    db,
    error::Error,
    payout::batch_hash,
    seal::{self, Seal},
};
use std::fmt;

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule is broken.
    pub rule: &'static str,
    /// What breaks it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

/// A rule, and a query for what breaks it.
struct Rule {
    name: &'static str,
    broken_by: &'static str,
}

const RULES: [Rule; 9] = [
    Rule {
        name: "both accounts of a movement hold the same asset",
        broken_by: "SELECT m.id FROM movement m JOIN account d ON d.id = m.debit JOIN account c ON c.id = m.credit
                    WHERE d.asset <> c.asset OR d.id = c.id OR m.amount <= 0",
    },
    Rule {
        name: "all accounts of an asset sum to zero",
        broken_by: "SELECT a.asset FROM account a JOIN (
                      SELECT debit AS account, -amount AS amount FROM movement
                      UNION ALL SELECT credit, amount FROM movement) m ON m.account = a.id
                    GROUP BY a.asset HAVING SUM(m.amount) <> 0",
    },
    Rule {
        name: "a balance is the sum of its movements",
        broken_by: "SELECT b.account FROM balance b LEFT JOIN (
                      SELECT account, SUM(debit) AS debits, SUM(credit) AS credits FROM (
                        SELECT debit AS account, amount AS debit, 0 AS credit FROM movement
                        UNION ALL SELECT credit, 0, amount FROM movement) sides
                      GROUP BY account) m ON m.account = b.account
                    WHERE b.debits <> COALESCE(m.debits, 0) OR b.credits <> COALESCE(m.credits, 0)",
    },
    Rule {
        name: "every account of a member has a balance",
        broken_by: "SELECT a.id FROM account a WHERE a.kind LIKE 'm:%'
                    AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.account = a.id)",
    },
    Rule {
        name: "what is pending is the sum of the pending earnings",
        broken_by: "SELECT t.owner FROM (
                      SELECT a.owner, b.credits - b.debits AS amount FROM account a JOIN balance b ON b.account = a.id
                      WHERE a.kind = 'm:pending'
                      UNION ALL SELECT member, -(base + boost) FROM earning WHERE state = 'pending') t
                    GROUP BY t.owner HAVING SUM(t.amount) <> 0",
    },
    Rule {
        name: "what is confirmed is what was earned, not paid and not forfeited",
        broken_by: "SELECT t.owner FROM (
                      SELECT a.owner, b.credits - b.debits AS amount FROM account a JOIN balance b ON b.account = a.id
                      WHERE a.kind = 'm:confirmed'
                      UNION ALL SELECT member, -(base + boost) FROM earning
                      WHERE state IN ('confirmed', 'in_payout', 'paid')
                      UNION ALL SELECT i.member, i.cents FROM payout_item i
                      WHERE NOT EXISTS (SELECT 1 FROM payout_answer p WHERE p.item = i.id AND p.outcome = 'failed')
                      UNION ALL SELECT d.owner, m.amount FROM movement m JOIN account d ON d.id = m.debit
                      WHERE m.code = 'forfeited'
                      UNION ALL SELECT c.owner, -m.amount FROM movement m JOIN account c ON c.id = m.credit
                      WHERE m.code = 'forfeited_undone') t
                    GROUP BY t.owner HAVING SUM(t.amount) <> 0",
    },
    Rule {
        name: "what is in payout is the sum of the unanswered payments",
        broken_by: "SELECT t.owner FROM (
                      SELECT a.owner, b.credits - b.debits AS amount FROM account a JOIN balance b ON b.account = a.id
                      WHERE a.kind = 'm:in_payout'
                      UNION ALL SELECT i.member, -i.cents FROM payout_item i
                      WHERE NOT EXISTS (SELECT 1 FROM payout_answer p WHERE p.item = i.id)) t
                    GROUP BY t.owner HAVING SUM(t.amount) <> 0",
    },
    Rule {
        name: "delivered points are those of the paid items",
        broken_by: "SELECT t.owner FROM (
                      SELECT a.owner, a.asset, b.credits - b.debits AS amount
                      FROM account a JOIN balance b ON b.account = a.id WHERE a.kind = 'm:delivered'
                      UNION ALL SELECT i.member, i.asset, -i.amount FROM payout_item i
                      JOIN payout_answer p ON p.item = i.id AND p.outcome = 'paid' WHERE i.asset <> 'USD') t
                    GROUP BY t.owner, t.asset HAVING SUM(t.amount) <> 0",
    },
    Rule {
        name: "a file holds the items and the sum that were announced",
        broken_by: "SELECT s.file FROM submission s
                    WHERE s.items <> (SELECT COUNT(*) FROM submission_item x WHERE x.file = s.file)
                       OR s.total <> (SELECT COALESCE(SUM(i.amount), 0) FROM submission_item x
                            JOIN payout_item i ON i.id = x.item WHERE x.file = s.file)",
    },
];

/// Checks every rule, every batch and every seal.
///
/// # Errors
/// `Internal` when the database cannot be read.
pub async fn audit(pool: &db::Pool) -> Result<Vec<Finding>, Error> {
    // Each rule is one statement, so it sees one state of the books, and nobody has to wait.
    let mut connection = pool.acquire().await?;
    let mut findings = Vec::new();
    for rule in RULES {
        let mut broken: Vec<String> = sqlx::query_scalar(rule.broken_by)
            .fetch_all(&mut *connection)
            .await?;
        broken.sort();
        findings.extend(broken.into_iter().map(|what| Finding {
            rule: rule.name,
            what,
        }));
    }
    findings.extend(batches(&mut connection).await?);
    findings.extend(seals(&mut connection).await?);
    Ok(findings)
}

/// A frozen batch never changes.
async fn batches(connection: &mut db::Connection) -> Result<Vec<Finding>, Error> {
    let frozen: Vec<(String, String)> =
        sqlx::query_as("SELECT date, hash FROM period WHERE hash IS NOT NULL ORDER BY date")
            .fetch_all(&mut *connection)
            .await?;
    let mut findings = Vec::new();
    for (what, hash) in frozen {
        if batch_hash(connection, &what).await? != hash {
            let rule = "a frozen batch has the hash with which it was frozen";
            findings.push(Finding { rule, what });
        }
    }
    Ok(findings)
}

/// The first seal that is broken; those after it follow from it.
async fn seals(connection: &mut db::Connection) -> Result<Option<Finding>, Error> {
    let mut before: Option<Seal> = None;
    for seal in seal::all(connection).await? {
        let day = seal::next_day(connection, before.as_ref()).await?;
        let expected = match day {
            Some(day) => Some(seal::of_day(connection, before.as_ref(), day).await?),
            None => None,
        };
        if expected.as_ref() != Some(&seal) {
            let rule = "a seal covers the movements of its day and the seal before";
            let what = seal.day;
            return Ok(Some(Finding { rule, what }));
        }
        before = Some(seal);
    }
    Ok(None)
}
