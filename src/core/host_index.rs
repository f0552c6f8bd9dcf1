//! `HostIndex`: from a host to the retailers that name it, in one flat table of positions, built once a list.

use crate::retailer::Retailer;

/// An open-addressed table. It holds no host itself: it narrows the list down to candidates, which the caller compares.
#[derive(Debug, Default)]
pub(crate) struct HostIndex {
    /// A power of two of them, at most half in use.
    slots: Vec<Option<Slot>>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    position: usize,
}

impl HostIndex {
    /// Indexes every host of every retailer.
    pub(crate) fn new(retailers: &[Retailer]) -> Self {
        let hosts: usize = retailers.iter().map(|r| r.hosts.len()).sum();
        let mut slots = vec![None; (hosts * 2).next_power_of_two()];
        for (position, retailer) in retailers.iter().enumerate() {
            for host in &retailer.hosts {
                let hash = hash(host.as_str());
                let places = probe(hash, slots.len());
                for place in places {
                    if let Some(slot @ None) = slots.get_mut(place) {
                        *slot = Some(Slot { hash, position });
                        break;
                    }
                }
            }
        }
        Self { slots }
    }

    /// Positions of the retailers that may name exactly this host.
    pub(crate) fn positions(&self, host: &str) -> impl Iterator<Item = usize> {
        let hash = hash(host);
        probe(hash, self.slots.len())
            .map_while(|place| self.slots.get(place).copied().flatten())
            .filter(move |slot| slot.hash == hash)
            .map(|slot| slot.position)
    }
}

/// Every place of the table once, beginning where the hash points.
fn probe(hash: u32, places: usize) -> impl Iterator<Item = usize> {
    let start = hash as usize;
    (0..places).map(move |step| start.wrapping_add(step) & (places - 1))
}

/// FNV-1a, 32 bits.
fn hash(text: &str) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, mix)
}
