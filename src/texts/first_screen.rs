//! The sentences that only the server says, in the page around the app: no phone has to have them in the app as well.

use fairday_contract::Locale;

texts! {
    /// Under the name, in search engines, where the store says nothing of itself.
    shop_promise: "慢网也能逛,没网也能看。", "A shop for slow networks. You can look around without one, too.";
    /// Without scripts.
    no_script: "浏览器没有运行脚本:可以浏览和搜索,购物车需要脚本。", "Scripts are off: you can browse and search; the cart needs them.";
    /// The app could not start.
    start_failed: "页面可以浏览,但购物车没能启动。", "You can browse, but the cart could not start.";
    /// The shell could not start its app, and there is no page below it. Stands in `index.html`.
    shell_failed: "商店没能打开,请稍后重试。", "The shop could not open. Please try again.";
}
