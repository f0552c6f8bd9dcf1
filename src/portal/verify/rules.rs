//! The stand-down rules beside the list, if there are any.

use super::Look;
use crate::published_rules;
use pointback_core::hash::sha256_hex;
use pointback_core::head::Part;

impl Look<'_> {
    pub(super) fn rules(&mut self, part: &Part) -> Option<()> {
        let raw = self.unpacked("rules", part)?;
        if sha256_hex(&raw) != part.raw_sha256 {
            let path = &part.path;
            return self.failed(
                "rules",
                format!("the content of {path} is not what the head promises: publish again"),
            );
        }
        match published_rules::check(&raw) {
            Ok(rules) => {
                self.ok(
                    "rules",
                    format!(
                        "{} rules, none narrower than packaged",
                        rules.rule_ids().len()
                    ),
                );
                Some(())
            }
            Err(why) => self.failed("rules", why),
        }
    }
}
