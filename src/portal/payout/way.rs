//! Where a member wants to be paid: dated rows, like elections, one history for each unit. Cash goes by check to a postal
//! address or over PayPal to an e-mail address; points go to an account with the programme.

use crate::{
    accounts::{self, hold},
    db,
    error::Error,
};

const MOST_LINES: usize = 6;
const LONGEST_LINE: usize = 80;

/// How an address is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A check by post; the first line of the address is the payee.
    Check,
    /// To a PayPal account.
    PayPal,
    /// To an account with a points programme.
    Account,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Check, Self::PayPal, Self::Account];

    /// The name in the database and in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::PayPal => "paypal",
            Self::Account => "account",
        }
    }

    /// Can this unit be paid that way?
    pub(crate) fn is_for(self, unit: &str) -> bool {
        (unit == accounts::CASH) == (self != Self::Account)
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// A way to pay a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// How.
    pub kind: Kind,
    /// Where: an e-mail address, an account, or the lines of a postal address.
    pub address: String,
    /// When it was chosen, which also names the row.
    pub since_ms: i64,
}

impl Way {
    /// Enough to recognise it by, and not enough to use it.
    #[must_use]
    pub fn brief(&self) -> String {
        let address = self.address.as_str();
        match self.kind {
            Kind::Check => {
                let payee = address.lines().next().unwrap_or_default();
                format!("Check to {payee}")
            }
            Kind::PayPal => {
                let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
                let first: String = name.chars().take(1).collect();
                format!("PayPal, {first}…@{domain}")
            }
            Kind::Account => {
                let letters: Vec<char> = address.chars().collect();
                let last: String = letters
                    .iter()
                    .skip(letters.len().saturating_sub(2))
                    .collect();
                format!("Account …{last}")
            }
        }
    }
}

/// The way in force at `at_ms` for what is paid in `unit` (`usd` for cash).
///
/// # Errors
/// `Internal`.
pub async fn way(
    connection: &mut db::Connection,
    member: &str,
    unit: &str,
    at_ms: i64,
) -> Result<Option<Way>, Error> {
    let row: Option<(String, String, i64)> = sqlx::query_as(
        "SELECT kind, address, since_ms FROM payout_way
         WHERE member = $1 AND unit = $2 AND since_ms <= $3 ORDER BY since_ms DESC LIMIT 1",
    )
    .bind(member)
    .bind(unit)
    .bind(at_ms)
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|(kind, address, since_ms)| {
        let kind = Kind::named(&kind)?;
        Some(Way {
            kind,
            address,
            since_ms,
        })
    }))
}

/// Writes a new way. Choosing what is chosen already changes nothing.
///
/// # Errors
/// `Malformed` with a sentence for the form, `SignInNeeded` when the member has left, or `Internal`.
pub async fn choose_way(
    pool: &db::Pool,
    member: &str,
    unit: &str,
    kind: Kind,
    address: &str,
    now_ms: i64,
) -> Result<Way, Error> {
    let mut tx = db::write(pool).await?;
    hold::member(&mut tx, member).await?;
    let way = choose(&mut tx, member, unit, kind, address, now_ms).await?;
    tx.commit().await?;
    Ok(way)
}

/// The same as a part of a transaction that holds the member: two choices of one member follow each other, and the second
/// sees what the first has written.
pub(crate) async fn choose(
    connection: &mut db::Connection,
    member: &str,
    unit: &str,
    kind: Kind,
    address: &str,
    now_ms: i64,
) -> Result<Way, Error> {
    if !kind.is_for(unit) {
        return Err(Error::Malformed(
            "Cash goes by check or over PayPal, points to an account with the programme.",
        ));
    }
    let address = checked(kind, address).map_err(Error::Malformed)?;
    // What a clock that was ahead has dated into the future gives way, unless a payout points to it.
    sqlx::query(
        "DELETE FROM payout_way WHERE member = $1 AND unit = $2 AND since_ms > $3
         AND NOT EXISTS (SELECT 1 FROM payout_item i WHERE i.member = payout_way.member
           AND i.way_ms = payout_way.since_ms AND LOWER(i.asset) = payout_way.unit)",
    )
    .bind(member)
    .bind(unit)
    .bind(now_ms)
    .execute(&mut *connection)
    .await?;
    let before = way(connection, member, unit, i64::MAX).await?;
    if let Some(before) = before.as_ref()
        && (before.kind, before.address.as_str()) == (kind, address.as_str())
    {
        return Ok(before.clone());
    }
    // A row that a payout may point to is not written over, even if two choices fall into one millisecond.
    let since_ms = before.map_or(now_ms, |before| now_ms.max(before.since_ms + 1));
    sqlx::query(
        "INSERT INTO payout_way (member, unit, since_ms, kind, address) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(member)
    .bind(unit)
    .bind(since_ms)
    .bind(kind.name())
    .bind(&address)
    .execute(connection)
    .await?;
    Ok(Way {
        kind,
        address,
        since_ms,
    })
}

/// The address as it is stored, or one sentence for the form.
pub(crate) fn checked(kind: Kind, address: &str) -> Result<String, &'static str> {
    if kind == Kind::PayPal {
        let email = accounts::normalized(address)
            .ok_or("Enter the complete e-mail address of your PayPal account.")?;
        return plain(email);
    }
    let lines = address.lines().map(str::trim).filter(|l| !l.is_empty());
    let lines: Vec<&str> = lines.collect();
    let wanted = match kind {
        Kind::Check => 3..=MOST_LINES,
        _ => 1..=1,
    };
    let fits = |line: &&str| line.chars().count() <= LONGEST_LINE;
    if !wanted.contains(&lines.len()) || !lines.iter().all(fits) {
        return Err(match kind {
            Kind::Check => {
                "Enter your postal address in two to five lines, 80 letters each at most."
            }
            _ => "Enter your account with the programme in one line of at most 80 letters.",
        });
    }
    plain(lines.join("\n"))
}

/// Programs that open the rails' files take a line with such a beginning for a formula.
fn plain(address: String) -> Result<String, &'static str> {
    let is_formula = |line: &str| line.starts_with(['=', '+', '-', '@']);
    let is_odd = |c: char| c.is_control() && c != '\n';
    if address.lines().any(is_formula) || address.contains(is_odd) {
        return Err("An address cannot begin with =, +, - or @, nor hold control characters.");
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_stored_in_one_form() {
        let post = " Ann Example \r\n1 Main St\r\n\r\nSpringfield, IL 62701 ";
        assert_eq!(
            checked(Kind::Check, post).as_deref(),
            Ok("Ann Example\n1 Main St\nSpringfield, IL 62701")
        );
        assert_eq!(
            checked(Kind::PayPal, " Ann@Example.org").as_deref(),
            Ok("ann@example.org")
        );
        assert_eq!(checked(Kind::Account, " B-77 ").as_deref(), Ok("B-77"));
    }

    #[test]
    fn a_way_is_recognised_without_its_address() {
        for (kind, address, brief) in [
            (
                Kind::Check,
                "Ann Example\n1 Main St\nSpringfield",
                "Check to Ann Example",
            ),
            (Kind::PayPal, "ann@example.org", "PayPal, a…@example.org"),
            (Kind::Account, "B-77", "Account …77"),
            (Kind::Account, "7", "Account …7"),
        ] {
            let way = Way {
                kind,
                address: address.to_owned(),
                since_ms: 0,
            };
            assert_eq!(way.brief(), brief);
        }
    }

    #[test]
    fn addresses_that_cannot_be_paid_to_are_refused() {
        let long = "x".repeat(LONGEST_LINE + 1);
        for (kind, bad) in [
            (Kind::Check, ""),
            (Kind::Check, "Ann\nSpringfield"),
            (Kind::Check, "a\nb\nc\nd\ne\nf\ng"),
            (Kind::Check, "=1+1\n1 Main St\nSpringfield"),
            (Kind::Check, "Ann\t\u{7}\n1 Main St\nSpringfield"),
            (Kind::PayPal, "ann"),
            (Kind::PayPal, "+ann@example.org"),
            (Kind::Account, ""),
            (Kind::Account, "1\n2"),
            (Kind::Account, "@SUM(A1)"),
            (Kind::Account, long.as_str()),
        ] {
            assert!(checked(kind, bad).is_err(), "{kind:?} {bad:?}");
        }
    }
}
