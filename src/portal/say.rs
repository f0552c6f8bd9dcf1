//! What commands say. `println!` panics when nobody listens any more, as in `portal publish | head -1`; the command must
//! still finish its work.

use std::fmt::Arguments;
use std::io::Write;

/// Says a line on standard output.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::line(&mut std::io::stdout(), format_args!($($text)*)) };
}

/// Says a line on standard error: warnings, refusals, progress.
macro_rules! complain {
    ($($text:tt)*) => { $crate::say::line(&mut std::io::stderr(), format_args!($($text)*)) };
}

pub(crate) use {complain, say};

/// Writes a line to whoever still listens.
pub(crate) fn line(to: &mut impl Write, text: Arguments<'_>) {
    // There is nobody left to tell that there is nobody left.
    let _ = writeln!(to, "{text}").and_then(|()| to.flush());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error, ErrorKind};

    #[test]
    fn a_closed_pipe_ends_nothing() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> Result<usize, Error> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> Result<(), Error> {
                Ok(())
            }
        }
        line(&mut Closed, format_args!("anybody?"));
        let mut heard = Vec::new();
        line(&mut heard, format_args!("{} bytes", 3));
        assert_eq!(heard, b"3 bytes\n");
    }
}
