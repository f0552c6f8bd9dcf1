//! One row of a report file, read into the normal form.

use super::{Form, amount, columns::Columns, moment, status};
use crate::{
    cells::Refusal,
    keyed_hash,
    report::{LONGEST_TEXT, Report},
};
use csv::StringRecord;
use data_encoding::HEXLOWER;
use hmac::Mac;

const ORDER_DOMAIN: &[u8] = b"pointback order 1\0";
/// Half of the tag is enough to tell orders apart.
const ORDER_HASH_LENGTH: usize = 32;

pub(super) struct Row<'r> {
    line: u64,
    columns: &'r Columns,
    record: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// Refuses a row that has more or fewer cells than the header: its cells would slide into other columns.
    pub(super) fn of(columns: &'r Columns, record: &'r StringRecord) -> Result<Self, Refusal> {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() == columns.count {
            return Ok(Self {
                line,
                columns,
                record,
            });
        }
        let swallowed = record.iter().any(|cell| cell.contains('\n'));
        let hint = if swallowed {
            "a quote that opens here is not closed"
        } else {
            "put a cell with a comma in quotes"
        };
        let (has, wants) = (record.len(), columns.count);
        let reason = format!("the row has {has} cells where the header has {wants}; {hint}");
        Err(Refusal::new(line, "id", reason))
    }

    pub(super) fn report(&self, form: &Form) -> Result<Report, Refusal> {
        let optional = |column| {
            let text = self.text(column)?;
            Ok::<_, Refusal>(Some(text.to_owned()).filter(|t| !t.is_empty()))
        };
        let currency = optional("currency")?.unwrap_or_else(|| "USD".to_owned());
        let status = status::named(self.cell("status"));
        Ok(Report {
            network: form.network.clone(),
            ext_id: self.filled("id")?.to_owned(),
            click_ref: self.filled("click_ref")?.to_owned(),
            event_at: self.moment("ordered", form)?,
            is_day: moment::is_day(self.cell("ordered")),
            updated_at: self.moment("updated", form)?,
            seq: self.number("seq")?,
            sale_minor: self.amount("sale")?,
            currency: currency.to_ascii_uppercase(),
            commission_minor: self.amount("commission")?,
            status: status.map_err(|reason| self.refuse("status", reason))?,
            record: self.text("record")?.to_owned(),
            category: optional("category")?,
            offer: optional("offer")?,
            order_hash: optional("order")?.map(|order| hash_of(form, &order)),
        })
    }

    fn cell(&self, column: &'static str) -> &'r str {
        self.columns.cell(self.record, column)
    }

    fn text(&self, column: &'static str) -> Result<&'r str, Refusal> {
        let text = self.cell(column);
        if text.len() > LONGEST_TEXT {
            Err(self.refuse(column, format!("at most {LONGEST_TEXT} characters")))
        } else if text.chars().any(char::is_control) {
            Err(self.refuse(column, "control characters have no place here"))
        } else {
            Ok(text)
        }
    }

    fn filled(&self, column: &'static str) -> Result<&'r str, Refusal> {
        let text = self.text(column)?;
        if text.is_empty() {
            Err(self.refuse(column, "must not be empty"))
        } else {
            Ok(text)
        }
    }

    fn amount(&self, column: &'static str) -> Result<i64, Refusal> {
        amount::minor(self.cell(column)).map_err(|reason| self.refuse(column, reason))
    }

    fn moment(&self, column: &'static str, form: &Form) -> Result<i64, Refusal> {
        moment::parse(self.cell(column), form.zone.as_ref())
            .map_err(|reason| self.refuse(column, reason))
    }

    fn number(&self, column: &'static str) -> Result<i64, Refusal> {
        match self.cell(column) {
            "" => Ok(0),
            text => text
                .parse()
                .map_err(|_| self.refuse(column, "must be a whole number")),
        }
    }

    fn refuse(&self, column: &'static str, reason: impl Into<String>) -> Refusal {
        Refusal::new(self.line, column, reason)
    }
}

/// A store's order number says who bought what where; under the portal's key nobody else can try numbers.
fn hash_of(form: &Form, order: &str) -> String {
    let mut tag = keyed_hash::tag(&form.key, ORDER_DOMAIN);
    tag.update(order.as_bytes());
    let mut hash = HEXLOWER.encode(&tag.finalize().into_bytes());
    hash.truncate(ORDER_HASH_LENGTH);
    hash
}
