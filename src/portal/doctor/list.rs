//! What speaks for the list: root, list keys, head.

use super::Finding;
use crate::{data_dir::DataDir, keys, list_keys::ListKeys, place::Place, publish};
use pointback_core::root::Root;

const DAY: i64 = 86_400;
/// The service signs every day, so a head this close to its end was not signed for days.
const HEAD_SOON: i64 = 3 * DAY;
const ROOT_SOON: i64 = 90 * DAY;
/// 1 January 2026.
const WRITTEN: i64 = 1_767_225_600;
/// Clocks differ by so much without harm.
const CLOCK_SKEW: i64 = 5 * 60;

pub(super) fn look(dir: &DataDir, now: i64) -> Vec<Finding> {
    let root = match publish::root(dir) {
        Ok(root) => root,
        Err(failure) => {
            return vec![Finding::fault(
                "root",
                format!("{failure}: restore public/rates/v1/root from a backup"),
            )];
        }
    };
    let mut findings = vec![root_age(&root, now), list_keys(dir, &root, now)];
    findings.extend(head(dir, &root, now));
    findings
}

fn root_age(root: &Root, now: i64) -> Finding {
    let left = root.expires - now;
    let advice = "sign the next one with `portal keys rotate list --root-key …`";
    let days = left.div_euclid(DAY);
    if left <= 0 {
        Finding::fault("root", format!("root {} has expired: {advice}", root.root))
    } else if left < ROOT_SOON {
        let sentence = format!("root {} expires in {days} days: {advice}", root.root);
        Finding::warning("root", sentence)
    } else {
        Finding::ok(
            "root",
            format!(
                "root {} of {}, good for {days} days",
                root.root, root.portal
            ),
        )
    }
}

fn list_keys(dir: &DataDir, root: &Root, now: i64) -> Finding {
    let next = ListKeys::load(dir).and_then(|held| keys::list(dir, held.next));
    match (publish::list_signers(dir, root, now), next) {
        (Ok(signers), Ok(_)) => Finding::ok(
            "list keys",
            format!("{} in use, and the next one is ready", signers.len()),
        ),
        (Ok(_), Err(failure)) => Finding::warning(
            "list keys",
            format!(
                "the next key is missing ({failure}): restore it, or rotate twice with `portal keys rotate list`"
            ),
        ),
        (Err(failure), _) => Finding::fault(
            "list keys",
            format!("nothing can be published ({failure}): restore the keys folder from a backup"),
        ),
    }
}

fn head(dir: &DataDir, root: &Root, now: i64) -> Vec<Finding> {
    let head = match Place::Folder(dir.rates()).head(root) {
        Ok(verified) => verified.head,
        Err(failure) => {
            let sentence = format!("{failure}: publish with `portal publish`");
            return vec![Finding::fault("head", sentence), clock(0, now)];
        }
    };
    let left = head.expires - now;
    let advice = "run `portal publish`, and keep `portal serve` running: it signs every day";
    let age = if left <= 0 {
        Finding::fault("head", format!("the list has expired: {advice}"))
    } else if left < HEAD_SOON {
        let hours = left.div_euclid(3_600);
        Finding::warning(
            "head",
            format!("the list expires in {hours} hours: {advice}"),
        )
    } else {
        let days = left.div_euclid(DAY);
        Finding::ok("head", format!("list {} is good for {days} days", head.seq))
    };
    vec![age, clock(head.issued, now)]
}

/// What was signed was signed in the past, and this program was written in it.
fn clock(issued: i64, now: i64) -> Finding {
    let advice = "set this machine's clock, and let it be kept by NTP";
    if now < WRITTEN {
        Finding::fault("clock", format!("it is far behind: {advice}"))
    } else if issued > now + CLOCK_SKEW {
        let sentence = format!("the list was signed in the future: {advice}");
        Finding::fault("clock", sentence)
    } else {
        Finding::ok("clock", "not behind what was signed")
    }
}
