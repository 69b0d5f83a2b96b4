use crate::date;
use fairday_credit::resident_id::{ResidentId, ResidentIdError};
use proptest::prelude::*;

const TODAY: &str = "2026-11-21";

fn read(text: &str) -> Result<ResidentId, ResidentIdError> {
    ResidentId::parse(text, date(TODAY))
}

/// The standard's own weights and table, as printed in GB 11643-1999, against the recursive form in the code.
fn with_check(body: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", b"10X98765432"[(sum % 11) as usize] as char)
}

#[test]
fn the_standards_examples_are_read() {
    for text in ["11010519491231002X", "440524188001010014", "34052419800101001X"] {
        assert!(read(text).is_ok(), "{text}");
    }
    assert_eq!(read("11010519491231002X").expect("an ID").born(), date("1949-12-31"));
}

#[test]
fn spaces_around_and_a_small_x_are_no_mistakes() {
    let typed = read(" 11010519491231002x ").expect("an ID");
    assert_eq!(typed.expose(), b"11010519491231002X");
}

#[test]
fn what_is_not_eighteen_characters_of_the_right_kind_is_refused() {
    for text in [
        "",
        "110105491231002",
        "11010519491231002",
        "11010519491231002XX",
        "1101051949123100XX",
        "11010519491231002Y",
        "X1010519491231002X",
        "1101051949１2310",
        "11010 19491231002X",
        "身份证身份证",
        "110105-1949-1231-0",
    ] {
        assert_eq!(read(text), Err(ResidentIdError::Format), "{text}");
    }
}

#[test]
fn the_first_two_digits_are_a_provinces() {
    for (province, known) in [
        ("11", true),
        ("65", true),
        ("71", true),
        ("82", true),
        ("83", true),
        ("50", true),
        ("00", false),
        ("10", false),
        ("16", false),
        ("24", false),
        ("38", false),
        ("47", false),
        ("55", false),
        ("66", false),
        ("72", false),
        ("84", false),
        ("99", false),
    ] {
        let text = with_check(&format!("{province}010519900101001"));
        let expected = if known { Ok(()) } else { Err(ResidentIdError::Region) };
        assert_eq!(read(&text).map(|_| ()), expected, "{province}");
    }
}

#[test]
fn the_birth_date_is_a_day_that_has_been() {
    for (born, real) in [
        ("20000229", true),
        ("20261121", true),
        ("20261122", false),
        ("19990229", false),
        ("19001301", false),
        ("19900100", false),
        ("19900431", false),
        ("18791231", false),
        ("99991231", false),
        ("00000101", false),
    ] {
        let text = with_check(&format!("110105{born}001"));
        let expected = if real { Ok(()) } else { Err(ResidentIdError::BirthDate) };
        assert_eq!(read(&text).map(|_| ()), expected, "{born}");
    }
}

#[test]
fn a_year_is_complete_on_the_birthday() {
    let id = read(&with_check("11010520081121001")).expect("an ID");
    assert_eq!((id.age_on(date("2026-11-20")), id.may_borrow_on(date("2026-11-20"))), (17, false));
    assert_eq!((id.age_on(date("2026-11-21")), id.may_borrow_on(date("2026-11-21"))), (18, true));
    assert_eq!(id.age_on(date("2008-11-21")), 0);
    assert_eq!(id.age_on(date("2000-01-01")), 0);
}

#[test]
fn who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() {
    let id = read(&with_check("11010520080229001")).expect("an ID");
    assert!(!id.may_borrow_on(date("2026-02-28")));
    assert!(id.may_borrow_on(date("2026-03-01")));
    assert_eq!(id.age_on(date("2028-02-28")), 19);
    assert_eq!(id.age_on(date("2028-02-29")), 20);
}

#[test]
fn nothing_of_it_is_printed() {
    let id = read("11010519491231002X").expect("an ID");
    assert_eq!(id.masked(), "11**************2X");
    assert_eq!(format!("{id:?} {:#?}", Some(id)), "ResidentId(hidden) Some(\n    ResidentId(hidden),\n)");
    let error = read("110105194912310021").expect_err("a wrong digit");
    assert!(!format!("{error} {error:?}").contains("1949"));
}

proptest! {
    #[test]
    fn every_slip_of_one_digit_is_noticed(body in "1101051990010100[0-9]", place in 0_usize..17, other in 1_u8..10) {
        let right = with_check(&body);
        prop_assert!(read(&right).is_ok());
        let mut wrong = right.clone().into_bytes();
        wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
        prop_assert!(read(std::str::from_utf8(&wrong).expect("ASCII")).is_err());
    }

    #[test]
    fn every_swap_of_neighbours_is_noticed(body in "[0-9]{3}", place in 0_usize..16) {
        let right = with_check(&format!("11010519900101{body}"));
        let mut wrong = right.clone().into_bytes();
        wrong.swap(place, place + 1);
        let same = wrong == right.as_bytes();
        prop_assert_eq!(read(std::str::from_utf8(&wrong).expect("ASCII")).is_ok(), same);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,20}|[0-9]{17}[0-9Xx]") {
        let _ = read(&text);
    }
}

#[test]
fn no_text_stops_the_reading_of_an_id_and_no_refusal_repeats_it() {
    let examples = ["11010519491231002X", " 440524188001010014 ", "34052419800101001x"];
    fairday_fuzz::texts("a resident ID", fairday_fuzz::CASES, &examples, |text| match read(text) {
        Ok(id) => assert_eq!(id.expose(), fairday_input::Kind::ResidentId.normalise(text).as_bytes()),
        Err(why) => assert!(!fairday_fuzz::gives_away(&format!("{why} {why:?}"), text.trim()), "{why}"),
    });
}
