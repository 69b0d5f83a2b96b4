//! What a tap on a link is.

use web_sys::MouseEvent;

/// Whether the app may follow the link in the browser's stead: with a key held or another button, the browser opens a tab.
pub fn is_plain(click: &MouseEvent) -> bool {
    let is_modified = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    click.button() == 0 && !is_modified
}
