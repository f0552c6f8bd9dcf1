//! A rail's report: what became of each item. Read from a table with the columns `item`, `status` and perhaps `reason`, or
//! from what PayPal answers about a batch. Pure.

use super::refusal::Refusal;
use serde::Deserialize;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Paid,
    Failed,
}

impl Outcome {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    /// The rails' words for it; `Ok(None)` while it is not decided.
    fn read(word: &str) -> Result<Option<Self>, String> {
        match word.trim().to_lowercase().as_str() {
            "ok" | "paid" | "success" | "completed" | "delivered" => Ok(Some(Self::Paid)),
            "failed" | "returned" | "denied" | "blocked" | "refunded" | "reversed" | "canceled"
            | "cancelled" => Ok(Some(Self::Failed)),
            "new" | "pending" | "processing" | "onhold" | "unclaimed" => Ok(None),
            other => Err(format!("`{other}` is no status that this version knows")),
        }
    }
}

/// What a report says of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(super) item: String,
    pub(super) outcome: Outcome,
    pub(super) reason: String,
}

/// A report, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) answers: Vec<Answer>,
    /// Items that the rail has not decided about.
    pub(super) open: usize,
}

/// Reads a report. All or nothing.
pub(crate) fn read(bytes: &[u8]) -> Result<Report, Refusal> {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    let rows = if first == Some(&b'{') {
        paypal(bytes)?
    } else {
        table(bytes)?
    };
    let mut report = Report::default();
    for (row, line) in rows.into_iter().zip(1..) {
        let refused = |reason| Refusal::BadReport { line, reason };
        match Outcome::read(&row.status).map_err(refused)? {
            None => report.open += 1,
            Some(outcome) => report.answers.push(Answer {
                item: row.item,
                outcome,
                reason: row.reason,
            }),
        }
    }
    Ok(report)
}

#[derive(Deserialize)]
struct Row {
    item: String,
    status: String,
    #[serde(default)]
    reason: String,
}

fn table(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let rows = reader.deserialize().zip(1..).map(|(row, line)| {
        row.map_err(|cause| Refusal::BadReport {
            line,
            reason: format!(
                "a table with the columns item, status and reason is expected ({cause})"
            ),
        })
    });
    rows.collect()
}

#[derive(Deserialize)]
struct PayPal {
    items: Vec<PayPalItem>,
}

#[derive(Deserialize)]
struct PayPalItem {
    transaction_status: String,
    payout_item: PayPalSent,
    #[serde(default)]
    errors: Option<PayPalError>,
}

#[derive(Deserialize)]
struct PayPalSent {
    sender_item_id: String,
}

#[derive(Deserialize)]
struct PayPalError {
    name: String,
}

/// What `GET /v1/payments/payouts/{batch}` answers.
fn paypal(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let answer: PayPal = serde_json::from_slice(bytes).map_err(|cause| Refusal::BadReport {
        line: cause.line(),
        reason: format!("PayPal's answer about a batch is expected ({cause})"),
    })?;
    let rows = answer.items.into_iter().map(|item| Row {
        item: item.payout_item.sender_item_id,
        status: item.transaction_status,
        reason: item.errors.map_or_else(String::new, |error| error.name),
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(item: &str, outcome: Outcome, reason: &str) -> Answer {
        Answer {
            item: item.into(),
            outcome,
            reason: reason.into(),
        }
    }

    #[test]
    fn a_table_is_read() {
        let table = "item, status, reason\np_1, ok,\np_2, FAILED, moved away\np_3, pending,\n";
        assert_eq!(
            read(table.as_bytes()).unwrap(),
            Report {
                answers: vec![
                    answer("p_1", Outcome::Paid, ""),
                    answer("p_2", Outcome::Failed, "moved away"),
                ],
                open: 1,
            }
        );
        let two = read(b"item,status\np_1,paid\n").unwrap();
        assert_eq!(two.answers, [answer("p_1", Outcome::Paid, "")]);
    }

    #[test]
    fn paypals_answer_is_read() {
        let json = r#"{"batch_header":{"batch_status":"SUCCESS"},"items":[
            {"payout_item_id":"X","transaction_status":"SUCCESS","payout_item":{"sender_item_id":"p_1","receiver":"a@b.c"}},
            {"transaction_status":"RETURNED","payout_item":{"sender_item_id":"p_2"},"errors":{"name":"RECEIVER_UNREGISTERED"}},
            {"transaction_status":"UNCLAIMED","payout_item":{"sender_item_id":"p_3"}}]}"#;
        let report = read(json.as_bytes()).unwrap();
        assert_eq!(
            (report.answers, report.open),
            (
                vec![
                    answer("p_1", Outcome::Paid, ""),
                    answer("p_2", Outcome::Failed, "RECEIVER_UNREGISTERED"),
                ],
                1
            )
        );
    }

    #[test]
    fn a_report_that_cannot_be_trusted_is_refused_with_its_line() {
        for (bad, line) in [
            ("item,status\np_1,ok\np_2,maybe\n", 2),
            ("name,amount\nann,5\n", 1),
            ("item,status\np_1,ok,x,y\n", 1),
            ("{\"items\":[{}]}", 1),
            ("{", 1),
        ] {
            match read(bad.as_bytes()) {
                Err(Refusal::BadReport { line: found, .. }) => assert_eq!(found, line, "{bad}"),
                other => panic!("{bad}: {other:?}"),
            }
        }
    }
}
