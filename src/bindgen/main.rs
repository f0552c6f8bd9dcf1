//! `bindgen <module.wasm> <out-dir> <name>`: runs wasm-bindgen's own generator at the version of `Cargo.lock`.

use std::env::args;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (Some(module), Some(out), Some(name), None) =
        (args().nth(1), args().nth(2), args().nth(3), args().nth(4))
    else {
        return Err("usage: bindgen <module.wasm> <out-dir> <name>".into());
    };
    let mut tool = Bindgen::new();
    tool.input_path(module)
        .web(true)?
        .typescript(false)
        .out_name(&name);
    tool.remove_name_section(true)
        .remove_producers_section(true);
    Ok(tool.generate(out)?)
}
