use super::ShopConfig;
use fairday_contract::{DeliveryChoice, Locale, RegionCode};

const POINT: &str = "[[pick_up]]\nid = \"a\"\nregion = \"130624100\"\nname = \"店\"\naddress = \"街\"\nfee = 0\ndays = [1, 2]\n";

fn door(code: &str) -> DeliveryChoice {
    DeliveryChoice::Door { region: code.parse().expect("a code") }
}

fn sentences(text: &str) -> Vec<String> {
    ShopConfig::parse(text).expect_err(text).iter().map(ToString::to_string).collect()
}

#[test]
fn without_a_file_the_shop_delivers_everywhere_for_nothing() {
    let config = ShopConfig::parse("").expect("nothing needs to be said");
    assert_eq!(config, ShopConfig::default());
    let rate = config.delivery_rate(&door("130624100")).expect("everywhere");
    assert_eq!((rate.fee, rate.days_min, rate.days_max), (0, 3, 7));
    assert!(config.pick_up.near(&"130624100".parse().expect("a code")).is_empty());
}

#[test]
fn what_is_said_of_the_smallest_region_holds() {
    let config = ShopConfig::parse(
        "[delivery.default]\nfee = 900\ndays = [3, 6]\n[delivery.region]\n\
         13 = { deny = true }\n1306 = { fee = 500, days = [1, 3] }\n130624 = { fee = 300, free_from = 2900, days = [1, 2] }\n\
         130624101 = { deny = true }",
    )
    .expect("it is right");
    let fee = |code: &str| config.delivery_rate(&door(code)).map(|rate| rate.fee);
    assert_eq!(fee("110101001"), Some(900));
    assert_eq!(fee("130102001"), None);
    assert_eq!(fee("130602001"), Some(500));
    assert_eq!(fee("130624100"), Some(300));
    assert_eq!(fee("130624101"), None);
    let rate = config.delivery_rate(&door("130624100")).expect("there");
    assert_eq!([rate.fee_for(2899), rate.fee_for(2900), rate.fee_for(0)], [300, 0, 300]);
}

#[test]
fn pick_up_points_of_the_township_come_before_those_of_the_county_and_others_do_not_come() {
    let place =
        |id: &str, region: &str| POINT.replace("\"a\"", &format!("\"{id}\"")).replace("130624100", region);
    let text = [place("far", "130602001"), place("county", "130624101"), place("town", "130624100")].concat();
    let config = ShopConfig::parse(&text).expect("it is right");
    let ids = |code: &str| -> Vec<String> {
        let region: RegionCode = code.parse().expect("a code");
        config.pick_up.near(&region).iter().map(|place| place.id.to_string()).collect()
    };
    assert_eq!(ids("130624100"), ["town", "county"]);
    assert_eq!(ids("130624"), ["county", "town"]);
    assert_eq!(ids("13"), ["far", "county", "town"]);
    assert!(ids("110101001").is_empty());
    let chosen = DeliveryChoice::PickUp { point: "town".parse().expect("an id") };
    assert_eq!(config.delivery_rate(&chosen).map(|rate| rate.days_max), Some(2));
    let gone = DeliveryChoice::PickUp { point: "closed".parse().expect("an id") };
    assert_eq!(config.delivery_rate(&gone), None);
}

#[test]
fn a_text_is_in_the_languages_it_was_given_in() {
    let both = POINT.replace("\"店\"", "{ zh-CN = \"店\", en = \"Shop\" }");
    let config = ShopConfig::parse(&both).expect("it is right");
    let place = config.pick_up.get(&"a".parse().expect("an id")).expect("there");
    assert_eq!([place.name.get(Locale::ZhCn), place.name.get(Locale::En)], ["店", "Shop"]);
    assert_eq!([place.address.get(Locale::ZhCn), place.address.get(Locale::En)], ["街", "街"]);
}

#[test]
fn every_mistake_is_told_with_its_line_and_what_would_be_right() {
    for (text, told) in [
        ("fee = 1", "line 1: unknown field `fee`"),
        ("\n[delivery.default]\nfees = 1", "line 3: unknown field `fees`, expected one of `deny`, `fee`"),
        ("[delivery.default]\nfee = \"s3cret\"", "line 2: a whole number is needed here"),
        ("[delivery.default]\nfee = -1\ndays = [1, 2]", "line 2: `fee` is needed: 0 to"),
        ("[delivery.default]\nfee = 1\ndays = [2, 1]", "`days` is needed: at least and at most"),
        ("[delivery.default]\nfee = 1\ndays = [1, 300]", "`days` is needed"),
        ("[delivery.default]\nfee = 1\nfree_from = -5\ndays = [1, 2]", "line 3: `free_from` is 0 to"),
        ("[delivery.default]\ndeny = true\nfee = 1", "leave them out"),
        ("[delivery.region]\n130 = { deny = true }", "line 2: `130`: no region has this code"),
        ("[delivery.region]\n99 = { deny = true }", "line 2: `99`: no region has this code"),
        (&POINT.replace("130624100", "130624"), "`region`: nine digits of a township"),
        ("[delivery.region]\n13 = { deny = true }\n13 = { deny = true }", "line 3: duplicate key"),
        ("[delivery", "line 1: "),
        (&POINT.replace("id = \"a\"\n", ""), "missing field `id`"),
        (&POINT.replace("\"a\"", "\"a b\""), "`id`: a pick-up point id is"),
        (&POINT.replace("130624100", "x"), "`region`: a region code is"),
        (&POINT.replace("店", " "), "`name` is empty"),
        (&POINT.replace("\"店\"", "{ fr = \"boutique\" }"), "unknown variant `fr`, expected `zh-CN` or `en`"),
        (&POINT.replace("店", "a\\nb"), "on one line"),
        (&[POINT, POINT].concat(), "line 8: another pick-up point has this `id`"),
    ] {
        let sentences = sentences(text);
        assert!(sentences.iter().any(|sentence| sentence.contains(told)), "{text}: {sentences:?}");
        assert!(sentences.iter().all(|sentence| !sentence.contains("s3cret")), "{sentences:?}");
    }
    let two = "[delivery.region]\n130 = { deny = true }\n13 = { fee = 1 }\n";
    assert_eq!(sentences(two).len(), 2);
}

#[test]
fn mistakes_that_are_not_listed_are_counted() {
    let found = sentences(&POINT.repeat(31));
    assert_eq!(found.len(), 21);
    assert!(found[20].contains("10 more mistakes are not listed: mend these first"), "{found:?}");
}

#[test]
fn the_integrators_page_shows_a_file_that_is_right() {
    let page = include_str!("../../../../docs/webhooks-and-payments.md");
    let file = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it has one");
    let config = ShopConfig::parse(file).expect("it is right");
    assert_eq!(config.online.as_ref().map(|online| online.wait_ms), Some(30 * 60 * 1000));
    assert_eq!(config.webhooks.as_ref().map(|told| told.url.as_str()), Some("https://erp.example/fairday"));
    let dump = format!("{config:?}");
    assert!(!dump.contains("MfKQ9") && !dump.contains("[49, "), "{dump}");
}

#[test]
fn a_provider_and_a_system_that_is_told_have_a_safe_address_and_a_long_secret() {
    let secret = "secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"";
    let url = "url = \"https://a.example/x\"";
    for section in ["[webhooks]", "[payment.online]"] {
        assert!(ShopConfig::parse(&format!("{section}\n{url}\n{secret}")).is_ok());
        assert!(ShopConfig::parse(&format!("{section}\nurl = \"http://127.0.0.1:1/\"\n{secret}")).is_ok());
        for bad in [
            "http://a.example/",
            "https://u:s3cret@a.example/",
            "ftp://a.example",
            "https://",
            "/x",
            "https://a/#x",
        ] {
            let told = sentences(&format!("{section}\nurl = \"{bad}\"\n{secret}"));
            assert!(told[0].contains("`url` is an address that begins with https://"), "{bad}: {told:?}");
            assert!(!told[0].contains("s3cret"));
        }
        for bad in ["", "secret = \"\"", "secret = \"s3cret\"", "secret = \"whsec_c2hvcnQ=\""] {
            let told = sentences(&format!("{section}\n{url}\n{bad}"));
            assert!(told[0].contains("a secret is needed, in the variable FAIRDAY_"), "{bad}: {told:?}");
            assert!(!told[0].contains("s3cret"));
        }
    }
    for minutes in [0, 4, 1441, -5] {
        let told = sentences(&format!("[payment.online]\n{url}\n{secret}\nwait_minutes = {minutes}"));
        assert!(told[0].contains("`wait_minutes` is 5 to 1440"), "{told:?}");
    }
}

#[test]
fn the_demos_file_is_right() {
    let config = ShopConfig::parse(include_str!("../../../../demo/shop.toml")).expect("it is right");
    assert!(config.delivery_rate(&door("110101001")).is_some());
    assert!(config.online.is_none() && config.webhooks.is_none(), "there is nobody to pay or tell");
    assert_eq!(config.pick_up.near(&"130624102".parse().expect("a code")).len(), 3);
    let credit = config.credit.expect("the demo lends");
    assert_eq!(credit.plans.len(), 3);
    let slugs: Vec<&str> = credit.categories.iter().map(fairday_contract::CategorySlug::as_str).collect();
    assert_eq!(slugs, ["smartphones", "button-phones"]);
    assert!(credit.plan("xiangyin-39").is_some_and(|plan| plan.plan.subsidy.minor() == 30_000));
}

const CREDIT: &str = "[credit]\nlender = \"L\"\nguarantor = \"G\"\nagreement = \"1\"\ntext = \"T\"\nmonths = [12]\n\
    yearly_cap_bp = 2400\nbill_day = 5\ncooling_off_days = 7\noffer_days = 3\nhand_over_days = 7\n\
    rules = { refer_from = 0, age_min = 18, age_max = 70, agreements_max = 1, line = [{ from = 0, amount = 100 }] }\n";
const PLAN: &str =
    "[[credit.plan]]\nid = \"p\"\nname = \"P\"\noperator = \"O\"\nmonthly_fee = 2900\nmonths = 12\n";

#[test]
fn credit_has_its_terms_rules_and_plans() {
    let config = ShopConfig::parse(&format!("{CREDIT}{PLAN}")).expect("it is right");
    let credit = config.credit.expect("it is there");
    assert_eq!((credit.bill_day.day(), credit.utc_offset, credit.months), (5, 480, vec![12]));
    assert_eq!(credit.plans.len(), 1);
    assert!(ShopConfig::parse("").expect("right").credit.is_none(), "nobody lends by default");
}

#[test]
fn what_is_wrong_with_credit_is_said() {
    for (right, wrong, expected) in [
        ("bill_day = 5", "bill_day = 31", "1 to 28"),
        ("yearly_cap_bp = 2400", "yearly_cap_bp = 3600", "at most 2400"),
        ("cooling_off_days = 7", "cooling_off_days = 3", "`cooling_off_days` is 7 to 60"),
        ("offer_days = 3", "offer_days = 90", "`offer_days` is at most 30"),
        ("months = [12]\nyearly", "months = [48]\nyearly", "1 to 36"),
        ("lender = \"L\"", "lender = \" \"", "`lender` is 1 to 120"),
        ("age_min = 18", "age_min = 16", "ages begin at 18"),
        ("from = 0, amount = 100", "from = 0, amount = -1", "not negative"),
        ("months = 12\n", "months = 13\n", "12, 24 or 36"),
        ("monthly_fee = 2900", "monthly_fee = -1", "`monthly_fee`"),
        (
            "monthly_fee = 2900",
            "monthly_fee = 2900\nexit_bp = 1\nexit_fee = 1",
            "one of `exit_bp` and `exit_fee`",
        ),
    ] {
        let text = format!("{CREDIT}{PLAN}").replacen(right, wrong, 1);
        let told = sentences(&text);
        assert!(told.iter().any(|one| one.contains(expected)), "{wrong}: {told:?}");
    }
    let told = sentences(&format!("{CREDIT}{PLAN}{PLAN}"));
    assert!(told[0].contains("another plan has this `id`"), "{told:?}");
}

const REMINDERS: &str = "[credit.reminders]\ndays_before = [0, 3]\nday_after = true\nhour = 9\n";
const PUSH: &str = "[credit.reminders.push]\ncontact = \"mailto:a@b.example\"\n\
    key = \"q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94\"\nservices = [\"push.example\"]\n";

#[test]
fn reminders_have_days_an_hour_and_perhaps_notifications() {
    let config = ShopConfig::parse(&format!("{CREDIT}{REMINDERS}{PUSH}")).expect("it is right");
    let reminders = config.credit.and_then(|credit| credit.reminders).expect("they are there");
    assert_eq!(reminders.days().collect::<Vec<_>>(), [3, 0, -1]);
    let push = reminders.push.expect("it is there");
    assert!(push.services.endpoint("https://push.example/a").is_some());
    assert!(!format!("{push:?}").contains("q1dXpw3U"));
    let config = ShopConfig::parse(&format!("{CREDIT}{REMINDERS}")).expect("it is right");
    assert!(config.credit.and_then(|credit| credit.reminders).is_some_and(|one| one.push.is_none()));
}

#[test]
fn what_is_wrong_with_reminders_is_said() {
    for (right, wrong, expected) in [
        ("[0, 3]", "[15]", "0 to 14"),
        ("[0, 3]", "[3, 3]", "none twice"),
        ("[0, 3]", "[0, 1, 2, 3, 4, 5]", "at most 5"),
        ("[0, 3]\nday_after = true", "[]", "`day_after` is true"),
        ("hour = 9", "hour = 6", "`hour` is 7 to 20"),
        ("hour = 9", "hour = 21", "`hour` is 7 to 20"),
        ("mailto:a@b.example", "a@b.example", "mailto: or https://"),
        ("mailto:a@b.example", "mailto:a b", "mailto: or https://"),
        ("q1dXpw3U", "q1", "as `fairday keys push` makes it"),
        ("\"push.example\"", "\"http://10.0.0.1:80\"", "`services` are at most 20 hosts"),
        ("hour = 9", "hours = 9", "hours"),
    ] {
        let told = sentences(&format!("{CREDIT}{REMINDERS}{PUSH}").replacen(right, wrong, 1));
        assert!(told.iter().any(|one| one.contains(expected)), "{wrong}: {told:?}");
        assert!(!told.concat().contains("q1dXpw3U"), "{told:?}");
    }
}

#[test]
fn the_shops_own_words_are_told_line_by_line() {
    let config =
        ShopConfig::parse("[search]\nsynonyms = [\"手纸, 卫生纸\", \"bread > toast\"]").expect("right");
    assert_eq!(config.synonyms, "手纸, 卫生纸\nbread > toast\n");
    assert_eq!(ShopConfig::parse("").expect("right").synonyms, "");
}

#[test]
fn a_line_that_names_no_other_word_is_a_mistake_with_its_place() {
    for line in ["手纸", "手纸 >", ", ,", "# 手纸, 卫生纸", "", "a\\nb, c"] {
        let told = sentences(&format!("[search]\nsynonyms = [\"a, b\",\n\"{line}\"]"));
        assert!(told.len() == 1 && told[0].contains("line 3"), "{line}: {told:?}");
    }
}
