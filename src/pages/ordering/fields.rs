//! Fields of forms: a label, what is typed, and beside it what is wrong.

use crate::domain::checkout::{DETAIL_CHARS_MAX, Field, NAME_CHARS_MAX, Place, VILLAGE_CHARS_MAX};
use crate::texts::ordering::Texts;
use fairday_contract::Region;
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
    let digits = matches!(*autocomplete, "one-time-code").then_some("numeric");
    html! {
        div.field {
            label for={ "f-" (field) } { (label) }
            input id={ "f-" (field) } name=(field) data-field=(field) type=(kind) value=(value) autocomplete=(autocomplete)
                inputmode=[digits] maxlength=(chars_max) aria-invalid=[wrong.map(|_| "true")]
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
        Field::Village | Field::Note => texts.too_long,
        Field::Point => texts.wrong_point,
        Field::Payment => texts.wrong_payment,
        Field::Code => texts.wrong_code_form,
    })
}

/// Who gets it and, for delivery to a door, where.
pub(super) fn recipient(
    texts: &Texts,
    place: &Place,
    regions: &[Region],
    missing: &[Field],
    is_door: bool,
) -> Markup {
    let line = |field, label, value: &str, kind, autocomplete, chars_max, what| {
        input(&Input {
            field,
            label,
            value,
            kind,
            autocomplete,
            chars_max,
            wrong: wrong(texts, missing, what),
        })
    };
    html! {
        (line("name", texts.name, &place.name, "text", "name", NAME_CHARS_MAX, Field::Name))
        (line("phone", texts.phone, &place.phone, "tel", "tel", 20, Field::Phone))
        @if is_door {
            (region(texts, place, regions, wrong(texts, missing, Field::Region)))
            (line("village", texts.village, &place.village, "text", "address-line2", VILLAGE_CHARS_MAX, Field::Village))
            (line("detail", texts.detail, &place.detail, "text", "address-line1", DETAIL_CHARS_MAX, Field::Detail))
        }
    }
}

/// The region, chosen step by step: province, city, county, township.
fn region(texts: &Texts, place: &Place, provinces: &[Region], wrong: Option<&str>) -> Markup {
    let code = place.region.as_ref().map_or("", |code| code.as_str());
    let labels = [texts.province, texts.city, texts.county, texts.township];
    let mut level: &[Region] = provinces;
    let mut begin = 0;
    let mut steps = Vec::new();
    for (n, label) in labels.into_iter().enumerate() {
        if level.is_empty() {
            break;
        }
        let chosen = level.iter().find(|one| code[begin..].starts_with(&one.code) && !one.code.is_empty());
        steps.push((n, label, level, begin, chosen));
        let Some(one) = chosen else { break };
        begin += one.code.len();
        level = &one.items;
    }
    html! {
        fieldset.region aria-invalid=[wrong.map(|_| "true")] {
            legend { (texts.region) }
            @if steps.is_empty() {
                // Without the list, what was chosen before is at least shown.
                p { @if place.region_names.is_empty() { (texts.regions_missing) } @else { (place.region_names.join(" ")) } }
            }
            @for (n, label, level, begin, chosen) in steps {
                select id={ "f-region-" (n) } data-field="region" aria-label=(label) {
                    option value=(code[..begin]) selected[chosen.is_none()] { (label) "…" }
                    @for one in level {
                        option value={ (code[..begin]) (one.code) } selected[chosen.is_some_and(|it| it.code == one.code)] { (one.name) }
                    }
                }
            }
            @if let Some(wrong) = wrong { p.wrong { (wrong) } }
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
