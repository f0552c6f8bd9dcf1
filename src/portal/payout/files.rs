//! The files for the rails, as bytes. Pure: the same items give the same bytes, whenever and wherever they are written, so
//! that a file can be written again after a crash and compared by its hash.

use super::{item::Item, rail::Rail};
use pointback_core::money::decimal;
use serde::Serialize;

/// A file: one batch of one rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Batch {
    /// The file's name without its ending, and the key by which PayPal knows a batch; at most 30 letters.
    pub(super) file: String,
    pub(super) period: String,
    pub(super) rail: Rail,
    /// Counted for each rail, without a gap.
    pub(super) number: i64,
    /// Items in their order, with the address of each.
    pub(super) lines: Vec<(Item, String)>,
}

impl Batch {
    /// The name of a batch's file, e.g. `2027-02-15-paypal-0003`.
    pub(super) fn name(period: &str, rail: &Rail, number: i64) -> String {
        format!("{period}-{}-{number:04}", rail.name())
    }

    pub(super) fn total(&self) -> i64 {
        self.lines.iter().map(|(item, _)| item.amount).sum()
    }

    /// What is written to the disk.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, std::io::Error> {
        match self.rail {
            Rail::Check => self.checks(),
            Rail::PayPal => self.paypal(),
            Rail::Points(_) => self.points(),
        }
    }

    fn checks(&self) -> Result<Vec<u8>, std::io::Error> {
        self.table(
            [
                "file", "line", "item", "payee", "address", "currency", "amount",
            ],
            |item, address| {
                let (payee, address) = address.split_once('\n').unwrap_or((address, ""));
                let amount = self.rail.show(item.amount);
                [
                    payee.to_owned(),
                    address.replace('\n', ", "),
                    self.rail.asset(),
                    amount,
                ]
            },
        )
    }

    fn points(&self) -> Result<Vec<u8>, std::io::Error> {
        self.table(
            [
                "file",
                "line",
                "item",
                "account",
                "period",
                "programme",
                "points",
            ],
            |item, address| {
                let amount = self.rail.show(item.amount);
                [
                    address.to_owned(),
                    self.period.clone(),
                    self.rail.asset(),
                    amount,
                ]
            },
        )
    }

    /// Numbered lines, and a last one with count and sum.
    fn table(
        &self,
        header: [&str; 7],
        cells: impl Fn(&Item, &str) -> [String; 4],
    ) -> Result<Vec<u8>, std::io::Error> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(header)?;
        let number = self.number.to_string();
        for ((item, address), line) in self.lines.iter().zip(1_u32..) {
            let [a, b, c, d] = cells(item, address);
            let line = line.to_string();
            out.write_record([&number, &line, &item.id, &a, &b, &c, &d])?;
        }
        let count = format!("{} items", self.lines.len());
        let total = self.rail.show(self.total());
        out.write_record([&number, "total", &count, "", "", &self.rail.asset(), &total])?;
        out.into_inner()
            .map_err(|e| std::io::Error::other(e.to_string()))
    }

    /// The body of `POST /v1/payments/payouts`, as PayPal documents it. A batch whose `sender_batch_id` PayPal has seen in
    /// the last 30 days is refused there.
    fn paypal(&self) -> Result<Vec<u8>, std::io::Error> {
        let items = self.lines.iter().map(|(item, address)| PayPalItem {
            recipient_type: "EMAIL",
            amount: PayPalAmount {
                value: decimal(item.amount, 2),
                currency: "USD",
            },
            receiver: address,
            note: &self.period,
            sender_item_id: &item.id,
        });
        let body = PayPalBatch {
            sender_batch_header: PayPalHeader {
                sender_batch_id: &self.file,
                email_subject: "Your cash back",
                email_message: "Thank you for shopping with us.",
            },
            items: items.collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&body)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

#[derive(Serialize)]
struct PayPalBatch<'a> {
    sender_batch_header: PayPalHeader<'a>,
    items: Vec<PayPalItem<'a>>,
}

#[derive(Serialize)]
struct PayPalHeader<'a> {
    sender_batch_id: &'a str,
    email_subject: &'a str,
    email_message: &'a str,
}

#[derive(Serialize)]
struct PayPalItem<'a> {
    recipient_type: &'a str,
    amount: PayPalAmount,
    receiver: &'a str,
    note: &'a str,
    sender_item_id: &'a str,
}

#[derive(Serialize)]
struct PayPalAmount {
    value: String,
    currency: &'static str,
}

/// The list of a period's files, for the operator and for whoever checks them: number, count, sum and hash of each.
pub(super) fn manifest(files: &[[String; 7]]) -> Result<Vec<u8>, std::io::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["file", "rail", "number", "items", "asset", "sum", "sha256"])?;
    for file in files {
        out.write_record(file)?;
    }
    out.into_inner()
        .map_err(|e| std::io::Error::other(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(rail: Rail, addresses: [&str; 2]) -> Batch {
        let lines = addresses
            .into_iter()
            .zip([501, 123_456])
            .zip(["m_1", "m_2"]);
        let lines = lines.map(|((address, amount), member)| {
            let item = Item {
                id: Item::id_of("2027-02-15", member, &rail.asset()),
                member: member.to_owned(),
                rail: rail.clone(),
                way_ms: 0,
                cents: amount,
                amount,
                rounding: 0,
            };
            (item, address.to_owned())
        });
        Batch {
            file: Batch::name("2027-02-15", &rail, 3),
            period: "2027-02-15".into(),
            lines: lines.collect(),
            number: 3,
            rail,
        }
    }

    fn text(batch: &Batch) -> String {
        String::from_utf8(batch.bytes().unwrap()).unwrap()
    }

    #[test]
    fn checks_have_a_payee_an_address_and_a_total() {
        let batch = batch(
            Rail::Check,
            [
                "Ann \"A\" Example\n1 Main St\nSpringfield, IL",
                "Bob\n2 Oak St\nReno, NV",
            ],
        );
        let ids: Vec<&str> = batch.lines.iter().map(|(i, _)| i.id.as_str()).collect();
        assert_eq!(
            text(&batch),
            format!(
                "file,line,item,payee,address,currency,amount\n\
                 3,1,{},\"Ann \"\"A\"\" Example\",\"1 Main St, Springfield, IL\",USD,5.01\n\
                 3,2,{},Bob,\"2 Oak St, Reno, NV\",USD,1234.56\n\
                 3,total,2 items,,,USD,1239.57\n",
                ids[0], ids[1]
            )
        );
    }

    #[test]
    fn points_go_to_accounts() {
        let text = text(&batch(Rail::Points("mr".into()), ["A-1", "A-2"]));
        assert!(text.contains(",A-1,2027-02-15,MR,501\n"), "{text}");
        assert!(text.ends_with("3,total,2 items,,,MR,123957\n"), "{text}");
    }

    #[test]
    fn paypal_gets_its_own_form_with_keys_that_fit() {
        let batch = batch(Rail::PayPal, ["ann@example.org", "bob@example.org"]);
        let body: serde_json::Value = serde_json::from_slice(&batch.bytes().unwrap()).unwrap();
        let key = body["sender_batch_header"]["sender_batch_id"]
            .as_str()
            .unwrap();
        assert_eq!(key, "2027-02-15-paypal-0003");
        assert_eq!(body["items"][1]["amount"]["value"], "1234.56");
        assert_eq!(body["items"][0]["receiver"], "ann@example.org");
        let item = body["items"][0]["sender_item_id"].as_str().unwrap();
        assert!(key.len() <= 30 && item.len() <= 30);
    }
}
