//! What a browser alone can do for these pages (`web/page/ordering`).

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// The page becomes this HTML; what is the same stays.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"])]
    pub(super) fn show(html: &str);
    /// Adds styles to the page's own.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"])]
    pub(super) fn adopt(styles: &str);
    /// Has the browser read the code from the message, where it can.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = awaitCode)]
    pub(super) fn await_code();
    /// The shopper has left that page.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = stopAwaitingCode)]
    pub(super) fn leave();
    /// 128 random bits in hexadecimal digits.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = randomId)]
    pub(super) fn random_id() -> String;
    /// What the phone's clock is ahead of UTC, minutes.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = minutesAheadOfUtc)]
    pub(super) fn zone() -> i32;
    /// Goes to the first field that is wrong.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = focusWrong)]
    pub(super) fn focus_wrong();
    /// Brings the first element that fits a selector into sight.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = scrollIntoSight)]
    pub(super) fn into_sight(selector: &str);
    /// Goes to the first field of a form that was opened.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = focusFirst)]
    pub(super) fn focus_first();
    /// Goes on from the region, once it is chosen by its name.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = focusAfterRegion)]
    pub(super) fn focus_after_region();
    /// Goes to the field of the code, or to what is asked about a loan.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = focusCode)]
    pub(super) fn focus_code();
    /// Goes to the beginning of the page.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = goToTop)]
    pub(super) fn to_top();
    /// Opens the browser's print dialogue.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = printPage)]
    pub(super) fn print_page();
    /// Passes a text on. Says whether it was only copied.
    #[wasm_bindgen(catch, js_namespace = ["fairday", "ordering"])]
    pub(super) async fn share(text: &str) -> Result<JsValue, JsValue>;
    /// Asks for notifications on this phone with the shop's key, or [`PUSH_LOOK`] or [`PUSH_END`]. Gives the subscription as
    /// JSON, or an empty text. Fails where there are none, with [`PUSH_DENIED`] when the shopper does not want them.
    #[wasm_bindgen(catch, js_namespace = ["fairday", "ordering"])]
    pub(super) async fn push(what: &str) -> Result<JsValue, JsValue>;
    /// Saves a text as a file.
    #[wasm_bindgen(js_namespace = ["fairday", "ordering"])]
    pub(super) fn download(name: &str, text: &str);

    #[wasm_bindgen(js_namespace = ["fairday", "ordering"], js_name = listen)]
    fn listen_to_page(hear: JsValue);
}

/// Looks whether there is a subscription.
pub(super) const PUSH_LOOK: &str = "look";
/// Ends it.
pub(super) const PUSH_END: &str = "end";
/// Why there is none.
pub(super) const PUSH_DENIED: &str = "denied";

/// Hears from here on of what is tapped and typed: `do`, an act and what with; or `field`, its name and its value.
pub(super) fn listen(hear: impl Fn(String, String, String) + 'static) {
    listen_to_page(Closure::<dyn Fn(String, String, String)>::new(hear).into_js_value());
}
