//! The sentences of the settings alone: a table of its own, so that they come with that piece and weigh on no first screen.

use fairday_contract::Locale;

texts! {
    /// The page of what the shopper owes.
    my_credit: "我的分期", "My credit";
    /// A setting.
    language: "语言", "Language";
    /// A setting.
    text_size: "文字大小", "Text size";
    /// A text size.
    text_normal: "标准", "Normal";
    /// A text size.
    text_large: "大", "Large";
    /// A text size.
    text_larger: "特大", "Larger";
    /// A text size.
    text_largest: "最大", "Largest";
    /// About the project.
    about: "关于", "About";
    /// About the project.
    about_text: "购物车和设置只保存在这台手机上,我们不跟踪您。", "Your cart and settings stay on this phone. Nobody tracks you.";
    /// The data saver.
    saver_auto: "自动", "Automatic";
    /// The data saver.
    saver_on: "开启", "On";
    /// The data saver.
    saver_off: "关闭", "Off";
    /// What it does.
    saver_note: "开启后,图片点一下才加载,上面写着要用多少流量。自动:浏览器开了省流量,或网络是 2G 时开启。",
        "Pictures wait for a tap, and say how much data they take. Automatic: when your browser saves data, or on 2G.";
    /// What came over the network, and what is kept.
    meter: "流量和空间", "Data and storage";
    /// A column of it.
    today: "今天", "Today";
    /// A column of it.
    this_month: "本月", "This month";
    /// A row of it.
    meter_pages: "页面", "Pages";
    /// A row of it.
    meter_data: "商品信息", "Product data";
    /// A row of it.
    meter_pictures: "图片", "Pictures";
    /// A row of it.
    stored: "占用空间", "Storage used";
    /// What that is.
    free_note: "删除存下的图片和商品信息,需要时会再下载。购物车和设置不会删。",
        "Deletes kept pictures and product data, which are fetched again when needed. Your cart and settings stay.";
    /// A section of the settings.
    install_title: "装到手机", "Install";
}
