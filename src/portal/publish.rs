//! Publishing: the catalogue as signed, immutable files. Objects first, the head last, each by an atomic rename, so that
//! a reader at any moment finds a complete list.

use crate::data_dir::{self, DataDir};
use crate::failure::Failure;
use crate::place::Place;
use crate::updates::{self, Way};
use crate::{
    db, db::Turn, list_keys, objects, publication, published_rules, roots, snapshot, units,
};
use ed25519_dalek::SigningKey;
use pointback_core::envelope::{self, HEAD_TYPE};
use pointback_core::hash::sha256_hex;
use pointback_core::head::{CLIENT, Head, MAX_OBJECT, Part, RETAILERS, RULES};
use pointback_core::root::Root;
use std::collections::HashSet;

/// How long a head may be trusted after it was signed.
const LIFETIME: i64 = 7 * 86_400;
/// How often a client is asked to look.
const POLL: u32 = 6 * 3_600;
/// Objects stay this long, for clients that still hold an older head.
const KEEP: i64 = 30 * 86_400;
/// No honest portal counts this far.
const ABSURD: u64 = 1 << 52;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Number of this signature.
    pub seq: u64,
    /// The retailers part.
    pub part: Part,
    /// Is the content different from the publication before?
    pub is_new: bool,
    /// Why the installed stand-down rules are not beside the list.
    pub left_out: Option<String>,
}

impl Publication {
    /// What the operator has to know of it, and to do.
    pub(crate) fn advice(&self, dir: &DataDir) -> Option<String> {
        let why = self.left_out.as_ref()?;
        Some(format!(
            "The stand-down rules of `portal policies install` are left out: {why}. Install newer ones, or remove {}.",
            dir.rules_file().display()
        ))
    }
}

/// The root that is in force in a portal's folder: its id, name and addresses.
///
/// # Errors
/// `Fetch` when there is none, `List` when one is refused.
pub fn root(dir: &DataDir) -> Result<Root, Failure> {
    Place::Folder(dir.rates()).newest_root()
}

/// Signs the catalogue as it is at `now` seconds. `ver` rises only when the content changed, `seq` always.
///
/// # Errors
/// `Argument` when the catalogue cannot be a list, else whatever cannot be read or written.
pub async fn publish(dir: &DataDir, pool: &db::Pool, now: i64) -> Result<Publication, Failure> {
    let signed = sign(dir, pool, now).await?;
    put_up(dir, pool, &signed, now).await?;
    Ok(signed.publication)
}

/// A head that was signed, and is not to be seen yet.
#[derive(Debug)]
struct Signed {
    root: u32,
    file: String,
    publication: Publication,
}

/// What takes too long for a turn, in which nobody else can write: the deltas, and the content that they lead to.
#[derive(Debug)]
struct Draft {
    raw: Vec<u8>,
    ways: Vec<Way>,
}

async fn sign(dir: &DataDir, pool: &db::Pool, now: i64) -> Result<Signed, Failure> {
    loop {
        let draft = draft(dir, pool, now).await?;
        if let Some(signed) = sign_draft(dir, pool, &draft, now).await? {
            return Ok(signed);
        }
    }
}

async fn draft(dir: &DataDir, pool: &db::Pool, now: i64) -> Result<Draft, Failure> {
    let mut connection = pool.acquire().await?;
    let raw = snapshot::content(&mut connection).await?;
    let since = now.saturating_sub(KEEP);
    let earlier = publication::recent(&mut connection, since, updates::LOOK_BACK).await?;
    drop(connection);
    let ways = updates::ways(dir, &earlier, &raw, now);
    Ok(Draft { raw, ways })
}

/// `None` when the catalogue is another one by now. Root, keys, catalogue and rules are read in the turn in which the number
/// is taken: what has a later number is never older.
async fn sign_draft(
    dir: &DataDir,
    pool: &db::Pool,
    draft: &Draft,
    now: i64,
) -> Result<Option<Signed>, Failure> {
    let mut write = db::write(pool).await?;
    db::turn(&mut write, Turn::Catalog).await?;
    if snapshot::unread(&mut write).await? != draft.raw {
        write.rollback().await?;
        return Ok(None);
    }
    let root = root(dir)?;
    let signers = list_signers(dir, &root, now)?;
    // A database restored from a backup may be behind what the world has seen already.
    let seen = Place::Folder(dir.rates()).head(&root).ok();
    let seen = seen.map(|verified| verified.head).filter(is_honest);
    let last_rules = seen.as_ref().and_then(|head| head.parts.get(RULES));
    let mut publication = reserve(dir, &mut write, &root, seen.as_ref(), draft, now).await?;
    let (rules, left_out) = published_rules::part(dir, last_rules)?;
    publication.left_out = left_out;
    // The number is taken and kept before anything signed exists: a crash may waste a number, never use one twice.
    write.commit().await?;
    let parts = [(RETAILERS, Some(publication.part.clone())), (RULES, rules)];
    let parts = parts.map(|(name, part)| Some((name.to_owned(), part?)));
    let head = Head {
        v: 1,
        portal: root.portal,
        epoch: root.epoch,
        seq: publication.seq,
        root: root.root,
        issued: now,
        expires: now.saturating_add(LIFETIME),
        poll: POLL,
        min_client: CLIENT,
        units: units::all(),
        parts: parts.into_iter().flatten().collect(),
    };
    let payload = serde_json::to_vec(&head)
        .map_err(|e| Failure::Argument(format!("the head cannot be written: {e}")))?;
    Ok(Some(Signed {
        root: root.root,
        file: envelope::seal(&signers.iter().collect::<Vec<_>>(), HEAD_TYPE, &payload),
        publication,
    }))
}

/// Two publishers at once: only the one with the highest number of the newest root may write the head. Whoever has made a newer
/// root signs with it at once.
async fn put_up(dir: &DataDir, pool: &db::Pool, signed: &Signed, now: i64) -> Result<(), Failure> {
    let mut lock = db::write(pool).await?;
    db::turn(&mut lock, Turn::Catalog).await?;
    let newest = root(dir)?;
    let last_seq = publication::last_seq(&mut lock, newest.epoch).await?;
    if (newest.root, last_seq) == (signed.root, Some(signed.publication.seq)) {
        data_dir::write_atomically(&dir.head_file(), signed.file.as_bytes())?;
    }
    // Still in turn: the next publisher's objects are written before they are named anywhere.
    remove_forgotten(dir, &mut lock, now).await?;
    lock.commit().await?;
    Ok(())
}

/// The keys that sign now. The current one must be known to clients.
pub(crate) fn list_signers(
    dir: &DataDir,
    root: &Root,
    now: i64,
) -> Result<Vec<SigningKey>, Failure> {
    let signers = list_keys::signers(dir, now)?;
    let is_named = |key: &SigningKey| root.roles.list.keys.contains(&roots::public(key));
    if signers.first().is_some_and(is_named) {
        Ok(signers)
    } else {
        Err(Failure::Argument(format!(
            "root {} does not name the list key in {}: a change of keys was interrupted; run that `portal keys` command again",
            root.root,
            dir.keys().display()
        )))
    }
}

/// Takes the next number for the draft, and writes its objects. `seen` is the head that clients have.
async fn reserve(
    dir: &DataDir,
    write: &mut db::Write,
    root: &Root,
    seen: Option<&Head>,
    draft: &Draft,
    now: i64,
) -> Result<Publication, Failure> {
    let last = publication::newest_part(write).await?;
    let last_seq = publication::last_seq(write, root.epoch).await?;
    let seen = seen.filter(|head| head.epoch == root.epoch);
    let seen_ver = seen
        .and_then(|head| head.parts.get(RETAILERS))
        .map(|p| p.ver);
    let seq = last_seq.max(seen.map(|head| head.seq)).unwrap_or(0) + 1;
    let ver = last.as_ref().map(|part| part.ver).max(seen_ver);
    let kept = last.filter(|part| {
        Some(part.ver) == ver
            && part.raw_sha256 == sha256_hex(&draft.raw)
            && part.len <= MAX_OBJECT
            && objects::is_intact(dir, part)
    });
    let is_new = kept.is_none();
    let mut part = match kept {
        Some(part) => part,
        None => objects::write_snapshot(dir, &draft.raw, ver.unwrap_or(0) + 1)?,
    };
    part.deltas = updates::write(dir, &part, &draft.ways)?;
    let entry = publication::Entry {
        epoch: root.epoch,
        seq,
        part,
        issued: now,
    };
    publication::keep(write, &entry).await?;
    Ok(Publication {
        seq,
        part: entry.part,
        is_new,
        left_out: None,
    })
}

/// Numbers that only a thief would sign, to make every later number look old. A new epoch heals what they did; they must
/// not lead ours astray.
fn is_honest(head: &Head) -> bool {
    let is_low = |name| head.parts.get(name).is_none_or(|part| part.ver < ABSURD);
    head.seq < ABSURD && is_low(RETAILERS) && is_low(RULES)
}

/// Removes the objects that no client may be asked to fetch any more and no delta will start from.
async fn remove_forgotten(
    dir: &DataDir,
    connection: &mut db::Connection,
    now: i64,
) -> Result<(), Failure> {
    let mut named = HashSet::new();
    for entry in
        publication::recent(connection, now.saturating_sub(KEEP), updates::LOOK_BACK).await?
    {
        let still_offered = entry.issued > now.saturating_sub(KEEP);
        let deltas = entry.part.deltas.into_iter().filter(|_| still_offered);
        named.extend(deltas.map(|delta| delta.path));
        named.insert(entry.part.path);
    }
    objects::remove_others(&dir.rates(), &named)
}

#[cfg(test)]
mod tests;
