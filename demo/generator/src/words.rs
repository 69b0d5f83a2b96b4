//! Words that many products share, in both languages, so that the sources name them once and in Chinese.

/// Colours: Chinese, English, hexadecimal.
const COLOURS: &[(&str, &str, &str)] = &[
    ("红色", "Red", "dd4a41"),
    ("大红", "Bright red", "e0312f"),
    ("粉色", "Pink", "f2a0b5"),
    ("橙色", "Orange", "f08a3c"),
    ("黄色", "Yellow", "f5c83d"),
    ("绿色", "Green", "5aae61"),
    ("军绿", "Olive", "6f7a4a"),
    ("青色", "Teal", "3fa9a0"),
    ("天蓝", "Sky blue", "74bde8"),
    ("蓝色", "Blue", "4382cf"),
    ("藏青", "Navy", "2f4270"),
    ("紫色", "Purple", "8d6cc0"),
    ("咖色", "Brown", "8c6145"),
    ("米色", "Beige", "e9d8b8"),
    ("白色", "White", "f5f5f2"),
    ("灰色", "Grey", "9aa2aa"),
    ("银色", "Silver", "c6ced6"),
    ("金色", "Gold", "e2bf6f"),
    ("黑色", "Black", "3a3c44"),
    ("花色", "Floral", "e88aa4"),
];

/// Names of options.
const OPTIONS: &[(&str, &str)] = &[
    ("颜色", "Colour"),
    ("尺码", "Size"),
    ("尺寸", "Size"),
    ("重量", "Weight"),
    ("容量", "Capacity"),
    ("规格", "Pack"),
    ("口味", "Flavour"),
    ("香型", "Scent"),
    ("长度", "Length"),
    ("功率", "Power"),
    ("品种", "Variety"),
    ("阶段", "Stage"),
    ("存储", "Storage"),
];

/// Rows of the specification table: Chinese, English, key of the metafield.
pub(crate) const SPECIFICATIONS: &[(&str, &str, &str)] = &[
    ("净含量", "Net content", "net_content"),
    ("产地", "Origin", "origin"),
    ("材质", "Material", "material"),
    ("保质期", "Shelf life", "shelf_life"),
    ("规格", "Size", "size"),
    ("屏幕", "Screen", "screen"),
    ("内存", "Memory", "memory"),
    ("存储", "Storage", "storage"),
    ("电池", "Battery", "battery"),
    ("网络", "Network", "network"),
    ("系统", "System", "system"),
];

/// Units that follow a number; the longest first.
const UNITS: &[(&str, &str)] = &[
    ("片装", " sheets"),
    ("只装", " pcs"),
    ("个装", " pcs"),
    ("支装", " pcs"),
    ("双装", " pairs"),
    ("条装", " pcs"),
    ("包装", " packs"),
    ("瓶装", " bottles"),
    ("卷装", " rolls"),
    ("个月", " months"),
    ("公斤", " kg"),
    ("毫升", " ml"),
    ("厘米", " cm"),
    ("毫米", " mm"),
    ("毫安时", " mAh"),
    ("英寸", " in"),
    ("克", " g"),
    ("升", " L"),
    ("米", " m"),
    ("瓦", " W"),
    ("片", " sheets"),
    ("粒", " seeds"),
    ("天", " days"),
    ("年", " years"),
    ("寸", " cun"),
];

/// English and hexadecimal of a colour's Chinese name.
pub(crate) fn colour(chinese: &str) -> Option<(&'static str, &'static str)> {
    COLOURS.iter().find(|(name, _, _)| *name == chinese).map(|(_, english, hex)| (*english, *hex))
}

/// English of an option's Chinese name.
pub(crate) fn option(chinese: &str) -> Option<&'static str> {
    OPTIONS.iter().find(|(name, _)| *name == chinese).map(|(_, english)| *english)
}

/// English of a value that needs no translator: a colour, plain Latin letters, or a number with a unit.
pub(crate) fn value(chinese: &str) -> Option<String> {
    if let Some((english, _)) = colour(chinese) {
        return Some(english.to_owned());
    }
    if chinese.is_ascii() {
        return Some(chinese.to_owned());
    }
    let is_number = |text: &str| {
        text.chars().next().is_some_and(|c| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || ".-×".contains(c))
    };
    UNITS.iter().find_map(|(unit, english)| {
        let number = chinese.strip_suffix(unit)?;
        is_number(number).then(|| format!("{number}{english}"))
    })
}
