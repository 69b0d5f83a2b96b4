use super::*;
use crate::catalogue::rendered::{Content, Effort, Rendered};
use std::collections::HashSet;

/// What the source has: 31 provinces with 342 cities, 2,978 counties and 41,352 townships; and Hong Kong, Macao and Taiwan
/// with 3, 2 and 20 divisions that consist of 18, 7 and 358.
const COUNTS: [usize; 4] = [31 + 3, 342 + 25, 2_978 + 383, 41_352];

fn code(text: &str) -> RegionCode {
    text.parse().expect("a code")
}

#[test]
fn there_are_as_many_divisions_as_the_source_has() {
    assert_eq!(counts(), COUNTS);
}

#[test]
fn every_division_has_a_code_of_its_own_a_name_and_one_above_it() {
    let mut codes = HashSet::new();
    let mut siblings = HashSet::new();
    for Division { code, name } in &DIVISIONS.0 {
        assert!(code.parse::<RegionCode>().is_ok() && codes.insert(code.as_str()), "{code}");
        assert!(!name.is_empty() && !name.chars().any(|c| c.is_ascii() && c != '-'), "{code} {name}");
        let at = CODE_DIGITS.iter().position(|digits| *digits == code.len()).expect("2, 4, 6 or 9");
        let above = if at == 0 { "" } else { &code[..CODE_DIGITS[at - 1]] };
        assert!(above.is_empty() || codes.contains(above), "{code} is within nothing");
        assert!(siblings.insert((above, name)), "{code} {name} is there twice");
    }
}

#[test]
fn a_division_is_called_as_people_call_it() {
    for (region, called) in [
        ("130624100", "河北省 保定市 阜平县 阜平镇"),
        ("130624", "河北省 保定市 阜平县"),
        ("110101001", "北京市 东城区 东华门街道"),
        ("500229", "重庆市 城口县"),
        ("441900003", "广东省 东莞市 东城街道"),
        ("429004001", "湖北省 仙桃市 沙嘴街道"),
        ("659001001", "新疆维吾尔自治区 石河子市 新城街道"),
        ("71", "台湾省"),
        ("810101", "香港特别行政区 香港岛 中西区"),
        ("13062410", ""),
        ("130624999", ""),
        ("99", ""),
    ] {
        let said = region.parse().map_or(String::new(), |code| names(&code).join(" "));
        assert_eq!(said, called, "{region}");
    }
}

#[test]
fn an_address_is_as_exact_as_the_list_and_not_more() {
    for exact in ["130624100", "441900003", "810101", "820101", "710101"] {
        assert!(is_deepest(&code(exact)), "{exact}");
    }
    for vague in ["13", "1306", "130624", "4419", "441900", "81", "8101"] {
        assert!(!is_deepest(&code(vague)) && exists(&code(vague)), "{vague}");
    }
    for unknown in ["99", "1399", "130699", "130624999", "810101001"] {
        assert!(!is_deepest(&code(unknown)) && !exists(&code(unknown)), "{unknown}");
    }
}

#[test]
fn the_characters_of_names_are_read_as_in_names_of_places() {
    let province = province(&code("34")).expect("安徽省");
    let read = |c: char| {
        let found = province.readings.iter().find(|(_, characters)| characters.contains(c));
        found.map_or("", |(reading, _)| reading).split('/').collect::<Vec<_>>()
    };
    assert!(read('六').contains(&"lu") && read('六').contains(&"liu"));
    assert!(read('蚌').contains(&"beng"));
    assert!(read('安').contains(&"an"));
    for c in province.readings.values().flat_map(|characters| characters.chars()) {
        let times = province.readings.values().filter(|characters| characters.contains(c)).count();
        assert_eq!(times, 1, "{c}");
    }
}

#[test]
fn a_province_is_few_bytes() {
    let mut sizes: Vec<(usize, String)> = Vec::new();
    for region in provinces().items {
        let province = province(&region.code).expect("it was listed");
        let bytes = serde_json::to_vec(&province).expect("plain data");
        let content = Content { content_type: "application/json", bytes, effort: Effort::Best };
        let rendered = Rendered::new(content);
        sizes.push((rendered.br.expect("smaller").bytes.len(), region.name));
    }
    sizes.sort();
    let all: usize = sizes.iter().map(|(bytes, _)| bytes).sum();
    assert!(sizes.iter().all(|(bytes, _)| *bytes <= 19_500), "{sizes:?}");
    assert!(sizes[sizes.len() / 2].0 <= 11_000 && all <= 320_000, "{all} bytes: {sizes:?}");
}
