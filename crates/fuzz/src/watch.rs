//! Ends a test whose reader never comes back, and says for which input.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A reader that has not come back after this will not come back.
const PATIENCE: Duration = Duration::from_mins(1);

/// Hears of each input before it is read; stops listening when it is dropped.
pub(crate) struct Watch {
    inputs: Sender<Vec<u8>>,
}

impl Watch {
    pub(crate) fn start(name: &str) -> Self {
        let (inputs, heard) = channel::<Vec<u8>>();
        let name = name.to_owned();
        std::thread::spawn(move || {
            let mut last = Vec::new();
            loop {
                match heard.recv_timeout(PATIENCE) {
                    Ok(input) => last = input,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        // The thread that reads cannot be stopped, so the whole test is.
                        eprintln!("{name}: no end after {PATIENCE:?} for b\"{}\"", last.escape_ascii());
                        std::process::abort();
                    }
                }
            }
        });
        Self { inputs }
    }

    pub(crate) fn look_at(&self, input: &[u8]) {
        // A watch that is gone is no reason to fail.
        let _ = self.inputs.send(input.to_vec());
    }
}
