//! What becomes of a catalogue when a file is imported: which rows find their hosts free, which retailers stay as they are,
//! and which leave.

use super::{Entry, Refusal, primary_host};
use pointback_core::host::Host;
use std::collections::{HashMap, HashSet};

/// Who goes where.
pub(super) struct Places<'a> {
    /// The rows that are stored, with their lines.
    pub(super) taken_in: Vec<&'a (u64, Entry)>,
    /// The rows that claim a host of somebody who stays.
    pub(super) refused: Vec<Refusal>,
    /// Listed retailers that no row replaces.
    pub(super) staying: Vec<&'a Entry>,
    /// Listed retailers that are taken off.
    pub(super) leaving: Vec<&'a Entry>,
}

/// Finds the places. Whether anyone leaves, and who stays as they are, depends on which rows are refused, and that on who
/// stays: each refusal is one more reason to look again, until there is no other.
pub(super) fn find<'a>(
    listed: &'a [Entry],
    entries: &'a [(u64, Entry)],
    may_leave: bool,
) -> Places<'a> {
    let networks: HashSet<&str> = entries.iter().map(|(_, e)| e.network.as_str()).collect();
    let mut taken_in: Vec<&(u64, Entry)> = entries.iter().collect();
    let mut refused = Vec::new();
    loop {
        let primary: HashSet<&Host> = taken_in
            .iter()
            .filter_map(|(_, e)| primary_host(e))
            .collect();
        let others = listed
            .iter()
            .filter(|other| primary_host(other).is_none_or(|host| !primary.contains(host)));
        let (leaving, staying): (Vec<&Entry>, _) = others.partition(|other| {
            may_leave && refused.is_empty() && networks.contains(other.network.as_str())
        });
        let count = refused.len();
        let owners = owners(&staying);
        taken_in.retain(|(line, entry)| {
            let mut hosts = entry.retailer.hosts.iter();
            let owner = hosts.find_map(|host| owners.get(host));
            refused.extend(owner.map(|owner| {
                let reason = format!("a host of this row is listed for {owner} already");
                Refusal::new(*line, "domain", reason)
            }));
            owner.is_none()
        });
        if refused.len() == count {
            return Places {
                taken_in,
                refused,
                staying,
                leaving,
            };
        }
    }
}

/// Whose each host is.
fn owners<'a>(staying: &[&'a Entry]) -> HashMap<&'a Host, &'a str> {
    let retailers = staying.iter().map(|entry| &entry.retailer);
    retailers
        .flat_map(|r| r.hosts.iter().map(|host| (host, r.name.as_str())))
        .collect()
}
