//! Which tasks belong into the transaction that keeps the memory.

use super::Task;
use crate::store_id::PortalId;

#[test]
fn what_is_kept_is_kept_before_anything_leaves_the_device() {
    let portal = PortalId(0);
    for save in [
        Task::SaveList(portal, Vec::new(), Vec::new()),
        Task::SaveHistory(portal, Vec::new()),
        Task::SaveEarnings(portal, Vec::new()),
        Task::SaveRules(Vec::new()),
        Task::SaveReceipts(Vec::new()),
    ] {
        assert!(save.is_save(), "{save:?}");
    }
    assert!(!Task::Forget(String::new()).is_save());
    let (url, form) = (String::new(), String::new());
    assert!(!Task::Redeem { portal, url, form }.is_save());
}
