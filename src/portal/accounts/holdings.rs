//! Everything that is stored about a member, table by table: how it is read for their export, and what of it goes when
//! they leave. A test compares this with the migrations, so that no table is forgotten.

/// One kind of thing that is stored. `$1` is the member in every statement.
pub(crate) struct Holding {
    /// Its name in the export.
    pub(crate) name: &'static str,
    /// Reads it. Never a password, token or hash of one.
    pub(crate) read: &'static str,
    /// Takes it away, in this order. What stays is money, without anything that tells whose it was.
    pub(crate) erase: &'static [&'static str],
}

/// All of it, in an order in which it can be erased.
pub(crate) const ALL: [Holding; 22] = [
    Holding {
        name: "elections",
        read: "SELECT since_ms, unit FROM election WHERE member = $1 ORDER BY since_ms",
        erase: &["DELETE FROM election WHERE member = $1"],
    },
    Holding {
        // Leaving waits until nothing is on its way, so no file needs an address any more.
        name: "ways_to_be_paid",
        read: "SELECT unit, since_ms, kind, address FROM payout_way WHERE member = $1 ORDER BY since_ms",
        erase: &["DELETE FROM payout_way WHERE member = $1"],
    },
    Holding {
        name: "programme_accounts",
        read: "SELECT unit, since_ms, account, tier FROM programme_account WHERE member = $1 ORDER BY since_ms",
        erase: &["DELETE FROM programme_account WHERE member = $1"],
    },
    Holding {
        name: "payouts",
        read: "SELECT i.id, i.period, i.asset, i.rail, i.cents, i.amount, i.rounding, a.outcome, a.at_ms
               FROM payout_item i LEFT JOIN payout_answer a ON a.item = i.id
               WHERE i.member = $1 ORDER BY i.period, i.asset",
        erase: &[],
    },
    Holding {
        name: "carried_over",
        read: "SELECT period, cents, reason FROM payout_carried WHERE member = $1 ORDER BY period",
        erase: &["DELETE FROM payout_carried WHERE member = $1"],
    },
    Holding {
        name: "programme_consents",
        read: "SELECT unit, version, at_ms FROM programme_consent WHERE member = $1 ORDER BY at_ms",
        erase: &["DELETE FROM programme_consent WHERE member = $1"],
    },
    Holding {
        name: "browser_sessions",
        read: "SELECT started_ms, until_ms FROM web_session WHERE member = $1 ORDER BY started_ms",
        erase: &["DELETE FROM web_session WHERE member = $1"],
    },
    Holding {
        // Devices that the member has decided about, for the minutes until they have their tokens or their answer. These and
        // codes go before links: whoever is just making a link of one has it, and is waited for.
        name: "devices",
        read: "SELECT client, scope, until_ms, state FROM device_grant WHERE member = $1 ORDER BY until_ms",
        erase: &[
            "DELETE FROM device_grant WHERE member = $1",
            "DELETE FROM auth_code WHERE member = $1",
        ],
    },
    Holding {
        name: "connected_extensions",
        read: "SELECT id, client, scope, created_ms, until_ms, ended_ms FROM account_link
               WHERE member = $1 ORDER BY created_ms",
        erase: &[
            "DELETE FROM token_pair WHERE link IN (SELECT id FROM account_link WHERE member = $1)",
            "DELETE FROM account_link WHERE member = $1",
        ],
    },
    Holding {
        name: "claims",
        read: "SELECT id, click, order_number, amount_minor, note, receipts, state, answer, created_ms,
                 answered_ms, closed_ms FROM claim WHERE member = $1 ORDER BY created_ms",
        erase: &["DELETE FROM claim WHERE member = $1"],
    },
    Holding {
        // A late report must still find its click; where on the store's site it led is nobody's business any more.
        name: "clicks",
        read: "SELECT id, retailer, ref, network, destination, terms, elect, trip_s, list_seq, created_ms,
                 used_ms FROM click WHERE member = $1 ORDER BY created_ms",
        erase: &[
            "DELETE FROM click WHERE member = $1 AND used_ms IS NULL",
            "UPDATE click SET destination = '', link = '/', request = '', hosts = '[]' WHERE member = $1",
        ],
    },
    Holding {
        name: "reports",
        read: "SELECT r.network, r.ext_id, r.body FROM report r
               JOIN click c ON c.ref = r.click_ref AND c.network = r.network
               WHERE c.member = $1 ORDER BY r.network, r.ext_id, r.rev",
        erase: &[],
    },
    Holding {
        name: "earnings",
        read: "SELECT id, network, ext_id, kind, click, state, base, boost, event_ms, reported_ms,
                 confirmed_ms, updated_ms FROM earning WHERE member = $1 ORDER BY event_ms",
        erase: &[],
    },
    Holding {
        name: "accounts",
        read: "SELECT id, kind, asset FROM account WHERE owner = $1 ORDER BY id",
        erase: &[],
    },
    Holding {
        name: "balances",
        read: "SELECT b.account, b.credits - b.debits AS balance FROM balance b
               JOIN account a ON a.id = b.account WHERE a.owner = $1 ORDER BY b.account",
        erase: &[],
    },
    Holding {
        name: "movements",
        read: "SELECT id, debit, credit, amount, code, at_ms, effective_ms FROM movement
               WHERE debit IN (SELECT id FROM account WHERE owner = $1)
                 OR credit IN (SELECT id FROM account WHERE owner = $1) ORDER BY at_ms, id",
        erase: &[],
    },
    Holding {
        name: "invitation",
        read: "SELECT code FROM invite WHERE member = $1",
        erase: &["DELETE FROM invite WHERE member = $1"],
    },
    Holding {
        // The other side's bonus hangs on it.
        name: "bonus_campaigns",
        read: "SELECT campaign, since_ms, until_ms FROM enrolment WHERE member = $1 OR inviter = $1 ORDER BY since_ms",
        erase: &[],
    },
    Holding {
        // A late card purchase must still find its card, to be forfeited.
        name: "linked_cards",
        read: "SELECT id, label, linked_ms, ended_ms FROM card WHERE member = $1 ORDER BY linked_ms",
        erase: &["UPDATE card SET label = '' WHERE member = $1"],
    },
    Holding {
        name: "card_reports",
        read: "SELECT r.network, r.ext_id, r.body FROM report r JOIN card c ON c.id = r.click_ref
               WHERE c.member = $1 ORDER BY r.network, r.ext_id, r.rev",
        erase: &[],
    },
    Holding {
        name: "added_offers",
        read: "SELECT offer, added_ms, until_ms FROM added_offer WHERE member = $1 ORDER BY added_ms",
        erase: &[],
    },
    Holding {
        // Last: the others point to it. The address is free for a new account after this.
        name: "member",
        read: "SELECT id, email, created_ms FROM member WHERE id = $1",
        erase: &["UPDATE member SET email = 'erased/' || id, password = '' WHERE id = $1"],
    },
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Columns by which rows belong to a member.
    const OWNERS: [&str; 3] = ["member", "owner", "link"];

    /// The tables of all migrations that have such a column, except those of retailers' links.
    fn tables_of_members() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let mut tables = BTreeSet::new();
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            for (_, rest) in text
                .match_indices("CREATE TABLE ")
                .map(|(at, _)| text.split_at(at))
            {
                let body = rest.split_once(");").unwrap().0;
                let (head, columns) = body.split_once('(').unwrap();
                let name = head.trim_start_matches("CREATE TABLE").trim();
                let mut names = columns.lines().filter_map(|l| l.split_whitespace().next());
                if names.any(|column| OWNERS.contains(&column)) {
                    tables.insert(name.to_owned());
                }
            }
        }
        tables.remove("retailer");
        tables
    }

    #[test]
    fn no_table_with_members_is_forgotten() {
        let statements = ALL.iter().flat_map(|h| h.erase.iter().chain([&h.read]));
        let known: BTreeSet<String> = statements
            .flat_map(|sql| sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
            .map(str::to_owned)
            .collect();
        let found = tables_of_members();
        assert!(found.len() > 8, "{found:?}");
        let forgotten: Vec<_> = found.difference(&known).collect();
        assert!(
            forgotten.is_empty(),
            "say in holdings.rs what of these a member sees and what goes when they leave: {forgotten:?}"
        );
    }

    #[test]
    fn no_secret_is_exported() {
        for holding in ALL {
            for secret in ["password", "token", "refresh", "access", "challenge", "*"] {
                assert!(!holding.read.contains(secret), "{}: {secret}", holding.name);
            }
        }
    }
}
