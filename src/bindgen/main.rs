//! `bindgen <module.wasm> <out-dir> <name>`: runs wasm-bindgen's own generator at the version of `Cargo.lock`, on the module
//! without what would put a panic into words, and puts what comes out in the order in which it packs well.

mod order;
mod silence;

use std::env::args;
use std::fs;
use std::path::Path;
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (Some(path), Some(out), Some(name), None) =
        (args().nth(1), args().nth(2), args().nth(3), args().nth(4))
    else {
        return Err("usage: bindgen <module.wasm> <out-dir> <name>".into());
    };
    // LLVM's output is well-formed; wasm-bindgen's own reader skips the same check. Names are read, but not written again.
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse_file(path)?;
    silence::silence(&mut module);
    let mut tool = Bindgen::new();
    tool.input_module(&name, module)
        .web(true)?
        .typescript(false)
        .out_name(&name);
    tool.generate(&out)?;
    let written = Path::new(&out).join(format!("{name}_bg.wasm"));
    fs::write(&written, order::reorder(&fs::read(&written)?)?)?;
    Ok(())
}
