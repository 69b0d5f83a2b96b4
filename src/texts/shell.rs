//! The sentences of a newer version and of installing: they come with the piece of wasm that asks, and weigh on no first
//! screen.

use fairday_contract::Locale;

texts! {
    /// A newer version of the shop waits.
    update_ready: "商店有新版本", "A new version of the shop is ready";
    /// Lets it in.
    update_now: "更新", "Update";
    /// The invitation to install the shop.
    install_offer: "把赶集装到桌面?打开更快,没网也能逛。", "Install the shop? It opens faster, and without network.";
    /// Installs the shop.
    install: "安装", "Install";
    /// Declines that, for good.
    install_decline: "不用了", "No thanks";
    /// How to install where the browser does not ask: the words are those of Safari on an iPhone.
    install_words: "点浏览器的“分享”按钮,再点“添加到主屏幕”,没网也能逛。", "To install the shop, tap Share, then Add to Home Screen. It opens without network.";
}
