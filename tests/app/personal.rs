//! What people typed and began on a phone that they share.

use fairday::domain::checkout::{Draft, Place};
use fairday::domain::personal::{PEOPLE_MAX, Personal, PutAside, put_aside, take_back};
use fairday_wire::{read, write};

const A: &str = "138****8000 1";
const B: &str = "139****9000 2";

fn typed(name: &str) -> Personal {
    let place = Place { name: name.to_owned(), ..Place::default() };
    Personal {
        draft: Draft { place, note: "放门口".to_owned(), ..Draft::default() }, ..Personal::default()
    }
}

#[test]
fn who_signs_in_again_finds_what_they_typed_and_nobody_else_does() {
    let mut aside = Vec::new();
    put_aside(&mut aside, A, typed("王芳"));
    let mut aside: Vec<PutAside> = read(&write(&aside)).expect("what was kept");

    let mut of_b = Personal::default();
    take_back(&mut aside, B, &mut of_b);
    assert_eq!(of_b, Personal::default());

    let mut of_a = Personal::default();
    take_back(&mut aside, A, &mut of_a);
    assert_eq!(of_a, typed("王芳"));
    assert!(aside.is_empty(), "it is in use again");
}

#[test]
fn what_was_typed_before_signing_in_again_stays() {
    let mut aside = Vec::new();
    put_aside(&mut aside, A, typed("王芳"));
    let mut newer = typed("王小芳");
    take_back(&mut aside, A, &mut newer);
    assert_eq!(newer, typed("王小芳"));
}

#[test]
fn two_sessions_that_end_one_after_the_other_lose_nothing() {
    let mut aside = Vec::new();
    put_aside(&mut aside, A, typed("王芳"));
    // Another tab puts aside what the first has left: nothing.
    put_aside(&mut aside, A, Personal::default());
    put_aside(&mut aside, B, typed("李强"));
    for (owner, name) in [(A, "王芳"), (B, "李强")] {
        let mut found = Personal::default();
        take_back(&mut aside, owner, &mut found);
        assert_eq!(found, typed(name));
    }
}

#[test]
fn an_order_id_alone_is_nothing_typed() {
    let draft = Draft { id: "0123456789abcdef0123456789abcdef".parse().ok(), ..Draft::default() };
    let mut aside = Vec::new();
    put_aside(&mut aside, A, Personal { draft, ..Personal::default() });
    assert!(aside.is_empty());
}

#[test]
fn a_phone_that_many_people_use_keeps_the_last_of_them() {
    let mut aside = Vec::new();
    for person in 0..=PEOPLE_MAX {
        put_aside(&mut aside, &person.to_string(), typed("某人"));
    }
    assert_eq!(aside.len(), PEOPLE_MAX);
    assert!(aside.iter().all(|one| one.owner != "0"), "the longest ago goes first");
}
