//! The order of a module's functions. A packer sees the last 32 KB only, so functions that resemble each other stand beside
//! each other: 2 % less. Walrus writes them by size, so that a browser may begin with the longest; browsers begin with
//! what is called.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// What two functions have in common is counted in runs of so many bytes: an instruction or two with their operands.
type Run = [u8; 4];
/// The next function shall resemble the last so many.
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
    let order = by_resemblance(&bodies);
    let olds = order.iter().map(|old| imported + *old as u32);
    let numbers = olds.zip(imported..).collect();
    let mut module = Module::new();
    Reordering { order, numbers }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// Begins with the first and goes on with whatever has most in common with the last few, measured by its own length.
fn by_resemblance(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<BTreeSet<&Run>> = bodies
        .iter()
        .map(|body| body.array_windows().collect())
        .collect();
    let mut holders: HashMap<&Run, Vec<usize>> = HashMap::new();
    for (at, runs) in runs.iter().enumerate() {
        for run in runs {
            holders.entry(run).or_default().push(at);
        }
    }
    let mut common = vec![0; bodies.len()];
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    loop {
        let share = |at: &usize| {
            let length = runs.get(*at).map_or(1, |runs| runs.len().max(1));
            common.get(*at).map(|common| common * 1024 / length)
        };
        let Some(next) = left
            .iter()
            .copied()
            .max_by_key(|at| (share(at), Reverse(*at)))
        else {
            return order;
        };
        left.remove(&next);
        order.push(next);
        let past = order.iter().rev().nth(RECENT).copied();
        for (at, is_recent) in [(Some(next), true), (past, false)] {
            let runs = at.and_then(|at| runs.get(at)).into_iter().flatten();
            for holders in runs.filter_map(|run| holders.get(run)) {
                // What many have says little.
                let weight = ((1 << 32) / holders.len()).isqrt();
                for holder in holders {
                    if let Some(common) = common.get_mut(*holder) {
                        *common = if is_recent {
                            *common + weight
                        } else {
                            *common - weight
                        };
                    }
                }
            }
        }
    }
}

/// Writes a module in another order.
struct Reordering {
    /// The old places of the functions that are defined here.
    order: Vec<usize>,
    /// The new number of each by its old one.
    numbers: HashMap<u32, u32>,
}

impl Reencode for Reordering {
    type Error = Infallible;

    fn function_index(&mut self, old: u32) -> Result<u32, Error> {
        Ok(self.numbers.get(&old).copied().unwrap_or(old))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for ty in self.order.iter().filter_map(|old| types.get(*old)) {
            functions.function(*ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
        for old in self.order.clone() {
            if let Some(body) = bodies.get(old) {
                self.parse_function_body(code, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use wasm_encoder::*;
    use wasmparser::{ElementItems, Operator};

    /// Each function says its number; the long ones resemble each other and call the next of their kind.
    const NUMBERS: [i32; 6] = [1_000_000, 7, 1_000_001, 8, 1_000_002, 9];

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("page", "imported", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for (at, number) in (0..).zip(NUMBERS) {
            let is_long = number > 9;
            functions.function(u32::from(is_long));
            let mut body = Function::new([]);
            let mut write = body.instructions();
            for _ in 0..if is_long { 4 } else { 1 } {
                write.i32_const(number).drop();
            }
            if is_long {
                write.i32_const(0).call((at + 2) % 6 + 1);
            }
            write.call(0).end();
            code.function(&body);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: None,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("long", ExportKind::Func, 3);
        exports.export("short", ExportKind::Func, 4);
        let mut elements = ElementSection::new();
        let called = Elements::Functions([2, 5].as_slice().into());
        elements.active(None, &ConstExpr::i32_const(0), called);
        let mut module = Module::new();
        module.section(&types).section(&imports);
        module.section(&functions).section(&tables);
        module.section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// The functions by number, in order; and whom each of them, the table and the exports name.
    fn told(wasm: &[u8]) -> (Vec<i32>, BTreeMap<String, Vec<i32>>) {
        wasmparser::Validator::new().validate_all(wasm).unwrap();
        let (mut numbers, mut named) = (vec![0], BTreeMap::<String, Vec<u32>>::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    for export in section.into_iter().map(Result::unwrap) {
                        named.insert(export.name.to_owned(), vec![export.index]);
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section.into_iter().map(Result::unwrap) {
                        let ElementItems::Functions(items) = element.items else {
                            panic!("functions by number");
                        };
                        let items = items.into_iter().map(Result::unwrap);
                        named.insert("table".to_owned(), items.collect());
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let mut calls = Vec::new();
                    let mut said = Vec::new();
                    for operator in body.get_operators_reader().unwrap() {
                        match operator.unwrap() {
                            Operator::I32Const { value } => said.push(value),
                            Operator::Call { function_index } => calls.push(function_index),
                            _ => {}
                        }
                    }
                    numbers.push(said[0]);
                    named.insert(said[0].to_string(), calls);
                }
                _ => {}
            }
        }
        let by_number = |(name, at): (String, Vec<u32>)| {
            (name, at.iter().map(|at| numbers[*at as usize]).collect())
        };
        let named = named.into_iter().map(by_number).collect();
        (numbers, named)
    }

    #[test]
    fn like_ones_stand_together_and_all_names_follow() {
        let before = module();
        let after = reorder(&before).unwrap();
        let ((_, was_named), (numbers, is_named)) = (told(&before), told(&after));
        assert_eq!(numbers, [0, 1_000_000, 1_000_001, 1_000_002, 7, 8, 9]);
        assert_eq!(was_named, is_named);
        assert_eq!(reorder(&before).unwrap(), after);
    }
}
