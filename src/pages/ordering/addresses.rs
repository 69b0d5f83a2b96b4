//! The address book: what is in it, and the form that adds to it and changes it.

use super::fields::{Input, input, recipient, wrong_typed};
use super::{trouble, words};
use crate::desk::{Desk, Who};
use crate::domain::checkout::{Editing, Field};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::ordering::Texts;
use fairday_contract::Address;
use fairday_input::{Kind, masked};
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    if desk.who == Who::Nobody {
        let to = Route::SignIn(Some(Box::new(Route::Addresses)));
        return super::nothing(shop, texts.signed_out, texts.addresses_why, to, texts.sign_in);
    }
    html! {
        div.orders {
            h1 { (shop.texts().addresses) }
            (trouble(texts, desk))
            @match &desk.editing {
                Some(editing) => (form(texts, desk, editing)),
                None => (book(texts, desk)),
            }
        }
    }
}

fn book(texts: &Texts, desk: &Desk) -> Markup {
    html! {
        @if desk.addresses.is_empty() {
            p.hint role="status" { (if desk.is_answered { texts.no_addresses } else { texts.addresses_loading }) }
        }
        ul.cards {
            @for one in &desk.addresses {
                li.address { (shown(texts, desk, one)) }
            }
        }
        p.buttons { button.primary type="button" data-do="add-address" { (texts.add_address) } }
    }
}

fn shown(texts: &Texts, desk: &Desk, one: &Address) -> Markup {
    let id = one.id.as_str();
    html! {
        p {
            b { (one.place.name) } " " (masked(&one.place.phone))
            @if one.is_default { " " span.tag { (texts.default) } }
            @if !one.label.is_empty() { " " span.tag { (one.label) } }
        }
        p { small { (super::checkout::place(&one.place)) } }
        @if desk.deleting_address.as_ref() == Some(&one.id) {
            p role="alert" { (texts.really_delete) }
            p.buttons {
                button.primary type="button" data-do="delete-address" data-key=(id) { (texts.delete) }
                button type="button" data-do="keep-address" { (texts.cancel) }
            }
        } @else {
            p.buttons {
                button type="button" data-do="edit-address" data-key=(id) aria-label={ (texts.edit_address) ": " (one.place.name) } { (texts.edit_address) }
                button type="button" data-do="ask-delete-address" data-key=(id) aria-label={ (texts.delete) ": " (one.place.name) } {
                    (texts.delete)
                }
                @if !one.is_default {
                    button type="button" data-do="default-address" data-key=(id) { (texts.make_default) }
                }
            }
        }
    }
}

fn form(texts: &Texts, desk: &Desk, editing: &Editing) -> Markup {
    html! {
        form.sheet method="dialog" data-do="save-address" {
            h2 { (if editing.is_old { texts.edit_address } else { texts.add_address }) }
            (recipient(texts, &editing.place, desk, true))
            (input(&Input {
                field: "label", label: texts.label, value: &editing.label, kind: "text", autocomplete: "off",
                chars_max: Kind::LABEL.typed_chars_max(),
                wrong: wrong_typed(texts, &desk.missing, (Field::Label, Kind::LABEL), &editing.label),
            }))
            label.choice {
                input type="checkbox" data-do="toggle-default" checked[editing.is_default];
                div { (texts.make_default) }
            }
            p.buttons {
                button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.save) }
                button type="button" data-do="leave-address" { (texts.cancel) }
            }
        }
    }
}
