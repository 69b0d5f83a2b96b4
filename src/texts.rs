//! Every sentence of the app, in every language, in one table that the compiler checks.
//!
//! A new sentence is one line with all its languages; a new language is one more column (see CONTRIBUTING.md).

use fairday_contract::Locale;

/// A table of sentences: one line each, with all its languages.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        /// The sentences of one language.
        #[derive(Debug)]
        pub struct Texts { $($(#[$doc])* pub $name: &'static str,)* }
        static ZH_CN: Texts = Texts { $($name: $zh,)* };
        static EN: Texts = Texts { $($name: $en,)* };

        /// The sentences of a language.
        pub fn of(locale: Locale) -> &'static Texts {
            match locale {
                Locale::ZhCn => &ZH_CN,
                Locale::En => &EN,
            }
        }
    };
}

pub mod cart;
pub mod credit;
#[cfg(feature = "ssr")]
pub mod first_screen;
pub mod ordering;
#[cfg(feature = "ssr")]
pub mod reminders;
pub mod settings;
pub mod shell;

/// A sentence with its `{}` filled in.
pub fn fill(sentence: &str, value: impl ToString) -> String {
    sentence.replace("{}", &value.to_string())
}

texts! {
    /// The shop's own name, where the store gives none.
    shop_name: "赶集", "Fairday";
    /// The way to the front.
    home: "首页", "Home";
    /// The way to all categories.
    categories: "分类", "Categories";
    /// The way to the cart.
    cart: "购物车", "Cart";
    /// The way to the settings.
    settings: "设置", "Settings";
    /// The way back.
    back: "返回", "Back";
    /// First stop of the keyboard.
    skip_to_content: "跳到正文", "Skip to content";
    /// Names the navigation for screen readers.
    navigation: "主导航", "Main";
    /// On the search button, and the page's name.
    search: "搜索", "Search";
    /// In the empty search field.
    search_hint: "搜商品,可用拼音首字母", "Search goods";
    /// Above what was searched before.
    recent: "最近搜过", "Recent searches";
    /// Forgets what was searched before.
    clear: "清除", "Clear";
    /// Names the list of suggestions.
    suggestions: "搜索建议", "Suggestions";
    /// Beside a suggested category.
    in_category: "分类", "Category";
    /// Beside a suggested brand.
    in_brand: "品牌", "Brand";
    /// Names the row of banners.
    offers: "精选", "Featured";
    /// A section.
    popular: "大家都在买", "Popular";
    /// A section.
    reduced: "降价好货", "Reduced";
    /// A section.
    new: "新上架", "New";
    /// The rest of a section.
    more: "更多", "More";
    /// Names the ways to order a list.
    order_by: "排序", "Sort by";
    /// An order.
    relevance: "综合", "Best";
    /// An order.
    newest: "新品", "Newest";
    /// An order.
    sales: "销量", "Sales";
    /// An order.
    price_asc: "价低", "Price ↑";
    /// An order.
    price_desc: "价高", "Price ↓";
    /// Opens the filters.
    filter: "筛选", "Filter";
    /// A filter.
    price_range: "价格({})", "Price ({})";
    /// A filter.
    price_from: "最低价", "Lowest price";
    /// A filter.
    price_to: "最高价", "Highest price";
    /// A filter.
    only_in_stock: "只看有货", "In stock only";
    /// A filter.
    brand: "品牌", "Brand";
    /// Applies the filters.
    apply: "确定", "Apply";
    /// Takes the filters away.
    reset: "重置", "Reset";
    /// Above a list.
    found: "共 {} 件商品", "{} products";
    /// More of a list.
    load_more: "加载更多", "Load more";
    /// While more is on its way.
    loading: "正在加载…", "Loading…";
    /// The end of a list.
    the_end: "没有更多了", "That is all";
    /// An empty category.
    nothing_here: "这里暂时没有商品", "Nothing here yet";
    /// A filter that leaves nothing.
    nothing_left: "没有符合筛选条件的商品", "Nothing matches these filters";
    /// A search that finds nothing.
    nothing_found: "没有找到“{}”", "Nothing found for “{}”";
    /// What to do then.
    try_other_words: "换个短一点的词,或用拼音首字母,比如 xyf 找洗衣粉。", "Try a shorter word, or browse the categories.";
    /// A search that finds nothing for all of its words.
    matches_some: "没有完全符合“{}”的商品,下面是部分符合的。", "Nothing matches all of “{}”. These match some of it.";
    /// Names the places to look on in.
    look_here: "看看这些", "You might look here";
    /// Before the first word is typed.
    what_to_find: "想买点什么?", "What are you looking for?";
    /// On a card and a product.
    sold: "已售 {}", "{} sold";
    /// On a card and a product.
    sold_out: "缺货", "Sold out";
    /// Before the lowest of several prices, where the language says it there.
    from_before: "", "from ";
    /// After the lowest of several prices.
    from_after: "起", "";
    /// Before a price that was.
    was: "原价", "Was";
    /// How much lower.
    off: "省 {}%", "{}% off";
    /// Stock.
    left: "仅剩 {} 件", "Only {} left";
    /// Stock.
    in_stock: "有货", "In stock";
    /// A choice the merchant does not make.
    no_such_variant: "没有这种搭配", "Not made in this combination";
    /// On a product, before an amount of nothing: the way to having it by the month.
    today_before: "今天付 ", "";
    /// After that amount.
    by_the_month: ",每月 {} 起", " today, from {} a month";
    /// The page behind it, and the page of what the shopper owes.
    credit: "分期购机", "Phone credit";
    /// The button.
    add_to_cart: "加入购物车", "Add to cart";
    /// The button on a card, for screen readers.
    add_named: "把 {} 加入购物车", "Add {} to cart";
    /// After the button.
    added: "已加入购物车,共 {} 件", "In your cart: {}";
    /// The way to the cart after adding.
    see_cart: "去购物车", "See cart";
    /// A limit.
    cart_full: "购物车最多放 {} 种商品", "The cart holds {} different things";
    /// A limit.
    no_more: "最多可买 {} 件", "You can buy at most {}";
    /// Above the description.
    description: "商品介绍", "About it";
    /// Above the facts.
    specifications: "规格参数", "Specifications";
    /// Above other products.
    related: "看了又看", "You may also like";
    /// Names the row of pictures.
    pictures: "商品图片", "Pictures";
    /// One of the pictures.
    picture_of: "第 {} 张图", "Picture {}";
    /// What to do with an empty cart, or without any order.
    go_shopping: "去逛逛", "Start shopping";
    /// After a line of the cart was taken out.
    removed: "已删除 {}", "Removed {}";
    /// Puts it back.
    undo: "撤销", "Undo";
    /// The sum.
    total: "合计", "Total";
    /// Nothing marked.
    select_something: "请先选择商品", "Select something first";
    /// The page behind the order button.
    checkout: "下单", "Order";
    /// A line of the cart that is not for sale any more.
    gone: "已下架", "Not sold any more";
    /// Before an order.
    agree_first: "有商品的价格或库存变了,请先逐条确认", "Some things have changed: look at them first";
    /// No such page.
    not_found: "没有这个页面", "No such page";
    /// What to do then.
    not_found_detail: "链接可能写错了,或者商品已经下架。", "The link may be mistyped, or the product is no longer sold.";
    /// The way out.
    to_home: "回首页", "To the front page";
    /// A load that failed for want of a network.
    offline: "连不上网络", "No connection";
    /// What to do then.
    offline_detail: "请检查信号后重试。购物车里的东西都还在。", "Check your signal and try again. Your cart is safe.";
    /// A load that failed at the server.
    server_trouble: "商店暂时出了点问题", "The shop has a problem";
    /// What to do then.
    server_trouble_detail: "不是您的错,请稍后再试。", "It is not your fault. Please try again shortly.";
    /// Tries again.
    retry: "重试", "Try again";
    /// A refresh that failed: what is shown is older.
    stale: "网络不通,显示的是之前的内容", "No connection: showing what was loaded before";
    /// As of when prices and stock are, beside that.
    as_of: "价格截至 {}", "prices as of {}";
    /// A phone that keeps nothing of the store.
    memory_only: "这台手机没能打开存储,下次要重新下载", "This phone gives us no storage: it loads anew next time";
    /// Storage that cannot be written.
    not_saved: "手机存储不可用,关闭页面后购物车可能丢失", "This phone does not let us save: the cart may be lost when you close the page";
    /// Closes a message.
    close: "关闭", "Close";

    /// A picture that waits for a tap, for screen readers; what it costs follows.
    show_picture: "显示图片", "Show picture";
    /// A setting.
    saver: "省流量", "Data saver";
    /// Deletes what can be fetched again.
    free: "清理空间", "Free up space";
    /// After that.
    freed: "已清理 {}", "Freed {}";

    /// The page of the shopper's orders.
    orders: "订单", "Orders";
    /// The page of signing in.
    sign_in: "登录", "Sign in";
    /// The page of the shopper's account.
    account: "我的账号", "My account";
    /// The page of the address book.
    addresses: "收货地址", "Addresses";
    /// Under the header, while the shop cannot be reached.
    offline_line: "没有网络,显示手机里的内容", "Offline: showing what is on this phone";
}
