//! The files. A line of `#` says where it is from; the next is the province's code and name. Then a line a city, and a line a
//! county with a tab before it: what its code adds, its name, and its townships as [`County::townships`] has them.

use fairday_contract::{City, County, RegionCode};

/// The files of these provinces, with their codes.
macro_rules! files {
    ($($code:literal)*) => {
        [$(($code, include_str!(concat!("../../data/regions/", $code, ".txt")))),*]
    };
}

const FILES: [(&str, &str); 34] = files!(
    "11" "12" "13" "14" "15" "21" "22" "23" "31" "32" "33" "34" "35" "36" "37" "41" "42"
    "43" "44" "45" "46" "50" "51" "52" "53" "54" "61" "62" "63" "64" "65" "71" "81" "82"
);

/// The provinces' codes and names.
pub(super) fn provinces() -> impl Iterator<Item = (RegionCode, &'static str)> {
    FILES.iter().map(|(code, text)| {
        let (_, name) = code_and_rest(lines(text).next().expect("a file names its province"));
        (code.parse().expect("files are named by codes"), name)
    })
}

/// The name of a province, and what is within it.
pub(super) fn province(code: &str) -> Option<(&'static str, Vec<City>)> {
    let (_, text) = FILES.iter().find(|(of, _)| *of == code)?;
    let mut lines = lines(text);
    let (_, name) = code_and_rest(lines.next()?);
    let mut cities: Vec<City> = Vec::new();
    for line in lines {
        let Some(county) = line.strip_prefix('\t') else {
            let (code, name) = code_and_rest(line);
            cities.push(City { code: code.to_owned(), name: name.to_owned(), items: Vec::new() });
            continue;
        };
        let (code, rest) = code_and_rest(county);
        let (name, townships) = code_and_rest(rest);
        let county = County { code: code.to_owned(), name: name.to_owned(), townships: townships.to_owned() };
        cities.last_mut().expect("a county stands below its city").items.push(county);
    }
    Some((name, cities))
}

/// Tells every division with its whole code, those above before those within.
pub(super) fn each(tell: &mut impl FnMut(String, &'static str)) {
    for (province, text) in FILES {
        let mut lines = lines(text);
        let (_, name) = code_and_rest(lines.next().expect("a file names its province"));
        tell(province.to_owned(), name);
        let mut city = String::new();
        for line in lines {
            let Some(county) = line.strip_prefix('\t') else {
                let (code, name) = code_and_rest(line);
                city = format!("{province}{code}");
                tell(city.clone(), name);
                continue;
            };
            let (code, rest) = code_and_rest(county);
            let (name, townships) = code_and_rest(rest);
            let county = format!("{city}{code}");
            tell(county.clone(), name);
            each_township(townships, &mut |number, name| tell(format!("{county}{number:03}"), name));
        }
    }
}

fn each_township(townships: &'static str, tell: &mut impl FnMut(u32, &'static str)) {
    let mut before = 0;
    for township in townships.split(' ').filter(|township| !township.is_empty()) {
        let name = township.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &township[..township.len() - name.len()];
        before = if digits.is_empty() { before + 1 } else { digits.parse().expect("three digits") };
        tell(before, name);
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// What stands before the first space, and what after it.
fn code_and_rest(line: &'static str) -> (&'static str, &'static str) {
    line.split_once(' ').unwrap_or((line, ""))
}
