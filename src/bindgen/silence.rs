//! Panics without words. A panic ends the module at once, and its text goes to a standard error that a browser does not have:
//! what makes that text is several KB that nobody can ever read.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Functions of Rust's own libraries that never return, and those that only they call by way of a pointer, by parts of their
/// mangled names. The extension shows nobody what `{:?}` makes of something.
const FOR_PANICS: [&str; 14] = [
    "4core9panicking",
    "4core3str16slice_error_fail",
    "4core3str19slice_error_fail_rt",
    "4core5slice5index16slice_index_fail",
    "17len_mismatch_fail",
    "4core6option13expect_failed",
    "4core6option13unwrap_failed",
    "4core6result13unwrap_failed",
    "4core4cell22panic_already_borrowed",
    "4core4cell30panic_already_mutably_borrowed",
    "3std9panicking15panic_with_hook",
    "17rust_begin_unwind",
    "5alloc7raw_vec12handle_error",
    "5Debug3fmt",
];

/// Lets each of them trap at once, as it would have in the end. What only they call is then left out by wasm-bindgen.
pub fn silence(module: &mut Module) {
    let for_panics: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| {
            let name = module.funcs.get(*id).name.as_deref().unwrap_or_default();
            FOR_PANICS.iter().any(|part| name.contains(part))
        })
        .collect();
    for id in for_panics {
        let (params, results) = module.types.params_results(module.funcs.get(id).ty());
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let arguments = params.iter().map(|ty| module.locals.add(*ty)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(arguments));
    }
}
