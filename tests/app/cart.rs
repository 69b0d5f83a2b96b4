//! The cart keeps what was put in, within its limits.

use crate::sample::{line, yuan};
use fairday::db::cart::{parse, print};
use fairday::domain::cart::{Cart, LINES_MAX, Line, QUANTITY_MAX, Refusal};
use fairday_contract::{Currency, Money, VariantId, VariantOffer};
use proptest::prelude::*;

fn cart_of(lines: u32) -> Cart {
    let mut cart = Cart::default();
    for variant in 0..lines {
        cart.add(line(variant, 100, 1)).expect("room");
    }
    cart
}

#[test]
fn the_same_variant_twice_is_one_line_of_two() {
    let mut cart = Cart::default();
    assert_eq!(cart.add(line(1, 1290, 1)), Ok(1));
    assert_eq!(cart.add(line(1, 1290, 1)), Ok(2));
    assert_eq!(cart.lines.len(), 1);
    assert_eq!(cart.totals(), Some(vec![yuan(2580)]));
}

#[test]
fn a_newer_name_replaces_the_one_in_the_cart() {
    let mut cart = cart_of(1);
    cart.add(Line { title: "新名字".into(), ..line(0, 100, 1) }).expect("room");
    assert_eq!(cart.lines[0].title, "新名字");
}

#[test]
fn a_full_cart_refuses_another_thing_but_takes_more_of_what_it_has() {
    let mut cart = cart_of(LINES_MAX as u32);
    assert_eq!(cart.add(line(9999, 1, 1)), Err(Refusal::TooManyLines));
    assert_eq!(cart.lines.len(), LINES_MAX);
    assert_eq!(cart.add(line(0, 100, 1)), Ok(2));
}

#[test]
fn no_more_than_the_shop_has_and_never_more_than_the_limit() {
    let mut cart = Cart::default();
    let mut few = line(1, 100, 2);
    few.stock = Some(2);
    assert_eq!(cart.add(few.clone()), Ok(2));
    few.quantity = 1;
    assert_eq!(cart.add(few.clone()), Err(Refusal::NoMore(2)));
    few.variant = VariantId(2);
    few.stock = Some(0);
    assert_eq!(cart.add(few), Err(Refusal::NoMore(0)));
    assert_eq!(cart.add(line(3, 100, QUANTITY_MAX)), Ok(QUANTITY_MAX));
    assert_eq!(cart.add(line(3, 100, 1)), Err(Refusal::NoMore(QUANTITY_MAX)));
    assert_eq!(cart.count(), 2 + QUANTITY_MAX);
}

#[test]
fn a_removed_line_comes_back_where_it_was() {
    let mut cart = cart_of(3);
    let before = cart.clone();
    let (at, line) = cart.remove(VariantId(1)).expect("there");
    assert_eq!(cart.lines.len(), 2);
    cart.restore(at, line);
    assert_eq!(cart, before);
}

#[test]
fn an_undo_does_not_double_what_was_added_again_meanwhile() {
    let mut cart = cart_of(1);
    let (at, old) = cart.remove(VariantId(0)).expect("there");
    cart.add(line(0, 100, 5)).expect("room");
    cart.restore(at, old);
    assert_eq!(cart.count(), 5);
}

#[test]
fn only_marked_lines_are_summed() {
    let mut cart = cart_of(3);
    cart.select(VariantId(2), false);
    assert!(!cart.all_selected());
    assert_eq!((cart.selected_count(), cart.totals()), (2, Some(vec![yuan(200)])));
    cart.select_all(false);
    assert_eq!(cart.totals(), Some(vec![]));
    assert!(!Cart::default().all_selected());
}

#[test]
fn two_currencies_are_two_sums_and_too_much_is_none() {
    let dollars = Money::new(5, "USD".parse::<Currency>().expect("a currency"));
    let mut cart = cart_of(1);
    let mut foreign = line(7, 0, 1);
    foreign.price = dollars;
    cart.add(foreign).expect("room");
    assert_eq!(cart.totals(), Some(vec![dollars, yuan(100)]));
    cart.add(line(8, i64::MAX, 2)).expect("room");
    assert_eq!(cart.totals(), None);
}

#[test]
fn a_record_of_another_version_or_none_at_all_is_not_read() {
    for text in [
        "",
        "null",
        "{}",
        "[]",
        r#"{"version":2,"cart":{"lines":[]}}"#,
        r#"{"version":1,"cart":{"lines":[{}]}}"#,
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn a_record_beyond_the_limits_is_put_back_within_them() {
    let record = |lines: Vec<Line>| print(&Cart { lines });
    let cart = parse(&record(vec![line(1, 100, 0), line(1, 100, 3), line(2, 100, 5000)])).expect("a cart");
    assert_eq!(cart.lines.iter().map(|l| l.quantity).collect::<Vec<_>>(), [1, QUANTITY_MAX]);
    let many = (0..150).map(|variant| line(variant, 100, 1)).collect();
    assert_eq!(parse(&record(many)).expect("a cart").lines.len(), LINES_MAX);
}

proptest! {
    #[test]
    fn whatever_is_done_the_cart_stays_within_its_limits_and_its_sum_is_exact(
        acts in proptest::collection::vec((0_u8..5, 0_u32..120, 0_u32..200), 0..200),
    ) {
        let mut cart = Cart::default();
        for (act, variant, n) in acts {
            let variant_id = VariantId(variant);
            match act {
                0 | 1 => { let _ = cart.add(line(variant, i64::from(n), n % 7 + 1)); }
                2 => cart.set_quantity(variant_id, n),
                3 => { cart.remove(variant_id); }
                _ => cart.select(variant_id, n % 2 == 0),
            }
            prop_assert!(cart.lines.len() <= LINES_MAX);
            prop_assert!(cart.lines.iter().all(|l| (1..=QUANTITY_MAX).contains(&l.quantity)));
            let sum: i64 = cart.lines.iter().filter(|l| l.selected).map(|l| l.price.amount * i64::from(l.quantity)).sum();
            let total: i64 = cart.totals().expect("fits").iter().map(|m| m.amount).sum();
            prop_assert_eq!(total, sum);
        }
    }

    #[test]
    fn no_text_in_storage_breaks_the_start(text in ".*") {
        let _ = parse(&text);
    }
}

fn offer(variant: u32, fen: i64, stock: Option<u32>) -> VariantOffer {
    VariantOffer { id: VariantId(variant), handle: line(variant, 0, 1).handle, price: yuan(fen), stock }
}

fn cart(lines: Vec<Line>) -> Cart {
    Cart { lines }
}

#[test]
fn a_new_price_fewer_left_and_gone_are_shown_and_nothing_changes_before_the_shopper_agrees() {
    let mut mine = cart(vec![line(1, 500, 2), line(2, 900, 5), line(3, 100, 1), line(4, 100, 1)]);
    let before = mine.totals();
    let asked: Vec<_> = (1..=4).map(VariantId).collect();
    assert_eq!(mine.learn(&asked, &[offer(1, 600, None), offer(2, 900, Some(3)), offer(4, 100, Some(9))]), 3);
    assert_eq!(mine.totals(), before, "nothing is applied on the quiet");
    assert!(mine.has_selected_news());
    assert_eq!(mine.agree(VariantId(1)), None);
    assert_eq!(mine.lines[0].price, yuan(600));
    assert_eq!(mine.agree(VariantId(2)), None);
    assert_eq!((mine.lines[1].quantity, mine.lines[1].stock), (3, Some(3)));
    let (at, gone) = mine.agree(VariantId(3)).expect("what is gone is taken out, and can be put back");
    assert_eq!((at, gone.variant), (2, VariantId(3)));
    assert!(!mine.has_selected_news());
    assert_eq!(mine.agree(VariantId(4)), None, "no news, nothing to agree to");
    assert_eq!(mine.lines.len(), 3);
    mine.restore(at, gone);
    assert!(mine.has_selected_news(), "what is put back is still not for sale");
}

#[test]
fn news_that_is_over_goes_away_and_other_lines_are_left_alone() {
    let mut mine = cart(vec![line(1, 500, 2), line(2, 900, 1)]);
    assert_eq!(mine.learn(&[VariantId(1)], &[offer(1, 600, Some(0))]), 1);
    assert_eq!(mine.learn(&[VariantId(1)], &[offer(1, 500, Some(7))]), 0);
    assert_eq!((mine.lines[0].news.clone(), mine.lines[0].stock), (None, Some(7)));
    assert_eq!(mine.lines[1], line(2, 900, 1), "it was not asked about");
}

#[test]
fn what_is_sold_out_stays_but_is_not_ordered() {
    let mut mine = cart(vec![line(1, 500, 2)]);
    mine.learn(&[VariantId(1)], &[offer(1, 500, Some(0))]);
    mine.agree(VariantId(1));
    assert_eq!((mine.lines[0].selected, mine.lines[0].stock, mine.lines[0].quantity), (false, Some(0), 1));
}

#[test]
fn adding_more_at_another_price_does_not_change_what_lies_in_the_cart() {
    let mut mine = cart(vec![line(1, 500, 1)]);
    assert_eq!(mine.add(line(1, 700, 1)), Ok(2));
    assert_eq!(mine.lines[0].price, yuan(500));
    assert_eq!(mine.lines[0].news.as_ref().and_then(|news| news.price), Some(yuan(700)));
}

#[test]
fn two_carts_become_one_without_loss_and_without_counting_twice() {
    let mut mine = cart(vec![line(1, 500, 2), line(2, 900, 1)]);
    let theirs = cart(vec![line(2, 900, 4), line(3, 100, 1)]);
    assert!(mine.merge(theirs).is_empty());
    let lines: Vec<_> = mine.lines.iter().map(|line| (line.variant.0, line.quantity)).collect();
    assert_eq!(lines, [(1, 2), (2, 4), (3, 1)]);
    let mut full = cart((0..LINES_MAX as u32).map(|n| line(n, 1, 1)).collect());
    let left_out = full.merge(cart(vec![line(5000, 1, 1), line(3, 1, 9)]));
    assert_eq!(left_out, [line(5000, 1, 1)], "what does not fit is given back");
    assert_eq!(full.lines[3].quantity, 9);
}
