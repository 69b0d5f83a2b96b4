//! Every URL of the shop reads back to the place it was made of.

use fairday::paths::{decode, encode};
use fairday::route::{Filter, Place, Route};
use fairday_contract::{Locale, Sort};
use proptest::option::of;
use proptest::prelude::*;

fn parse(url: &str) -> Place {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    Place::parse(path, query)
}

fn filter(is_search: bool) -> impl Strategy<Value = Filter> {
    let words = if is_search { "[^ ]{0,20}" } else { "" };
    let category = if is_search { of("[a-z0-9粮油-]{1,10}").boxed() } else { Just(None).boxed() };
    let price = || of(0..=Filter::PRICE_MAX);
    (words, category, of("[^ ]{1,10}"), 0..Sort::ALL.len(), price(), price(), any::<bool>()).prop_map(
        |(q, category, brand, sort, price_min, price_max, in_stock)| Filter {
            q,
            category: category.and_then(|slug| slug.parse().ok()),
            brand,
            sort: Sort::ALL[sort],
            price_min,
            price_max,
            in_stock,
        },
    )
}

fn route() -> impl Strategy<Value = Route> {
    prop_oneof![of(page().prop_map(Box::new)).prop_map(Route::SignIn), page(),]
}

fn page() -> impl Strategy<Value = Route> {
    prop_oneof![
        Just(Route::Account),
        Just(Route::Addresses),
        "[0-9a-f]{32}".prop_map(|id| Route::Order(id.parse().expect("an id"))),
        "[0-9a-f]{32}".prop_map(|id| Route::Receipt(id.parse().expect("an id"))),
        Just(Route::Credit),
        "[0-9a-f]{32}".prop_map(|id| Route::Agreement(id.parse().expect("an id"))),
        Just(Route::Home),
        Just(Route::Categories),
        Just(Route::Cart),
        Just(Route::Checkout),
        Just(Route::Orders),
        Just(Route::Settings),
        filter(true).prop_map(Route::Search),
        ("[^/?#%\"<>\\\\\\s]{1,30}", filter(false))
            .prop_filter_map("a slug", |(slug, filter)| Some(Route::Category(slug.parse().ok()?, filter))),
        "[^/?#%\"<>\\\\\\s]{1,60}"
            .prop_filter_map("a handle", |handle| Some(Route::Product(handle.parse().ok()?))),
        "[^/?#%\"<>\\\\\\s]{1,60}"
            .prop_filter_map("a handle", |handle| Some(Route::Plan(handle.parse().ok()?))),
    ]
}

proptest! {
    #[test]
    fn a_printed_place_reads_back(route in route(), english in any::<bool>()) {
        let place = Place { locale: if english { Locale::En } else { Locale::ZhCn }, route };
        let trimmed = trim(&place);
        let url = trimmed.url();
        prop_assert_eq!(&parse(&url), &trimmed);
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        prop_assert_eq!(Place::put_right(path, query), None);
    }

    #[test]
    fn no_url_stops_the_app(path in ".*", query in ".*") {
        let place = Place::parse(&path, &query);
        prop_assert!(place.url().starts_with('/'));
        if let Some(right) = Place::put_right(&path, "") {
            prop_assert!(!right.starts_with("//"));
            prop_assert_eq!(Place::put_right(&right, ""), None, "once is enough");
        }
    }

    #[test]
    fn encoded_text_decodes_to_itself(text in ".*") {
        prop_assert_eq!(decode(&encode(&text), false), Some(text.clone()));
        prop_assert_eq!(decode(&encode(&text), true), Some(text));
    }
}

/// Every page of the shop, each with a name that takes percent signs and one that takes none.
fn addresses() -> Vec<String> {
    const ID: &str = "0123456789abcdef0123456789abcdef";
    let of = |name: &'static str| {
        let filled = |path: &&str| path.replace("{slug}", name).replace("{handle}", name).replace("{id}", ID);
        Route::PATHS.iter().map(filled).collect::<Vec<_>>()
    };
    let chinese = [of("rice-5kg"), of("%E5%A4%A7%E7%B1%B3"), of("it%27s")].concat();
    let english = chinese.iter().map(|path| format!("/en{path}").trim_end_matches('/').to_owned());
    chinese.iter().cloned().chain(english.collect::<Vec<_>>()).collect()
}

/// Other ways to write an address of the shop.
fn written_otherwise(address: &str) -> Vec<String> {
    let small_digits = address.split('%').enumerate().map(|(number, part)| match (number, part.get(..2)) {
        (1.., Some(digits)) => format!("%{}{}", digits.to_ascii_lowercase(), &part[2..]),
        _ => part.to_owned(),
    });
    let needless =
        address.char_indices().find(|(at, c)| c.is_ascii_lowercase() && !address[..*at].ends_with('%'));
    let mut ways = vec![
        format!("{address}/"),
        format!("{address}//"),
        format!("/{address}"),
        address.replace('/', "//"),
        small_digits.collect(),
        decode(address, false).expect("UTF-8").replace('\'', "%27"),
    ];
    ways.extend(needless.map(|(at, c)| format!("{}%{:02X}{}", &address[..at], c as u8, &address[at + 1..])));
    // The shop's own words and the digits of ids; a product's name is the catalogue's to compare.
    let words = address.split('/').map(|part| match part {
        name if name.contains('%') || name.contains("rice") => name.to_owned(),
        word => word.to_ascii_uppercase(),
    });
    ways.push(words.collect::<Vec<_>>().join("/"));
    ways.retain(|way| way != address && !way.is_empty());
    // The front alone has a slash at its end.
    ways.retain(|way| address != "/" || way.as_str() != "/");
    ways
}

#[test]
fn every_page_has_one_address_and_every_other_way_to_write_it_leads_there() {
    for address in addresses() {
        assert_ne!(parse(&address).route, Route::NotFound, "{address}");
        assert_eq!(parse(&address).url(), address);
        assert_eq!(Place::put_right(&address, "utm_source=x&q=a+b"), None, "{address}");
        for way in written_otherwise(&address) {
            assert_eq!(Place::put_right(&way, "").as_deref(), Some(address.as_str()), "{way}");
            let query = "utm_source=a%20b&q=%E7%B1%B3&q=";
            assert_eq!(Place::put_right(&way, query), Some(format!("{address}?{query}")), "{way}");
        }
    }
    assert_eq!(Place::put_right("/no/such/page/", ""), None);
}

#[test]
fn a_letter_that_proxies_write_either_way_sends_nobody_round_for_ever() {
    for (either, way) in [("/p/it%27s", "/p/it's"), ("/p/a%28b%29", "/p/a(b%29"), ("/p/a%3Ab", "/p/a:b")] {
        assert_eq!(parse(either), parse(way));
        assert_eq!(Place::put_right(either, ""), None);
        assert_eq!(Place::put_right(way, ""), None);
    }
}

#[test]
fn no_address_leads_out_of_the_shop() {
    for path in ["//evil.example", "//evil.example/", "/\\evil.example/p/x/", "///evil.example//cart/"] {
        assert_eq!(Place::put_right(path, ""), None, "{path}");
    }
    for path in ["//cart", "//en//p//x", "///"] {
        let right = Place::put_right(path, "").expect("a page of the shop");
        assert!(right.starts_with('/') && !right.starts_with("//"), "{path} leads to {right}");
    }
}

/// Words at either end of which there is white space are the same words.
fn trim(place: &Place) -> Place {
    Place { locale: place.locale, route: trim_route(place.route.clone()) }
}

fn trim_route(mut route: Route) -> Route {
    match &mut route {
        Route::Search(filter) | Route::Category(_, filter) => {
            filter.q = filter.q.trim().to_owned();
            filter.brand = filter.brand.take().map(|b| b.trim().to_owned()).filter(|b| !b.is_empty());
        }
        Route::SignIn(next) => *next = next.take().map(|next| Box::new(trim_route(*next))),
        _ => {}
    }
    route
}

#[test]
fn signing_in_leads_on_to_a_page_of_the_shop_and_nowhere_else() {
    assert_eq!(parse("/sign-in?next=%2Fcheckout").route, Route::SignIn(Some(Box::new(Route::Checkout))));
    for elsewhere in [
        "https%3A%2F%2Fevil.example%2F",
        "%2F%2Fevil.example%2F",
        "%2Fsign-in%3Fnext%3D%2Fcart",
        "%2FSign-In",
        "x",
        "",
    ] {
        let Route::SignIn(next) = parse(&format!("/en/sign-in?next={elsewhere}")).route else {
            panic!("{elsewhere}")
        };
        assert!(next.is_none_or(|next| next.as_ref() == &Route::Home), "{elsewhere}");
    }
}

#[test]
fn the_urls_of_the_shop() {
    let urls = [
        "/",
        "/c",
        "/c/daily?sort=price_asc&min=10&max=50&stock=1",
        "/p/rice-5kg",
        "/p/rice-5kg/plan",
        "/credit",
        "/credit/0123456789abcdef0123456789abcdef",
        "/cart",
        "/checkout",
        "/settings",
        "/sign-in",
        "/sign-in?next=%2Fcheckout",
        "/account",
        "/orders",
        "/orders/0123456789abcdef0123456789abcdef",
        "/orders/0123456789abcdef0123456789abcdef/receipt",
        "/search?q=%E6%B4%97%E8%A1%A3%E7%B2%89&c=daily&brand=A%26B&sort=sales",
        "/en",
        "/en/c",
        "/en/p/rice-5kg",
        "/en/cart",
    ];
    for url in urls {
        assert_eq!(parse(url).url(), url);
    }
}

#[test]
fn what_a_mistyped_link_can_still_say_is_kept() {
    assert_eq!(parse("/c/daily?sort=cheapest&min=-1&max=12x&stock=maybe&q=x"), parse("/c/daily"));
    assert_eq!(parse("/search?q=a+b&q=%zz").route, Route::Search(Filter::words("a b")));
    assert_eq!(parse("/en/").url(), "/en");
    assert_eq!(parse("//cart//").route, Route::Cart);
    for unknown in [
        "/x",
        "/p",
        "/p/a/b",
        "/p/%2F",
        "/p/%ff",
        "/%ff",
        "/p%2Fa",
        "/c/a/b",
        "/english",
        "/p/%00",
        "/orders/1",
        "/orders/x/receipt",
        "/cart/x",
        "/credit/x",
        "/p/a/plan/b",
    ] {
        assert_eq!(parse(unknown).route, Route::NotFound, "{unknown}");
    }
}
