//! Every delta that a head offers: fetched, unpacked, and applied where the version it starts from is at hand.

use super::Look;
use crate::gzip;
use crate::objects;
use crate::place::Place;
use pointback_core::delta::apply;
use pointback_core::hash::sha256_hex;
use pointback_core::head::{Delta, MAX_RAW, Part, RETAILERS};
use std::fs;

impl Look<'_> {
    /// `newest` is the content of the snapshot, if that is sound.
    pub(super) fn delta(
        &mut self,
        part: &Part,
        delta: &Delta,
        newest: Option<&[u8]>,
    ) -> Option<()> {
        let step = format!("delta from {}", delta.from);
        let path = &delta.path;
        let stored = self.object(&step, path, delta.len, &delta.sha256)?;
        if delta.from >= part.ver || delta.raw > MAX_RAW {
            let what = format!(
                "{path} starts from version {} with {} bytes, which no client takes: publish again",
                delta.from, delta.raw
            );
            return self.failed(&step, what);
        }
        let changes = match gzip::unpack(&stored, delta.raw) {
            Ok(changes) => changes,
            Err(cause) => {
                let what = format!(
                    "{path} does not unpack to the {} bytes that the head promises: publish again ({cause})",
                    delta.raw
                );
                return self.failed(&step, what);
            }
        };
        let (Some(newest), Some(base)) = (newest, self.content_of(delta.from)) else {
            let found = format!(
                "{} bytes, as promised; version {} is not at hand to apply it to",
                stored.len(),
                delta.from
            );
            self.ok(&step, found);
            return Some(());
        };
        match apply(&base, &changes) {
            Ok(result) if result == newest => {
                self.ok(
                    &step,
                    format!("{} bytes, leads to the snapshot", stored.len()),
                );
                Some(())
            }
            Ok(_) => self.failed(
                &step,
                format!("{path} leads to something else than the snapshot: publish again"),
            ),
            Err(cause) => self.failed(
                &step,
                format!("{path} cannot be applied: publish again ({cause})"),
            ),
        }
    }

    /// The content of an older version, where it can be found without knowing its whole name.
    fn content_of(&self, ver: u64) -> Option<Vec<u8>> {
        let Place::Folder(folder) = self.place else {
            return None;
        };
        let start = format!("{RETAILERS}-{ver}-");
        let mut entries = fs::read_dir(folder.join("o")).ok()?.flatten();
        let file = entries.find(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with(&start) && name.ends_with(".snap") && objects::is_ours(&name)
        })?;
        let stored = fs::read(file.path()).ok()?;
        // A damaged old file says nothing about the delta.
        let is_whole = file
            .file_name()
            .to_string_lossy()
            .contains(sha256_hex(&stored).get(..16)?);
        gzip::unpack_all(&stored, MAX_RAW).ok().filter(|_| is_whole)
    }
}
