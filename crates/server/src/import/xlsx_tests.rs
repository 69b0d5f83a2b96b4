//! Workbooks, made here by hand: the smallest that Excel would open.

use super::*;
use fairday_fuzz::bytes;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How many bent workbooks are tried: each is unpacked twice.
const CASES: u32 = 100;

/// What a packed megabyte unpacks to.
const BOMB_BYTES: usize = 1 << 20;

/// A workbook with these sheets: a name, whether it is hidden, and the XML of its rows.
fn workbook(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    };
    put(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let (mut list, mut relations) = (Vec::new(), Vec::new());
    for (index, (name, hidden, rows)) in sheets.iter().enumerate() {
        let id = index + 1;
        let state = if *hidden { " state=\"hidden\"" } else { "" };
        list.push(format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"s{id}\"{state}/>"));
        relations.push(format!(
            "<Relationship Id=\"s{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>"
        ));
        let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        put(&format!("xl/worksheets/sheet{id}.xml"), sheet);
    }
    let (list, relations) = (list.concat(), relations.concat());
    put(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>"),
    );
    put(
        WORKBOOK,
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"),
    );
    zip.finish().expect("a workbook").into_inner()
}

fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn number(at: &str, number: &str) -> String {
    format!("<c r=\"{at}\"><v>{number}</v></c>")
}

fn row(line: u32, cells: &[String]) -> String {
    format!("<row r=\"{line}\">{}</row>", cells.concat())
}

/// The rows of the smallest list of goods.
fn goods() -> String {
    [
        row(1, &[text("A1", "名称"), text("B1", "价格"), text("C1", "库存")]),
        row(3, &[text("A3", "搪瓷杯"), number("B3", "12.9"), number("C3", "20")]),
        row(4, &[text("A4", "地垫"), number("B4", "3.1000000000000001"), number("C4", "0")]),
    ]
    .concat()
}

#[test]
fn cells_are_read_under_the_numbers_of_their_rows() {
    let (records, note) = read(&workbook(&[("Goods", false, &goods())])).expect("a workbook");
    let rows: Vec<(u64, Vec<String>)> =
        records.into_iter().map(|record| (record.line, record.fields.expect("a row"))).collect();
    assert_eq!(rows[0], (1, vec!["名称".to_owned(), "价格".to_owned(), "库存".to_owned()]));
    assert_eq!(rows[1], (3, vec!["搪瓷杯".to_owned(), "12.9".to_owned(), "20".to_owned()]));
    assert_eq!(rows[2], (4, vec!["地垫".to_owned(), "3.1".to_owned(), "0".to_owned()]));
    assert_eq!(note, None);
}

#[test]
fn sheets_that_are_left_alone_are_named() {
    let sheets = [
        ("Old", true, goods()),
        ("Empty", false, String::new()),
        ("Goods", false, goods()),
        ("More", false, goods()),
    ];
    let sheets: Vec<(&str, bool, &str)> =
        sheets.iter().map(|(name, hidden, rows)| (*name, *hidden, rows.as_str())).collect();
    let (records, note) = read(&workbook(&sheets)).expect("a workbook");
    assert_eq!(records.len(), 3);
    let note = note.expect("said");
    assert!(note.contains("\"Goods\"") && note.contains("\"More\"") && !note.contains("Empty"), "{note}");
}

#[test]
fn a_number_is_a_number_whatever_it_looks_like() {
    for (number, text) in [
        (1299.0, "1299"),
        (1.25, "1.25"),
        (12.345, "12.3450"),
        (0.125, "0.125"),
        (0.1 + 0.2, "0.3"),
        (6_901_234_567_892.0, "6901234567892"),
    ] {
        assert_eq!(decimal(number), text);
    }
}

#[test]
fn a_cell_in_the_last_corner_costs_no_memory() {
    let far =
        row(1, &[text("A1", "name"), text("B1", "price")]) + &row(1_048_576, &[text("XFD1048576", "x")]);
    let (records, _) = read(&workbook(&[("Goods", false, &far)])).expect("a workbook");
    assert_eq!(records.len(), 2);
    assert!(records[1].fields.as_ref().is_err_and(|why| why.contains("more than 500 fields")));
}

#[test]
fn what_is_no_workbook_is_refused_with_what_to_do() {
    for bytes in [&b"\xd0\xcf\x11\xe0old"[..], b"PK\x03\x04broken", b"PK\x03\x04"] {
        assert!(is_workbook(bytes));
        let told = read(bytes).err().map_or_else(String::new, |error| error.to_string());
        assert!(told.contains("save it") && told.contains(".xlsx"), "{told}");
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("letter.txt", SimpleFileOptions::default()).expect("a part");
    let letter = zip.finish().expect("a file").into_inner();
    assert!(read(&letter).is_err_and(|error| error.to_string().contains("no Excel workbook")));
}

#[test]
fn a_workbook_that_unpacks_to_more_than_the_limit_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(WORKBOOK, SimpleFileOptions::default()).expect("a part");
    zip.write_all(&vec![b' '; BOMB_BYTES]).expect("written");
    let bomb = zip.finish().expect("a bomb").into_inner();
    assert!(bomb.len() < BOMB_BYTES / 100, "{} bytes", bomb.len());
    let max = BOMB_BYTES as u64;
    assert!(check_size(&bomb, max).is_ok());
    assert!(check_size(&bomb, max - 1).is_err_and(|error| error.to_string().contains("larger than")));
}

#[test]
fn every_workbook_is_read_or_refused() {
    let example = workbook(&[("Goods", false, &goods())]);
    bytes("a workbook", CASES, &[&example], |bytes| {
        let _ = read(bytes);
    });
}
