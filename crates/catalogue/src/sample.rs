//! A catalogue of any size for tests and measurements, the same on every run. Not a real shop's.

use crate::model::{Catalogue, Localised, Picture, Product, ProductOption, Record, StoreProfile, Variant};
use fairday_contract::{Currency, Locale, PictureId, ProductHandle, VariantId};

const BRANDS: [(&str, &str); 12] = [
    ("晴禾", "Qinghe"),
    ("山雀", "Shanque"),
    ("木棉", "Mumian"),
    ("Samsung", "Samsung"),
    ("OPPO", "OPPO"),
    ("青石", "Qingshi"),
    ("稻香", "Daoxiang"),
    ("白露", "Bailu"),
    ("北辰", "Beichen"),
    ("Nokia", "Nokia"),
    ("小满", "Xiaoman"),
    ("云集", "Yunji"),
];
/// Wide category, narrow category, things in it; each in Chinese and English.
type Shelf = ((&'static str, &'static str), (&'static str, &'static str), [(&'static str, &'static str); 4]);
const SHELVES: [Shelf; 8] = [
    (
        ("日用百货", "Household"),
        ("洗护清洁", "Cleaning"),
        [
            ("洗衣粉", "Washing Powder"),
            ("洗衣液", "Laundry Liquid"),
            ("肥皂", "Soap"),
            ("洗洁精", "Dish Soap"),
        ],
    ),
    (
        ("日用百货", "Household"),
        ("厨房用品", "Kitchen"),
        [("铁锅", "Iron Wok"), ("保温杯", "Thermos"), ("菜刀", "Kitchen Knife"), ("砂锅", "Clay Pot")],
    ),
    (
        ("日用百货", "Household"),
        ("家居收纳", "Storage"),
        [("收纳箱", "Storage Box"), ("衣架", "Hangers"), ("塑料桶", "Bucket"), ("压缩袋", "Vacuum Bag")],
    ),
    (
        ("家用电器", "Appliances"),
        ("厨房电器", "Kitchen Appliances"),
        [
            ("电饭煲", "Rice Cooker"),
            ("电热水壶", "Kettle"),
            ("微波炉", "Microwave"),
            ("豆浆机", "Soy Milk Maker"),
        ],
    ),
    (
        ("家用电器", "Appliances"),
        ("季节电器", "Seasonal"),
        [("电风扇", "Fan"), ("取暖器", "Heater"), ("加湿器", "Humidifier"), ("电热毯", "Electric Blanket")],
    ),
    (
        ("手机通讯", "Phones"),
        ("手机", "Handsets"),
        [
            ("智能手机", "Smartphone"),
            ("老人手机", "Senior Phone"),
            ("功能手机", "Feature Phone"),
            ("三防手机", "Rugged Phone"),
        ],
    ),
    (
        ("手机通讯", "Phones"),
        ("手机配件", "Accessories"),
        [("充电器", "Charger"), ("手机壳", "Phone Case"), ("数据线", "Cable"), ("耳机", "Earphones")],
    ),
    (
        ("服饰鞋帽", "Clothing"),
        ("男女鞋", "Shoes"),
        [("布鞋", "Cloth Shoes"), ("雨靴", "Rain Boots"), ("解放鞋", "Work Shoes"), ("棉拖鞋", "Slippers")],
    ),
];
const QUALITIES: [(&str, &str); 8] = [
    ("家用", "Home"),
    ("加厚", "Thick"),
    ("大容量", "Large"),
    ("便携", "Portable"),
    ("经济装", "Economy"),
    ("老人款", "Senior"),
    ("节能", "Saving"),
    ("加大", "XL"),
];
const COLOURS: [(&str, &str); 4] =
    [("红色", "Red"), ("蓝色", "Blue"), ("白色", "White"), ("军绿色", "Army Green")];
const BASE83: &[u8; 83] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/// A few well mixed bits of a number (the finaliser of splitmix64).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn both(zh: String, en: String) -> Localised {
    Localised { default: zh, others: vec![(Locale::En, en)] }
}

fn pair((zh, en): (&str, &str)) -> Localised {
    both(zh.to_owned(), en.to_owned())
}

/// A catalogue of `count` products in Chinese and English, at revision 1.
pub fn catalogue(count: usize) -> Catalogue {
    Catalogue {
        store: StoreProfile {
            name: both("样例铺".into(), "Sample Store".into()),
            default_locale: Locale::ZhCn,
            currency: Currency::CNY,
        },
        revision: 1,
        updated_ms: 1_700_000_000_000,
        products: (0..count as u64).map(product).collect(),
        epoch_ms: 1_690_000_000_000,
        gone: Vec::new(),
        synonyms: String::new(),
    }
}

/// The product of that number.
pub fn product(number: u64) -> Product {
    let dice = mix(number);
    let pick = |count: usize, shift: u32| ((dice >> shift) % count as u64) as usize;
    let (wide, narrow, things) = SHELVES[pick(SHELVES.len(), 0)];
    let (brand, quality, thing) =
        (BRANDS[pick(BRANDS.len(), 8)], QUALITIES[pick(QUALITIES.len(), 16)], things[pick(4, 24)]);
    let size = 1 + pick(40, 28);
    let price = 490 + 100 * i64::from(pick(900, 34) as u32);
    let colours = if pick(3, 44) == 0 { 3 } else { 0 };
    Product {
        handle: ProductHandle::try_from(format!("{}-{number}", thing.1.to_lowercase().replace(' ', "-")))
            .expect("a handle"),
        title: both(
            format!("{}{}{} {size}号", brand.0, quality.0, thing.0),
            format!("{} {} {} No. {size}", brand.1, quality.1, thing.1),
        ),
        vendor: pair(brand),
        category: vec![pair(wide), pair(narrow)],
        description_html: both(
            format!("<p>{}，{}。</p>", thing.0, quality.0),
            format!("<p>{}, {}.</p>", thing.1, quality.1),
        ),
        tags: vec![pair(quality)],
        options: if colours > 0 {
            vec![ProductOption {
                name: pair(("颜色", "Colour")),
                values: COLOURS[..colours].iter().copied().map(pair).collect(),
            }]
        } else {
            Vec::new()
        },
        variants: (0..colours.max(1) as u16)
            .map(|colour| Variant {
                id: VariantId(number as u32 * 4 + u32::from(colour)),
                sku: Some(format!("S{number}-{colour}")),
                choice: if colours > 0 { vec![colour] } else { Vec::new() },
                price: price + 100 * i64::from(colour),
                compare_at: (pick(5, 48) == 0).then_some(price + 2_000),
                stock: if pick(12, 50) == 0 { Some(0) } else { Some(7) },
                picture: None,
            })
            .collect(),
        pictures: vec![picture(number)],
        specs: vec![(pair(("规格", "Size")), both(format!("{size}号"), format!("No. {size}")))],
        sold: (pick(3, 54) * pick(2_000, 40)) as u32,
        created_ms: 1_690_000_000_000 + i64::from(pick(200, 30) as u32) * 86_400_000,
        record: Record { id: number as u32 + 1, place: number as u32, revision: 1, shown_revision: 1 },
    }
}

fn picture(number: u64) -> Picture {
    let letter = |place: u64| BASE83[(mix((number * 37) ^ 0xabcd ^ (place << 40)) % 62) as usize] as char;
    // 22 characters, as the hash of 3 by 3 components has; only the first few are the same for every picture.
    let placeholder = (0..20).map(|place| BASE83[(mix(number * 31 + place) % 83) as usize] as char);
    Picture {
        id: PictureId::try_from((0..12).map(letter).collect::<String>()).expect("twelve letters and digits"),
        width: 800,
        height: 800,
        placeholder: ['K', 'R'].into_iter().chain(placeholder).collect(),
        bytes: [900, 1_900, 5_200, 14_000].map(|bytes| bytes + (mix(number) % 700) as u32).to_vec(),
        alt: Localised::default(),
    }
}
