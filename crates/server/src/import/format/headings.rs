//! Headings that merchants and other shop systems use.

/// What a heading is compared by: no case, no underscores, no mark of a required column.
pub(super) fn key(heading: &str) -> String {
    let lower = heading.trim().trim_end_matches(['*', '＊', ':', '：', '?', '？']).to_lowercase();
    lower.replace(['_', '\u{a0}'], " ").trim().to_owned()
}

/// Shopify's name for each thing, and what else it is called in a list of goods. Of several columns for one thing the
/// one whose name comes first here counts.
const NAMES: [(&str, &[&str]); 13] = [
    ("URL handle", &["slug", "url key", "product slug"]),
    (
        "Title",
        &[
            "name",
            "product name",
            "item name",
            "product title",
            "title",
            "product",
            "item",
            "goods",
            "goods name",
            "名称",
            "商品名称",
            "产品名称",
            "货品名称",
            "商品名",
            "产品名",
            "品名",
            "商品标题",
            "标题",
            "商品",
            "产品",
            "名稱",
            "商品名稱",
        ],
    ),
    (
        "Variant Price",
        &[
            "price",
            "unit price",
            "retail price",
            "selling price",
            "sale price",
            "sales price",
            "regular price",
            "价格",
            "售价",
            "单价",
            "零售价",
            "销售价",
            "销售价格",
            "商品价格",
            "现价",
            "价钱",
            "价",
            "價格",
            "售價",
            "單價",
        ],
    ),
    (
        "Variant Compare At Price",
        &[
            "compare at price",
            "original price",
            "list price",
            "old price",
            "msrp",
            "rrp",
            "counter price",
            "原价",
            "市场价",
            "划线价",
            "吊牌价",
            "原價",
        ],
    ),
    (
        "Variant Inventory Qty",
        &[
            "stock",
            "quantity",
            "qty",
            "inventory",
            "stock quantity",
            "in stock",
            "inventory count",
            "available",
            "库存",
            "库存数量",
            "库存量",
            "数量",
            "现货",
            "庫存",
            "數量",
        ],
    ),
    (
        "Image Src",
        &[
            "picture",
            "pictures",
            "image",
            "images",
            "photo",
            "photos",
            "image url",
            "picture url",
            "image src",
            "image link",
            "pic url",
            "image1 src",
            "图片",
            "商品图片",
            "主图",
            "图片链接",
            "图片地址",
            "图片文件",
            "照片",
            "图",
            "圖片",
            "照片文件",
        ],
    ),
    (
        "Type",
        &[
            "category",
            "categories",
            "product category",
            "category1",
            "product type",
            "type",
            "分类",
            "商品分类",
            "类别",
            "类目",
            "品类",
            "种类",
            "商品类别",
            "分類",
            "類別",
        ],
    ),
    (
        "Body (HTML)",
        &[
            "description",
            "details",
            "detail",
            "product description",
            "描述",
            "商品描述",
            "详情",
            "商品详情",
            "介绍",
            "商品介绍",
            "说明",
            "簡介",
            "简介",
            "brief",
        ],
    ),
    (
        "Variant SKU",
        &[
            "sku",
            "item number",
            "item no",
            "item no.",
            "article number",
            "product code",
            "code",
            "goods sn",
            "货号",
            "商品编号",
            "商品编码",
            "商品货号",
            "商家编码",
            "编号",
            "编码",
            "貨號",
            "編號",
        ],
    ),
    ("Vendor", &["brand", "vendor", "manufacturer", "maker", "品牌", "厂家", "厂商", "生产厂家"]),
    ("Tags", &["tags", "tag", "keywords", "标签", "关键词", "標籤"]),
    ("Status", &["status", "状态", "商品状态", "狀態"]),
    ("Published", &["published", "on sale", "is on sale", "for sale", "是否上架", "上架", "上架状态"]),
];

/// Headings of what there is to choose. The heading is the name of the option.
const OPTIONS: [&str; 22] = [
    "size",
    "color",
    "colour",
    "flavor",
    "flavour",
    "style",
    "model",
    "spec",
    "specification",
    "variant",
    "option",
    "规格",
    "颜色",
    "尺码",
    "尺寸",
    "款式",
    "口味",
    "型号",
    "容量",
    "規格",
    "顏色",
    "版本",
];

/// Shopify's name for the thing that a heading is about, and how far in front it stands among its names. What stands in
/// brackets behind it (a unit, a currency) is passed over.
pub(super) fn shopify_name(heading: &str) -> Option<(&'static str, usize)> {
    let find = |key: &str| {
        NAMES.iter().find_map(|(name, others)| {
            let is_own = name.to_lowercase() == key;
            let rank = if is_own { 0 } else { others.iter().position(|other| *other == key)? + 1 };
            Some((*name, rank))
        })
    };
    let key = key(heading);
    find(&key).or_else(|| find(key.split(['(', '（', '[', '【', '/']).next().unwrap_or_default().trim()))
}

/// Whether a heading is that of something to choose.
pub(super) fn is_option(heading: &str) -> bool {
    OPTIONS.contains(&key(heading).as_str())
}

/// Headings by which another system's file is known: all of one line are there, or begin a heading that is.
const SYSTEMS: [(&str, &[&str]); 15] = [
    ("Magento", &["attribute set code", "product type"]),
    ("Magento", &["store view code", "sku"]),
    ("Magento", &["attribute set", "type", "sku"]),
    ("Vendure", &["optiongroups", "optionvalues"]),
    ("Vendure", &["variantassets", "facets"]),
    ("PrestaShop", &["active (0/1)"]),
    ("PrestaShop", &["price tax excluded"]),
    ("PrestaShop", &["price (tax excl.)"]),
    ("PrestaShop", &["price tax included"]),
    ("Taobao", &["宝贝名称"]),
    ("Taobao", &["宝贝标题"]),
    ("Taobao", &["宝贝id"]),
    ("Taobao", &["cid", "seller cids"]),
    ("Taobao", &["version 1.00"]),
    ("Wix", &["handleid", "fieldtype"]),
];

/// The system whose headings these are, of those whose files cannot be read.
pub(super) fn other_system(header: &[String]) -> Option<&'static str> {
    let keys: Vec<String> = header.iter().map(|name| key(name).trim_start().to_owned()).collect();
    let has = |wanted: &&str| keys.iter().any(|key| key.starts_with(wanted));
    SYSTEMS.iter().find(|(_, wanted)| wanted.iter().all(has)).map(|(system, _)| *system)
}
