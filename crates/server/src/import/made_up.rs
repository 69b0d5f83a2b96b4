//! Whatever bytes a merchant's file has, it is read to its end, and what was read is read again as the same.

use super::amount::parse_count;
use super::limits::{COLUMNS_MAX, DESCRIPTION_BYTES_MAX, FIELD_BYTES_MAX, PRICE_MINOR_MAX};
use super::price::{Prices, Refusal};
use super::records::{Record, Records};
use super::{encoding, format, html, table};
use fairday_contract::{Currency, Locale};
use fairday_fuzz::{CASES, bytes, texts};

/// Cleaning HTML is the dearest of what is tried here.
const HTML_CASES: u32 = 1_000;

/// Whole rows as a program would write them.
fn written(records: &[Vec<String>]) -> String {
    let field = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
    let row = |row: &Vec<String>| format!("{}\n", row.iter().map(field).collect::<Vec<_>>().join(","));
    records.iter().map(row).collect()
}

#[test]
fn every_file_is_read_to_its_end() {
    let examples: [&[u8]; 6] = [
        b"Handle,Title,Variant Price\na,A,1\nb,\"B, \"\"b\"\"\nc\",2\n",
        b"sep=;\nHandle;Title\n\"a\";A\n",
        b"Handle\tTitle\r\na\tA\r\n",
        &[&b"\xff\xfe"[..], b"H\0a\0\n\0x\0"].concat(),
        b"\xb1\xea\xcc\xe2,Title\n\xc9\xcc\xc6\xb7,A\n",
        "\u{feff}Handle,标题\na,\"not closed\nb,B\n".as_bytes(),
    ];
    bytes("a product file", CASES, &examples, |bytes| {
        // Whatever it is: a workbook, another shop's, nothing.
        if let Ok(table) = table::read(bytes, None, Locale::ZhCn) {
            let _ = format::translate(table.records, "2026-01-31");
        }
        let Ok(decoded) = encoding::decode(bytes, None, Locale::ZhCn) else { return };
        let text = decoded.text;
        assert!(!text.contains('\r') && text.len() <= 3 * bytes.len() + 3);
        let records: Vec<Record> = Records::new(&text).collect();
        assert!(records.len() <= text.lines().count() + 1, "{} records", records.len());
        assert!(records.windows(2).all(|pair| pair[0].line < pair[1].line), "each begins on a later line");
        let good: Vec<Vec<String>> = records.into_iter().filter_map(|record| record.fields.ok()).collect();
        for row in &good {
            assert!((1..=COLUMNS_MAX).contains(&row.len()));
            assert!(row.iter().all(|field| field.len() <= FIELD_BYTES_MAX));
        }
        let again = written(&good);
        let again: Vec<Vec<String>> = Records::new(&again).filter_map(|record| record.fields.ok()).collect();
        assert_eq!(again, good);
    });
}

#[test]
fn a_price_is_an_amount_or_a_sentence() {
    let examples = ["¥12.90", "USD 1,299.00", "1.299,00 EUR", "１２．９元", "1'000", "12,900", "-1", "(5)"];
    let parse = |text: &str, currency| Prices::of(std::iter::once(text), currency).parse(text);
    let currencies = ["CNY", "JPY"].map(|code| code.parse::<Currency>().expect("a currency"));
    texts("a price", CASES, &examples, |text| {
        for currency in currencies {
            match parse(text, currency) {
                Ok(minor) => {
                    assert!((0..=PRICE_MINOR_MAX).contains(&minor));
                    let digits = usize::from(currency.minor_digits());
                    let padded = format!("{minor:0width$}", width = digits + 1);
                    let (whole, fraction) = padded.split_at(padded.len() - digits);
                    assert_eq!(parse(&format!("{whole}.{fraction}"), currency), Ok(minor));
                }
                Err(Refusal::Unclear) => {}
                Err(Refusal::Wrong(why)) => assert!(!why.is_empty()),
            }
        }
        if let Some(count) = parse_count(text) {
            assert_eq!(parse_count(&count.to_string()), Some(count));
        }
    });
}

#[test]
fn a_description_that_is_clean_stays_as_it_is() {
    let examples = [
        "<h1>Rice</h1><p onclick=\"x\">5&nbsp;kg &lt;b&gt;</p><script>alert(1)</script><img src=x onerror=y>",
        "<table><tr><td>a<td><p></p><ul><li>b</ul></table><svg><style><b title=\"</style><i>\">",
        "one\ntwo & three",
        "<div><div><b><i></i></b></div>x</div><math><mtext><table><mglyph><style><!--</style>",
    ];
    texts("a description", HTML_CASES, &examples, |text| {
        let Ok(clean) = html::sanitise(text) else { return };
        assert!(clean.len() <= DESCRIPTION_BYTES_MAX);
        for tag in clean.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split('>').next().unwrap_or_default();
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
                "<{name}> in {clean}"
            );
            assert!(!["script", "style", "img", "svg", "iframe", "a"].contains(&name), "{clean}");
        }
    });
}
