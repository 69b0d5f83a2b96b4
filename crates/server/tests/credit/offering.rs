//! What is offered, and to whom.

use super::ENGINE;
use crate::engine::Engine;
use crate::shop::{LENT, PEOPLE, Shop, amount, new_id};
use fairday_contract::FieldError;
use fairday_credit::assess::{Decision, Reason};
use fairday_credit::sheet::Sheet;
use fairday_server::credit::{Choice, CreditError};

const AGREEMENTS: &str = "SELECT COUNT(*) FROM credit_agreement";
const PERSONS: &str = "SELECT COUNT(*) FROM credit_person";

#[tokio::test]
async fn a_newcomer_is_declined_with_a_reason_to_act_on_and_nothing_is_kept() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(0).await;
    let refused = shop.credit.offer(account, Shop::wish(0)).await;
    assert!(matches!(refused, Err(CreditError::Declined(Reason::NotKnownEnough))), "{refused:?}");
    assert_eq!((shop.count(AGREEMENTS).await, shop.count(PERSONS).await), (0, 0));
}

#[tokio::test]
async fn who_asks_for_more_than_the_line_is_told_how_much_could_be_lent() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let mut wish = Shop::wish(0);
    wish.handset.price = 300_000;
    let refused = shop.credit.offer(account, wish).await;
    let Err(CreditError::Declined(Reason::AskedTooMuch { free })) = refused else { panic!("{refused:?}") };
    assert_eq!(free, amount(200_000));
    // The alternative: a cheaper one.
    shop.credit.offer(account, Shop::wish(0)).await.unwrap();
}

#[tokio::test]
async fn whether_it_would_be_lent_can_be_asked_before_any_form() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    for (months, expected) in [
        (12, Decision::Approve { line: amount(200_000) }),
        (4, Decision::Refer),
        (0, Decision::Decline(Reason::NotKnownEnough)),
    ] {
        let account = shop.shopper(months).await;
        assert_eq!(shop.credit.check(account, 30, amount(LENT)).await.unwrap(), expected);
    }
    assert_eq!(shop.count(PERSONS).await, 0);
}

#[tokio::test]
async fn the_same_wish_again_gets_the_same_terms_and_another_one_with_its_id_is_refused() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let wish = Shop::wish(0);
    let first = shop.credit.offer(account, wish.clone()).await.unwrap();
    shop.go_to("2026-11-22");
    let again = shop.credit.offer(account, wish.clone()).await.unwrap();
    assert!(!first.is_replay && again.is_replay);
    assert_eq!((&again.sheet, again.number), (&first.sheet, first.number), "not worked out anew for another day");

    let choice = Choice { months: 6, plan: None, keep_number: false, deposit: 0 };
    let other = fairday_server::credit::offer::Wish { choice, ..wish.clone() };
    assert!(matches!(shop.credit.offer(account, other).await, Err(CreditError::IdUsed)));
    let stranger = shop.shopper(12).await;
    assert!(matches!(shop.credit.offer(stranger, wish).await, Err(CreditError::IdUsed)));
    assert_eq!(shop.count(AGREEMENTS).await, 1);
}

#[tokio::test]
async fn a_person_has_credit_with_one_account_and_an_account_for_one_person() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let (one, two) = (shop.shopper(12).await, shop.shopper(12).await);
    shop.offer(one, 0).await;
    let elsewhere = shop.credit.offer(two, Shop::wish(0)).await;
    assert!(matches!(elsewhere, Err(CreditError::OtherPerson)), "{elsewhere:?}");
    let somebody_else = shop.credit.offer(one, Shop::wish(1)).await;
    assert!(matches!(somebody_else, Err(CreditError::OtherPerson)), "{somebody_else:?}");
    shop.offer(two, 1).await;
    assert_eq!((shop.count(AGREEMENTS).await, shop.count(PERSONS).await), (2, 2));
}

#[tokio::test]
async fn what_is_wrong_with_a_wish_is_said_by_field_and_without_repeating_it() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let wrong_digit = format!("{}1", &PEOPLE[0][..17]);
    let choice = Shop::wish(0).choice;
    let mut wishes = Vec::new();
    for (field, name, resident_id, choice) in [
        ("name", " ", PEOPLE[0], choice.clone()),
        ("resident_id", "王小明", "12345", choice.clone()),
        ("resident_id", "王小明", &wrong_digit, choice.clone()),
        ("plan", "王小明", PEOPLE[0], Choice { plan: Some("gone".to_owned()), ..choice.clone() }),
        ("months", "王小明", PEOPLE[0], Choice { plan: None, months: 7, ..choice }),
    ] {
        let mut wish = Shop::wish(0);
        (wish.name, wish.resident_id, wish.choice) = (name.to_owned(), resident_id.to_owned(), choice);
        wish.id = new_id().parse().unwrap();
        wishes.push((field, wish));
    }
    for (expected, wish) in wishes {
        let Err(CreditError::Invalid(errors)) = shop.credit.offer(account, wish.clone()).await else {
            panic!("{expected} was let through")
        };
        let [FieldError { field, detail }] = &errors[..] else { panic!("{errors:?}") };
        assert_eq!(field, expected);
        assert!(!detail.contains(&wish.resident_id), "{detail}");
    }
    assert_eq!(shop.count(AGREEMENTS).await, 0);
}

#[tokio::test]
async fn the_shop_sees_who_it_is_mostly_hidden() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    shop.offer(account, 0).await;
    let keys = std::sync::Arc::clone(&shop.credit.keys);
    let look = move |transaction: &mut fairday_server::database::Transaction<'_>| {
        fairday_server::credit::person::masked(transaction, &keys, account)
    };
    let masked = shop.credit.database.read(look).await.unwrap().unwrap();
    assert_eq!((masked.name.as_str(), masked.resident_id.as_str()), ("王**", "11**************17"));
}

#[tokio::test]
async fn neither_name_nor_resident_id_is_in_the_database_in_clear() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    shop.lent(account, 0).await;
    let row = |transaction: &mut fairday_server::database::Transaction<'_>| {
        let row = transaction.query_one("SELECT resident_index, resident_id, name FROM credit_person", &[])?;
        Ok([row.get::<Vec<u8>>(0)?, row.get(1)?, row.get(2)?].concat())
    };
    let kept = shop.credit.database.read::<_, fairday_server::database::DatabaseError>(row).await.unwrap();
    let mut places = vec![kept];
    if ENGINE == Engine::Sqlite {
        // Everything that was ever written, the log beside it too.
        for end in ["", "-wal"] {
            places.push(std::fs::read(format!("{}{end}", shop.place.address)).unwrap_or_default());
        }
        assert!(places[1].len() + places[2].len() > 10_000, "the file was read");
    }
    let is_in = |what: &str| {
        places.iter().any(|place| place.windows(what.len()).any(|bytes| bytes == what.as_bytes()))
    };
    assert!(!is_in(PEOPLE[0]) && !is_in(&PEOPLE[0][6..14]), "not even the birth date");
    assert!(!is_in("王小明"));
}

#[tokio::test]
async fn with_a_deposit_less_has_to_be_lent_and_a_wish_that_was_declined_can_be_had() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let mut wish = Shop::wish(0);
    wish.handset.price = 300_000;
    wish.choice.plan = None;
    let refused = shop.credit.offer(account, wish.clone()).await;
    let Err(CreditError::Declined(Reason::AskedTooMuch { free })) = refused else { panic!("{refused:?}") };
    wish.choice.deposit = 300_000 - free.minor();
    let offered = shop.credit.offer(account, wish).await.unwrap();
    let sheet = Sheet::read(&offered.sheet).unwrap();
    assert_eq!((sheet.pairing.deposit, sheet.pairing.financed), (amount(100_000), free));
    assert_eq!(sheet.totals.handset, amount(300_000), "the deposit is part of what is paid");

    for deposit in [-1, 300_000, 300_001] {
        let mut wish = Shop::wish(0);
        wish.handset.price = 300_000;
        (wish.choice.plan, wish.choice.deposit) = (None, deposit);
        let refused = shop.credit.offer(account, wish).await;
        let Err(CreditError::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors[0].field, "deposit", "{deposit}");
    }
}
