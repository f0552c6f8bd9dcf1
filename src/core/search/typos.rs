//! How far a name is from what was typed: letters left out, put in, mistaken, or swapped with their neighbour.

/// Longest text that is compared, bytes; nobody mistypes more of a name.
const LONGEST: usize = 24;
/// Far enough to count for nothing.
const FAR: u8 = u8::MAX / 2;

/// Distances of the beginnings of a name to one beginning of the text.
type Row = [u8; LONGEST + 4];

/// What was typed, to be compared with names.
pub(super) struct Slip {
    wanted: Vec<u8>,
    /// Slips that are forgiven: one in a short word, two in a long one.
    most: u8,
}

impl Slip {
    /// From a folded text; none where it is too short to be told from others, or too long.
    pub(super) fn of(text: &str) -> Option<Self> {
        let wanted: Vec<u8> = squeezed(text).map(|(_, byte)| byte).collect();
        let most = match wanted.len() {
            4..=7 => 1,
            8..=LONGEST => 2,
            _ => return None,
        };
        Some(Self { wanted, most })
    }

    /// How many slips lie between the text and the best beginning of a word of this folded name; twice, and one more when
    /// the first letter differs, which is the rarest slip. `None` when there are too many.
    pub(super) fn rank(&self, name: &str) -> Option<u8> {
        let name: Vec<(bool, u8)> = squeezed(name).collect();
        let mut best: Option<u8> = None;
        for (at, _) in name.iter().enumerate().filter(|(_, (opens, _))| *opens) {
            let word = name.get(at..).unwrap_or_default();
            if let Some(slips) = self.slips(word) {
                let first = word.first().map(|(_, byte)| byte);
                let rank = slips * 2 + u8::from(first != self.wanted.first());
                best = Some(best.map_or(rank, |b| b.min(rank)));
            }
        }
        best
    }

    /// Optimal string alignment, row by row, to the nearest beginning of `word`.
    fn slips(&self, word: &[(bool, u8)]) -> Option<u8> {
        let most = usize::from(self.most);
        if word.len() + most < self.wanted.len() {
            return None;
        }
        let word = word.get(..self.wanted.len() + most).unwrap_or(word);
        let mut older: Row = [FAR; LONGEST + 4];
        let mut above: Row = core::array::from_fn(|at| u8::try_from(at).unwrap_or(FAR));
        let mut before = None;
        for (i, letter) in self.wanted.iter().enumerate() {
            let mut row: Row = [FAR; LONGEST + 4];
            let mut left = u8::try_from(i + 1).unwrap_or(FAR);
            let mut nearest = left;
            put(&mut row, 0, left);
            let mut last = None;
            for (j, (_, other)) in word.iter().enumerate() {
                let kept = get(&above, j) + u8::from(letter != other);
                let mut least = kept.min(left + 1).min(get(&above, j + 1) + 1);
                if j > 0 && before == Some(other) && last == Some(letter) {
                    least = least.min(get(&older, j - 1) + 1);
                }
                put(&mut row, j + 1, least);
                nearest = nearest.min(least);
                (left, last) = (least, Some(other));
            }
            if nearest > self.most {
                return None;
            }
            before = Some(letter);
            (older, above) = (above, row);
        }
        let ends = above.iter().take(word.len() + 1);
        ends.copied().min().filter(|slips| *slips <= self.most)
    }
}

/// The letters and digits of a text, each with whether it opens a word.
fn squeezed(text: &str) -> impl Iterator<Item = (bool, u8)> {
    let mut opens = true;
    text.bytes().filter_map(move |byte| {
        let is_letter = byte.is_ascii_alphanumeric() || byte >= 0x80;
        let opened = core::mem::replace(&mut opens, !is_letter);
        is_letter.then_some((opened, byte))
    })
}

fn get(row: &Row, at: usize) -> u8 {
    row.get(at).copied().unwrap_or(FAR)
}

fn put(row: &mut Row, at: usize, value: u8) {
    if let Some(place) = row.get_mut(at) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(text: &str, name: &str) -> Option<u8> {
        Slip::of(text)?.rank(name)
    }

    #[test]
    fn a_slip_is_forgiven() {
        for (text, name) in [
            ("macsy", "macys"),
            ("nkie", "nike"),
            ("sephra", "sephora"),
            ("sephoora", "sephora"),
            ("nordstom", "nordstrom rack"),
            ("nordstromrakc", "nordstrom rack"),
            ("wallmart", "walmart"),
            ("old nvay", "old navy"),
            ("bloomingdlaes", "bloomingdales"),
        ] {
            assert_eq!(rank(text, name), Some(2), "{text}");
        }
        assert_eq!(rank("qephora", "sephora"), Some(3), "the first letter");
        assert_eq!(rank("rakc", "nordstrom rack"), Some(2), "a later word");
        assert_eq!(rank("blomingdlaes", "bloomingdales"), Some(4), "two");
    }

    #[test]
    fn what_is_merely_alike_is_not() {
        for (text, name) in [
            ("nik", "nike"),
            ("nkei", "nike"),
            ("target", "macys"),
            ("sehpoar", "sephora"),
            ("macys", "mac"),
            ("", "macys"),
            ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxy"),
        ] {
            assert_eq!(rank(text, name), None, "{text}");
        }
    }
}
