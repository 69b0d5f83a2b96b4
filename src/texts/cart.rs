//! The sentences of the cart's page alone: a table of its own, so that they come with that piece and weigh on no first
//! screen.

use fairday_contract::Locale;

texts! {
    /// An empty cart.
    cart_empty: "购物车还是空的", "Your cart is empty";
    /// How many of a line.
    quantity: "数量", "Quantity";
    /// One fewer, for screen readers.
    fewer: "减少一件 {}", "One fewer {}";
    /// One more, for screen readers.
    another: "增加一件 {}", "One more {}";
    /// Takes a line out.
    remove: "删除", "Remove";
    /// Takes a line out, for screen readers.
    remove_named: "删除 {}", "Remove {}";
    /// Marks every line.
    select_all: "全选", "All";
    /// Marks a line, for screen readers.
    select_named: "选择 {}", "Select {}";
    /// Under the sum.
    total_note: "以下单时的价格为准", "Prices are settled when you order";
    /// A sum beyond counting.
    total_too_large: "金额过大", "Too large";
    /// The order button.
    order: "去下单({})", "Order ({})";
    /// A line of the cart with another price.
    price_now: "价格变了", "New price";
    /// Agrees to that.
    agree: "知道了", "OK";
    /// After the cart was compared with the shop.
    cart_news: "购物车里有 {} 种商品和放进来时不一样了", "{} things in your cart have changed";
}
