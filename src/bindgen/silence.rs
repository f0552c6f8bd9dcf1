//! Panics without words. A panic ends the module at once, and its text goes to a standard error that a browser does not have:
//! what makes that text is several KB that nobody can ever read.

use walrus::{DataId, FunctionBuilder, FunctionId, FunctionKind, Module};

/// Functions of Rust's own libraries that never return, and those that only they call by way of a pointer, by parts of their
/// mangled names. The extension shows nobody what `{:?}` makes of something.
const FOR_PANICS: [&str; 15] = [
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
    "13assert_failed",
    "5Debug3fmt",
];

/// What the names of source files begin with. Each place that may panic holds its file's.
const SOURCES: [&[u8]; 5] = [
    b"/cargo/",
    b"/rustc/",
    b"src/core/",
    b"src/pages/",
    b"src/wasm/",
];

/// What panics of Rust's own libraries say. In a module of another version some may be missing: then they stay.
const WORDS: [&str; 54] = [
    " but ends at ",
    " but the index is ",
    " for target of length ",
    " index out of bounds: the len is ",
    " is not a char boundary; it is inside ",
    " is out of bounds of `",
    " out of range for slice of length ",
    " right` failed\n  left: ",
    ") does not match destination slice length (",
    ") should be < len (is ",
    ") should be <= len (is ",
    ") when slicing `",
    "FnOnce called more than once",
    "LazyCell instance has previously been poisoned",
    "Programming error. parse_query_and_fragment() called without ? or #",
    "RefCell already borrowed",
    "RefCell already mutably borrowed",
    "Tried to shrink to a larger capacity",
    "\n right: ",
    "`async fn` resumed after completion",
    "`at` split index (is ",
    "a Display implementation returned an error unexpectedly",
    "a formatting trait implementation returned an error when the underlying stream did not",
    "assertion `left ",
    "assertion failed: !self.serialization[scheme_end_as_usize..].starts_with(\"://\")",
    "assertion failed: self.fragment_start.is_none()",
    "assertion failed: self.is_char_boundary(at)",
    "assertion failed: self.is_char_boundary(end)",
    "assertion failed: self.is_char_boundary(idx)",
    "assertion failed: self.is_char_boundary(new_len)",
    "assertion failed: self.is_char_boundary(start)",
    "attempt to divide by zero",
    "attempt to join into collection with len > usize::MAX",
    "begin > end (",
    "called `Option::unwrap()` on a `None` value",
    "called `Result::unwrap()` on an `Err` value",
    "capacity overflow",
    "closure invoked recursively or after being dropped",
    "copy_from_slice: source slice length (",
    "end byte index ",
    "end of range should be a character boundary",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "insertion index (is ",
    "internal error: entered unreachable code",
    "mid > len",
    "range end index ",
    "range start index ",
    "removal index (is ",
    "slice index starts at ",
    "start byte index ",
    "start of range should be a character boundary",
    "url::form_urlencoded::Serializer double finish",
    "url::form_urlencoded::Serializer finished",
];

/// Lets each of them trap at once, as it would have in the end. What only they call is then left out by wasm-bindgen. The
/// words and the names of source files become zeros, which pack to nothing.
pub fn silence(module: &mut Module) {
    let data: Vec<DataId> = module.data.iter().map(|data| data.id()).collect();
    for id in data {
        blank(&mut module.data.get_mut(id).value);
    }
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

fn blank(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(rest) = bytes.get_mut(at..) {
        let said = WORDS.iter().find(|said| rest.starts_with(said.as_bytes()));
        let length = said.map(|said| said.len()).or_else(|| source_name(rest));
        let length = length.unwrap_or(0);
        rest.iter_mut().take(length).for_each(|byte| *byte = 0);
        at += length.max(1);
    }
}

/// How long the name of a source file is that begins here.
fn source_name(bytes: &[u8]) -> Option<usize> {
    if !SOURCES.iter().any(|start| bytes.starts_with(start)) {
        return None;
    }
    let is_of_a_path = |b: &u8| b.is_ascii_alphanumeric() || b"/._-".contains(b);
    let path = bytes.iter().take_while(|b| is_of_a_path(b)).count();
    let end = bytes.get(..path)?.windows(3).position(|w| w == b".rs")?;
    Some(end + 3)
}
