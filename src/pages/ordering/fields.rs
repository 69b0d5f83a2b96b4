//! Fields of forms: a label, what is typed, and beside it what is wrong.

use crate::desk::Desk;
use crate::domain::checkout::{Field, Place};
use crate::domain::region;
use crate::texts::ordering::Texts;
use fairday_contract::{Province, RegionCode};
use fairday_input::{Kind, PhoneWrong, Wrong};
use maud::{Markup, html};

/// One line of text.
pub(super) struct Input<'a> {
    /// Names it to [`crate::sync::ordering`], and in the page.
    pub(super) field: &'a str,
    /// What is to be typed.
    pub(super) label: &'a str,
    /// What is typed.
    pub(super) value: &'a str,
    /// As HTML's `type`.
    pub(super) kind: &'a str,
    /// As HTML's `autocomplete`.
    pub(super) autocomplete: &'a str,
    /// The most characters.
    pub(super) chars_max: usize,
    /// What is wrong with it.
    pub(super) wrong: Option<&'a str>,
}

/// A field with its label.
pub(super) fn input(one: &Input<'_>) -> Markup {
    let Input { field, label, value, kind, autocomplete, chars_max, wrong } = one;
    let keys = match (*autocomplete, *field) {
        ("one-time-code", _) | (_, "age") => Some("numeric"),
        (_, "pay-amount") => Some("decimal"),
        _ => None,
    };
    html! {
        div.field {
            label for={ "f-" (field) } { (label) }
            input id={ "f-" (field) } name=(field) data-field=(field) type=(kind) value=(value) autocomplete=(autocomplete)
                inputmode=[keys] maxlength=(chars_max) aria-invalid=[wrong.map(|_| "true")]
                aria-describedby=[wrong.map(|_| format!("w-{field}"))];
            @if let Some(wrong) = wrong { p.wrong id={ "w-" (field) } { (wrong) } }
        }
    }
}

/// What is wrong with a field, when something is.
pub(super) fn wrong<'a>(texts: &'a Texts, missing: &[Field], field: Field) -> Option<&'a str> {
    missing.contains(&field).then_some(match field {
        Field::Name => texts.wrong_name,
        Field::Phone => texts.wrong_phone,
        Field::Region => texts.wrong_region,
        Field::Detail => texts.wrong_detail,
        Field::Village | Field::Note | Field::Label => texts.too_long,
        Field::Point => texts.wrong_point,
        Field::Payment => texts.wrong_payment,
        Field::Coupon => texts.wrong_coupon,
        Field::Code => texts.wrong_code_form,
    })
}

/// The same of a field of this kind: the rule that what is typed breaks, where there is a sentence for it.
pub(super) fn wrong_typed<'a>(
    texts: &'a Texts,
    missing: &[Field],
    (field, kind): (Field, Kind),
    typed: &str,
) -> Option<&'a str> {
    let own = wrong(texts, missing, field)?;
    Some(match kind.need(typed) {
        Err(Wrong::Control) => texts.wrong_characters,
        Err(Wrong::Phone(PhoneWrong::Characters)) => texts.wrong_number,
        Err(Wrong::Phone(PhoneWrong::Abroad)) => texts.wrong_abroad,
        Err(Wrong::Phone(PhoneWrong::Landline)) => texts.wrong_landline,
        Err(Wrong::Phone(PhoneWrong::Mobile)) => texts.wrong_mobile,
        Ok(_) if own == texts.too_long => texts.invalid, // the shop knows why
        _ if kind == Kind::Mobile => texts.wrong_mobile,
        _ => own,
    })
}

/// Who gets it and, for delivery to a door, where.
pub(super) fn recipient(texts: &Texts, place: &Place, desk: &Desk, is_door: bool) -> Markup {
    let missing = &desk.missing;
    let line = |field, label, value: &str, kind, autocomplete, what: (Field, Kind)| {
        input(&Input {
            field,
            label,
            value,
            kind,
            autocomplete,
            chars_max: what.1.typed_chars_max(),
            wrong: wrong_typed(texts, missing, what, value),
        })
    };
    html! {
        (line("name", texts.name, &place.name, "text", "name", (Field::Name, Kind::NAME)))
        (line("phone", texts.phone, &place.phone, "tel", "tel", (Field::Phone, Kind::Phone)))
        @if is_door {
            (region(texts, place, desk, wrong(texts, missing, Field::Region)))
            (line("village", texts.village, &place.village, "text", "address-line2", (Field::Village, Kind::VILLAGE)))
            (line("detail", texts.detail, &place.detail, "text", "street-address", (Field::Detail, Kind::DETAIL)))
        }
    }
}

/// The region: chosen step by step, province, city, county, township, or found within the province by its name.
fn region(texts: &Texts, place: &Place, desk: &Desk, wrong: Option<&str>) -> Markup {
    let province = desk.province.as_ref().filter(|province| is_within(place.region.as_ref(), &province.code));
    html! {
        fieldset.region aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "w-region")] {
            legend { (texts.region) }
            @if desk.provinces.is_empty() {
                // Without the list, what was chosen before is at least shown.
                p { @if place.region_names.is_empty() { (texts.regions_missing) } @else { (place.region_names.join(" ")) } }
            } @else {
                select id="f-region-0" data-field="region" aria-label=(texts.province) {
                    option value="" selected[place.region.is_none()] { (texts.province) "…" }
                    @for one in &desk.provinces {
                        option value=(one.code) selected[is_within(place.region.as_ref(), &one.code)] { (one.name) }
                    }
                }
            }
            @if let Some(province) = province {
                (find(texts, province, &desk.region_typed))
                (steps(texts, province, place.region.as_ref()))
            }
            @if let Some(wrong) = wrong { p.wrong #w-region { (wrong) } }
        }
    }
}

fn is_within(code: Option<&RegionCode>, province: &RegionCode) -> bool {
    code.is_some_and(|code| code.as_str().starts_with(province.as_str()))
}

/// A list a step, from what is within the province down to what is not chosen yet.
fn steps(texts: &Texts, province: &Province, code: Option<&RegionCode>) -> Markup {
    let path = code.map(|code| region::path(province, code)).unwrap_or_default();
    html! {
        @for (n, above) in path.iter().enumerate() {
            @let within = region::within(province, &above.code);
            @if !within.is_empty() {
                @let label = match within[0].code.as_str().len() { 4 => texts.city, 6 => texts.county, _ => texts.township };
                select id={ "f-region-" (n + 1) } data-field="region" aria-label=(label) {
                    option value=(above.code) selected[path.len() == n + 1] { (label) "…" }
                    @for one in &within {
                        option value=(one.code) selected[path.get(n + 1) == Some(one)] { (one.name) }
                    }
                }
            }
        }
    }
}

/// The field that finds a region by its name, pinyin or initials, and what it has found.
fn find(texts: &Texts, province: &Province, typed: &str) -> Markup {
    let found = region::search(province, typed);
    html! {
        div.find {
            input #f-find data-field="region-typed" type="search" value=(typed) autocomplete="off" autocapitalize="off"
                spellcheck="false" enterkeyhint="search" placeholder=(texts.region_search) aria-label=(texts.region_search)
                maxlength="20";
            div role="status" {
                @if found.is_empty() && !typed.trim().is_empty() { p.hint { (texts.region_not_found) } }
            }
            @if !found.is_empty() {
                ul aria-label=(texts.regions_found) {
                    @for one in &found {
                        li { button type="button" data-do="region-found" data-key=(one.choice.code) {
                            (one.choice.name) @if !one.above.is_empty() { " " small { (one.above.join(" ")) } }
                        } }
                    }
                }
            }
        }
    }
}

/// One of several that can be chosen.
pub(super) fn choice(field: &str, value: &str, is_chosen: bool, content: &Markup) -> Markup {
    html! {
        label.choice {
            input type="radio" name=(field) data-field=(field) value=(value) checked[is_chosen];
            div { (content) }
        }
    }
}
