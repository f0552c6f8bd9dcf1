//! The order of a module's functions. A packer sees the last 32 KB only, so functions that resemble each other stand beside
//! each other. Walrus writes them by size, so that a browser may begin with the longest; it begins with what is called.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// What two functions have in common is counted in runs of so many bytes: an instruction or two with their operands.
const RUN: usize = 4;
/// The next one shall resemble the last so many.
const RECENT: usize = 8;

/// The module with its functions in the order in which they pack well.
pub fn reorder(wasm: &[u8]) -> Result<Vec<u8>, Error> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = Resemblance::of(&bodies).order();
    let numbers = (imported..).zip(&order).map(|(new, old)| (*old, new));
    let numbers = numbers.collect();
    let mut module = Module::new();
    let mut reordering = Reordering {
        imported,
        order,
        numbers,
    };
    reordering.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// Which functions hold which runs of bytes.
struct Resemblance {
    /// The runs of each function.
    runs: Vec<BTreeSet<usize>>,
    /// The functions that hold each run.
    holders: Vec<BTreeSet<usize>>,
}

impl Resemblance {
    fn of(bodies: &[&[u8]]) -> Self {
        let mut numbers = HashMap::new();
        let mut holders: Vec<BTreeSet<usize>> = Vec::new();
        let mut number = |run: &[u8; RUN]| -> usize {
            *numbers.entry(*run).or_insert_with(|| {
                holders.push(BTreeSet::new());
                holders.len() - 1
            })
        };
        let runs = bodies
            .iter()
            .map(|body| body.array_windows().map(&mut number).collect())
            .collect();
        Self { runs, holders }
    }
}
