//! gzip as published: the same content always gives the same bytes, and unpacking stops hard at the promised length.

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use pointback_core::Error;
use std::io::{Read, Write};

/// What a gzip file opens with. A body without it was unpacked on its way.
pub const MARK: [u8; 2] = [0x1f, 0x8b];

/// Packs: no time, no file name, no name of the system.
///
/// # Errors
/// Never in practice: writing into memory does not fail.
pub fn pack(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    packer.write_all(raw)?;
    packer.finish()
}

/// Unpacks `length` bytes exactly; not one more is made than is needed to see that there are more.
///
/// # Errors
/// `TooLarge` when there is more, `WrongHash` when it is not whole gzip or there is less.
pub fn unpack(stored: &[u8], length: u64) -> Result<Vec<u8>, Error> {
    let raw = unpack_all(stored, length)?;
    if raw.len() as u64 == length {
        Ok(raw)
    } else {
        Err(Error::WrongHash)
    }
}

/// Unpacks whatever there is, up to a cap.
///
/// # Errors
/// `TooLarge` when there is more, `WrongHash` when it is not whole gzip.
pub fn unpack_all(stored: &[u8], cap: u64) -> Result<Vec<u8>, Error> {
    let mut raw = Vec::new();
    GzDecoder::new(stored)
        .take(cap.saturating_add(1))
        .read_to_end(&mut raw)
        .map_err(|_| Error::WrongHash)?;
    if raw.len() as u64 > cap {
        return Err(Error::TooLarge);
    }
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_and_the_bytes_are_always_the_same() {
        let stored = pack(b"abc").unwrap();
        assert_eq!(stored, pack(b"abc").unwrap());
        assert!(stored.starts_with(&MARK));
        assert_eq!(stored.get(4..8), Some([0; 4].as_slice()), "gzip's time");
        assert_eq!(unpack(&stored, 3).unwrap(), b"abc");
    }

    #[test]
    fn neither_a_bomb_nor_half_a_file_is_unpacked() {
        let bomb = pack(&vec![0; 50_000_000]).unwrap();
        assert!(bomb.len() < 100_000);
        assert_eq!(unpack(&bomb, 1_000), Err(Error::TooLarge));
        let stored = pack(b"abc").unwrap();
        assert_eq!(unpack(&stored, 4), Err(Error::WrongHash));
        assert_eq!(
            unpack(&stored[..stored.len() - 9], 3),
            Err(Error::WrongHash)
        );
        assert_eq!(unpack(b"plain", 5), Err(Error::WrongHash));
    }
}
