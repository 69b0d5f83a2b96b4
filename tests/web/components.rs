//! Each component in a browser: it has the same elements as the server's HTML, and does what it should when it is tapped,
//! typed into or given news.

use crate::scenes::{LANGUAGES, all, cart, mark};
use fairday::commands::Command;
use fairday::domain::cart::Line;
use fairday::domain::content::{ApiError, Remote};
use fairday::route::{Place, Route};
use fairday::state::State;
use fairday_contract::{Locale, VariantId};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTemplateElement, Node};

/// A piece of a page in a state, on the page of the test.
struct Mounted {
    element: HtmlElement,
    state: State,
    heard: Arc<Mutex<Vec<Command>>>,
    owner: Owner,
}

impl Mounted {
    fn new(name: &str, locale: Locale) -> Self {
        let element: HtmlElement =
            document().create_element("div").expect("an element").dyn_into().expect("an HTML element");
        document().body().expect("a body").append_child(&element).expect("it is on the page");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&heard);
        let scene = all().into_iter().find(|scene| scene.name == name).expect("a scene of this name");
        let owner = Owner::new();
        let mut found = None;
        mount_to(element.clone(), || ()).forget(); // Leptos makes its executor with the first view
        owner.with(|| {
            let (state, view) =
                scene.view(locale, move |command| hears.lock().expect("one thread").push(command));
            found = Some(state);
            mount_to(element.clone(), move || view).forget();
        });
        Self { element, state: found.expect("a state"), heard, owner }
    }

    fn find(&self, selector: &str) -> HtmlElement {
        let found = self.element.query_selector(selector).expect("a selector");
        found
            .unwrap_or_else(|| panic!("{selector} in {}", self.element.inner_html()))
            .dyn_into()
            .expect("an HTML element")
    }

    fn count(&self, selector: &str) -> u32 {
        self.element.query_selector_all(selector).expect("a selector").length()
    }

    fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    fn field(&self, selector: &str) -> HtmlInputElement {
        self.find(selector).dyn_into().expect("a field")
    }

    /// What the component has asked for since the last time.
    fn heard(&self) -> Vec<Command> {
        std::mem::take(&mut self.heard.lock().expect("one thread"))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.element.remove();
    }
}

/// Lets effects run.
async fn settle() {
    leptos::task::tick().await;
    leptos::task::tick().await;
}

/// Takes away what only one side has, and nobody sees.
fn without_comments(node: &Node) {
    let children = node.child_nodes();
    let all: Vec<Node> = (0..children.length()).filter_map(|n| children.item(n)).collect();
    for child in all {
        if child.node_type() == Node::COMMENT_NODE {
            node.remove_child(&child).expect("a child");
        } else {
            // The server writes a class that does not hold as an empty one.
            if let Some(element) =
                child.dyn_ref::<Element>().filter(|one| one.get_attribute("class").as_deref() == Some(""))
            {
                element.remove_attribute("class").expect("an attribute");
            }
            without_comments(&child);
        }
    }
    node.normalize();
}

#[wasm_bindgen_test]
async fn each_component_has_the_elements_of_the_servers_html() {
    for scene in all() {
        for (locale, rendered) in LANGUAGES {
            let mounted = Mounted::new(scene.name, locale);
            settle().await;
            let template: HtmlTemplateElement =
                document().create_element("template").expect("an element").dyn_into().expect("a template");
            let html = rendered
                .split_once(&mark(scene.name))
                .map(|(_, rest)| rest.lines().next().unwrap_or_default());
            template.set_inner_html(html.expect("it was rendered"));
            let server: Element = document().create_element("div").expect("an element");
            server.append_child(&template.content()).expect("it is there");
            let phone = mounted.element.clone_node_with_deep(true).expect("a copy");
            without_comments(&server);
            without_comments(&phone);
            assert!(
                server.is_equal_node(Some(&phone)),
                "{}, {locale:?}\nserver: {}\nphone:  {}",
                scene.name,
                server.inner_html(),
                phone.unchecked_ref::<Element>().inner_html()
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_card_puts_its_goods_into_the_cart_and_one_sold_out_does_not() {
    for (locale, _) in LANGUAGES {
        let shop = Mounted::new("grid", locale);
        assert_eq!(shop.count(".card"), 3);
        assert_eq!(shop.count(".add"), 1, "neither of what is sold out nor of what has a choice");
        shop.find(".add").click();
        let heard = shop.heard();
        assert!(matches!(&heard[..], [Command::Add(Line { quantity: 1, .. })]), "{heard:?}");
    }
}

#[wasm_bindgen_test]
async fn a_choice_changes_price_stock_and_button() {
    for (locale, sold_out, add) in
        [(Locale::ZhCn, "缺货", "加入购物车"), (Locale::En, "Sold out", "Add to cart")]
    {
        let shop = Mounted::new("product", locale);
        settle().await;
        assert_eq!((shop.text("#cost b"), shop.text("#add-to-cart")), ("¥39".to_owned(), add.to_owned()));
        // Red and large is another variant, at another price.
        shop.field("[name=option-1][value='1']").click();
        settle().await;
        assert_eq!(shop.text("#cost b"), "¥45");
        shop.find("#add-to-cart").click();
        let heard = shop.heard();
        assert!(matches!(&heard[..], [Command::Add(line)] if line.variant == VariantId(3)), "{heard:?}");
        // Blue and large is not made; blue and small is sold out.
        shop.field("[name=option-0][value='1']").click();
        settle().await;
        assert_eq!(shop.count("#cost .gone"), 1);
        shop.field("[name=option-1][value='0']").click();
        settle().await;
        assert_eq!(shop.text("#add-to-cart"), sold_out);
        assert_eq!(shop.find("#add-to-cart").get_attribute("aria-disabled").as_deref(), Some("true"));
        shop.find("#add-to-cart").click();
        assert_eq!(shop.heard(), []);
    }
}

#[wasm_bindgen_test]
async fn the_carts_buttons_ask_for_what_they_say() {
    let shop = Mounted::new("cart", Locale::En);
    let first = cart().lines[0].variant;
    for (selector, command) in [
        (".another", Command::Step(first, 1)),
        (".fewer", Command::Step(first, -1)),
        (".bin", Command::Remove(first)),
        (".lines .mark input", Command::Mark(first, false)),
        (".sum .mark input", Command::MarkAll(true)),
        ("#order", Command::Order),
        (".news button", Command::Agree(cart().lines[2].variant)),
    ] {
        shop.find(selector).click();
        assert_eq!(shop.heard(), [command], "{selector}");
    }
}

#[wasm_bindgen_test]
async fn news_of_the_cart_changes_the_page_in_place() {
    for (locale, empty) in [(Locale::ZhCn, "购物车还是空的"), (Locale::En, "Your cart is empty")] {
        let shop = Mounted::new("cart", locale);
        settle().await;
        let another = shop.find(".another");
        another.focus().expect("it takes the focus");
        shop.state.cart.update(|cart| cart.set_quantity(VariantId(1), 5));
        settle().await;
        assert_eq!(shop.text("output"), "5");
        assert_eq!(shop.text("#sum b"), "¥259.40");
        let focused = document().active_element().expect("a focus");
        assert!(focused.is_same_node(Some(&another)), "the focus stays where it was");
        shop.state.cart.update(|cart| {
            _ = cart.agree(VariantId(3));
        });
        settle().await;
        assert_eq!(shop.count(".news"), 0);
        shop.state.cart.update(|cart| cart.select_all(true));
        settle().await;
        assert!(shop.field(".sum .mark input").checked());
        shop.state.cart.update(|cart| cart.lines.clear());
        settle().await;
        assert_eq!(shop.text(".empty h1"), empty);
    }
}

#[wasm_bindgen_test]
async fn typing_looks_for_suggestions_and_sending_searches() {
    let shop = Mounted::new("header", Locale::ZhCn);
    settle().await;
    let field = shop.field("[name=q]");
    field.set_value("xyf");
    field.dispatch_event(&web_sys::Event::new("input").expect("an event")).expect("it is heard");
    assert_eq!(shop.heard(), [Command::Suggest("xyf".into())]);
    shop.state.store.update(|store| "New name".clone_into(&mut store.name));
    settle().await;
    assert_eq!((shop.text(".brand"), field.value()), ("New name".to_owned(), "xyf".to_owned()));
    shop.find(".search [type=submit]").click();
    assert_eq!(shop.heard(), [Command::Search("xyf".into())]);
    shop.find(".back").click();
    assert_eq!(shop.heard(), [Command::Back]);
    // Another page has other words.
    let results = Route::Search(fairday::route::Filter::words("大米"));
    shop.state.place.set(Place { locale: Locale::ZhCn, route: results });
    settle().await;
    assert_eq!(field.value(), "大米");
    shop.state.place.set(Place { locale: Locale::ZhCn, route: Route::Cart });
    settle().await;
    assert_eq!(field.value(), "");
}

#[wasm_bindgen_test]
async fn searches_made_before_can_be_forgotten() {
    let shop = Mounted::new("recent", Locale::En);
    settle().await;
    assert_eq!(shop.count(".offer li"), 2);
    shop.find(".offer button").click();
    assert_eq!(shop.heard(), [Command::ForgetSearches]);
    shop.state.offer.set(None);
    settle().await;
    assert_eq!(shop.count(".offer"), 0);
}

#[wasm_bindgen_test]
async fn a_list_shows_more_and_says_that_it_is_loading() {
    let shop = Mounted::new("category", Locale::En);
    settle().await;
    shop.find(".more").click();
    assert_eq!(shop.heard(), [Command::LoadMore]);
    shop.state.loading_more.set(true);
    settle().await;
    assert_eq!(shop.find(".more").get_attribute("aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn the_filter_leads_to_the_url_that_the_form_would() {
    let shop = Mounted::new("search", Locale::En);
    settle().await;
    shop.field("[name=max]").set_value("80");
    shop.find(".filter .primary").click();
    let heard = shop.heard();
    let [Command::Open(url)] = &heard[..] else { panic!("{heard:?}") };
    let (path, query) = url.split_once('?').expect("a query");
    let Route::Search(filter) = Place::parse(path, query).route else { panic!("{url}") };
    assert_eq!(
        (filter.q.as_str(), filter.price_min, filter.price_max, filter.in_stock),
        ("衬衫", Some(20), Some(80), true)
    );
}

#[wasm_bindgen_test]
async fn notices_and_questions_ask_for_what_their_buttons_say() {
    for (scene, selector, command) in [
        ("notice", "button", Command::Remedy),
        ("notice-undo", "button", Command::Remedy),
        ("notice-words", ".close", Command::CloseNotice),
        ("update", ".update", Command::Update),
        ("update", ".close", Command::NotNow),
        ("install", "button", Command::Install),
        ("install", "button:last-child", Command::DeclineInstall),
        ("install-words", "button", Command::DeclineInstall),
    ] {
        let shop = Mounted::new(scene, Locale::En);
        settle().await;
        shop.find(selector).click();
        assert_eq!(shop.heard(), [command], "{scene} {selector}");
    }
}

#[wasm_bindgen_test]
async fn the_settings_ask_for_what_is_chosen() {
    let shop = Mounted::new("settings", Locale::En);
    settle().await;
    for (selector, command) in [
        ("[data-key='150']", Command::TextSize(150)),
        ("[data-key=on]", Command::Saver(fairday::commands::Saver::On)),
        ("[lang=zh-CN]", Command::Language(Locale::ZhCn)),
        (".by-prompt button", Command::Install),
        ("#free", Command::FreeStorage),
    ] {
        shop.find(selector).click();
        assert_eq!(shop.heard(), [command], "{selector}");
    }
}

#[wasm_bindgen_test]
async fn a_page_that_fails_can_be_asked_for_again_and_one_that_is_old_says_so() {
    for (locale, offline) in [(Locale::ZhCn, "连不上网络"), (Locale::En, "No connection")] {
        let shop = Mounted::new("home", locale);
        settle().await;
        let content = shop.state.content.get_untracked();
        let card = shop.find(".card a");
        shop.state.content.update(|now| {
            *now = std::mem::replace(now, Remote::Loading).failed(ApiError::Offline, Some("8:15".into()));
        });
        settle().await;
        assert!(shop.text(".stale").contains("8:15"));
        assert!(
            shop.find(".card a").is_same_node(Some(&card)),
            "the page stays, with all that was done to it"
        );
        shop.state.content.set(Remote::Missing(ApiError::Offline));
        settle().await;
        assert_eq!(shop.text("h1"), offline);
        shop.find(".empty button").click();
        assert_eq!(shop.heard(), [Command::Retry]);
        shop.state.content.set(content);
        settle().await;
        assert_eq!(shop.count(".stale"), 0);
    }
}

#[wasm_bindgen_test]
async fn another_page_is_made_anew_and_keeps_nothing_that_was_typed() {
    let shop = Mounted::new("search", Locale::En);
    settle().await;
    shop.field("[name=min]").set_value("7");
    let before = shop.find("h1");
    let other =
        Route::Search(fairday::route::Filter { sort: fairday_contract::Sort::Sales, ..Default::default() });
    shop.state.place.set(Place { locale: Locale::En, route: other });
    settle().await;
    assert!(!shop.find("h1").is_same_node(Some(&before)));
    assert_eq!(shop.field("[name=min]").value(), "");
}

#[wasm_bindgen_test]
async fn the_tab_bar_counts_and_says_where_the_shopper_is() {
    let shop = Mounted::new("tabs", Locale::En);
    settle().await;
    assert_eq!(shop.count(".count"), 0);
    assert_eq!(shop.text("[aria-current=page] span"), "Categories");
    shop.state.cart.set(cart());
    settle().await;
    assert_eq!(shop.text(".count"), "6");
    shop.state.cart.update(|cart| cart.set_quantity(VariantId(1), 99));
    settle().await;
    assert_eq!(shop.text(".count"), "99+");
}

#[wasm_bindgen_test]
async fn a_page_of_ordering_asks_its_piece_to_draw() {
    let shop = Mounted::new("ordering", Locale::En);
    settle().await;
    assert_eq!(shop.heard(), [Command::DrawOrdering]);
    assert_eq!(shop.count("#ordering"), 1);
}
