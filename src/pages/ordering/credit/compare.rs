//! Paying by the month beside paying at once, honest both ways.

use super::{minor, sheet, words};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::day;
use crate::texts::fill;
use fairday_contract::{Currency, ProductHandle};
use fairday_credit::sheet::Sheet;
use maud::{Markup, html};

pub(super) fn section(shop: &Shop, found: &Sheet, currency: Currency, handle: &ProductHandle) -> Markup {
    let texts = words(shop);
    let money = |amount| minor(currency, amount);
    let has_plan = found.terms.plan.is_some();
    let totals = &found.totals;
    let ends = found.months.last().map_or_else(String::new, |month| day(texts, month.due));
    let at_once = money(found.pairing.price);
    let mut rows = vec![
        (texts.today.to_owned(), money(found.pairing.deposit), at_once.clone()),
        (texts.handset.to_owned(), money(totals.handset), at_once.clone()),
    ];
    if has_plan {
        let plan = money(totals.plan);
        rows.push((fill(texts.plan_months, found.months.len()), plan.clone(), plan));
        rows.push((texts.together.to_owned(), money(totals.paid), money(totals.cash)));
    }
    rows.push((texts.bound.to_owned(), fill(texts.bound_until, ends), texts.not_bound.to_owned()));
    html! {
        section {
            h2 { (texts.compare) }
            table.beside {
                caption.sr { (texts.compare_caption) }
                thead { tr { td {} th scope="col" { (texts.credit) } th scope="col" { (texts.outright) } } }
                tbody { @for (name, credit, cash) in &rows {
                    tr { th scope="row" { (name) } td { (credit) } td { (cash) } }
                } }
            }
            ul.plain {
                li { b { (sheet::difference(texts, found, currency)) } }
                li { (fill(texts.outright_better, &at_once)) }
                li { (if has_plan { texts.credit_better } else { texts.credit_better_alone }) }
            }
            a.link href=(shop.url(Route::Product(handle.clone()))) { (texts.to_product) }
        }
    }
}
