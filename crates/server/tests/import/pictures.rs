//! Pictures: found, turned, bounded, made ready once.

use super::shop::{HEADER, Shop, reasons};
use fairday_contract::{Picture, PictureId};
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::import::limits::PICTURE_PIXELS_MAX;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;
use std::path::Path;

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// 64 x 32 pixels, red in the top left quarter and blue elsewhere.
fn corner() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, y| Rgb(if x < 32 && y < 16 { RED } else { BLUE }))
}

fn jpeg() -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(corner()), ImageFormat::Jpeg)
}

/// A JPEG with an EXIF block that holds nothing but the orientation.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

fn csv(images: &[&str]) -> String {
    let rows: Vec<String> =
        images.iter().enumerate().map(|(number, image)| format!("p{number},P,1,,,,,,,{image}\n")).collect();
    format!("{HEADER}{}", rows.concat())
}

fn served(path: &Path) -> RgbImage {
    image::open(path).unwrap().into_rgb8()
}

fn is_like(pixel: Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 60)
}

#[tokio::test]
async fn a_picture_is_turned_as_its_exif_says_for_all_eight_orientations() {
    // Where the red corner ends up: left, top.
    let expected = [
        (1, true, true),
        (2, false, true),
        (3, false, false),
        (4, true, false),
        (5, true, true),
        (6, false, true),
        (7, false, false),
        (8, true, false),
    ];
    let Some(shop) = Shop::new().await else { return };
    let names: Vec<String> = expected.iter().map(|(number, ..)| format!("o{number}.jpg")).collect();
    for (name, (number, ..)) in names.iter().zip(expected) {
        shop.put_image(name, &with_orientation(&jpeg(), number));
    }
    let report = shop.import(csv(&names.iter().map(String::as_str).collect::<Vec<_>>())).await;
    assert_eq!((report.problems.count(), report.pictures_made), (0, 8), "{report}");
    for (index, (number, left, top)) in expected.into_iter().enumerate() {
        let picture = shop.product(&format!("p{index}")).await.pictures.remove(0);
        let size = if number >= 5 { (32, 64) } else { (64, 32) };
        assert_eq!((picture.width, picture.height), size, "orientation {number}");
        let pixels = served(&shop.pictures().join(format!("{}-640.webp", picture.id)));
        assert_eq!(pixels.dimensions(), size, "never enlarged");
        let x = if left { size.0 / 4 } else { size.0 * 3 / 4 };
        let y = if top { size.1 / 4 } else { size.1 * 3 / 4 };
        assert!(is_like(*pixels.get_pixel(x, y), RED), "orientation {number}");
        assert!(is_like(*pixels.get_pixel(size.0 - 1 - x, size.1 - 1 - y), BLUE), "orientation {number}");
    }
}

#[tokio::test]
async fn a_picture_is_made_at_four_widths_with_a_placeholder() {
    let Some(shop) = Shop::new().await else { return };
    let wide = RgbImage::from_fn(1000, 500, |x, y| Rgb([(x / 4) as u8, (y / 2) as u8, 90]));
    shop.put_image("wide.png", &encoded(&DynamicImage::ImageRgb8(wide), ImageFormat::Png));
    shop.import(csv(&["wide.png"])).await;
    let picture = shop.product("p0").await.pictures.remove(0);
    assert_eq!((picture.width, picture.height, picture.placeholder.len()), (1000, 500, 22));
    for width in [96, 160, 320, 640] {
        let pixels = served(&shop.pictures().join(format!("{}-{width}.webp", picture.id)));
        assert_eq!(pixels.dimensions(), (width, width / 2));
    }
    assert_eq!(std::fs::read_dir(shop.pictures()).unwrap().count(), 4, "no temporary file stays");
}

/// What the files of a picture weigh, narrowest first.
fn weights(shop: &Shop, id: &PictureId) -> Vec<u32> {
    let file = |width| shop.pictures().join(format!("{id}-{width}.webp"));
    Picture::WIDTHS.iter().map(|width| file(width).metadata().unwrap().len() as u32).collect()
}

#[tokio::test]
async fn what_a_picture_costs_is_what_its_files_weigh() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("a.jpg", &jpeg());
    shop.import(csv(&["a.jpg"])).await;
    let picture = shop.product("p0").await.pictures.remove(0);
    assert_eq!(picture.bytes, weights(&shop, &picture.id));
    assert!(picture.bytes.is_sorted() && picture.bytes[0] > 0, "{:?}", picture.bytes);
}

#[tokio::test]
async fn a_catalogue_from_before_costs_were_kept_is_read_and_gets_them_once() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("a.jpg", &jpeg());
    shop.import(csv(&["a.jpg"])).await;
    let without_bytes = |transaction: &mut Transaction<'_>| {
        let display: String = transaction.query_one("SELECT display FROM product", &[])?.get(0)?;
        let mut display: serde_json::Value = serde_json::from_str(&display).unwrap();
        display["pictures"][0].as_object_mut().unwrap().remove("bytes").unwrap();
        transaction.execute("UPDATE product SET display = $1", &[&display.to_string()])
    };
    shop.store.database().write::<_, DatabaseError>(without_bytes).await.unwrap();
    assert!(shop.product("p0").await.pictures[0].bytes.is_empty(), "no figure, and no failure");
    let first = shop.import(csv(&["a.jpg"])).await;
    assert_eq!((first.updated, first.pictures_kept), (1, 1));
    let picture = shop.product("p0").await.pictures.remove(0);
    assert_eq!(picture.bytes, weights(&shop, &picture.id));
    let second = shop.import(csv(&["a.jpg"])).await;
    assert_eq!((second.updated, second.unchanged, second.revision), (0, 1, first.revision));
}

#[tokio::test]
async fn what_is_transparent_becomes_white() {
    let Some(shop) = Shop::new().await else { return };
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    for (name, format) in [("a.png", ImageFormat::Png), ("b.webp", ImageFormat::WebP)] {
        shop.put_image(name, &encoded(&DynamicImage::ImageRgba8(clear.clone()), format));
    }
    shop.import(csv(&["a.png", "b.webp"])).await;
    for handle in ["p0", "p1"] {
        let picture = shop.product(handle).await.pictures.remove(0);
        let pixels = served(&shop.pictures().join(format!("{}-96.webp", picture.id)));
        assert!(is_like(*pixels.get_pixel(20, 20), [255; 3]));
    }
}

#[tokio::test]
async fn a_picture_is_found_by_its_base_name() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("Red Cup.JPG", &jpeg());
    for name in [
        "https://cdn.example/files/1/red%20cup.jpg?v=1623104890",
        "images\\RED CUP.jpeg",
        "/var/red cup",
        "red cup.webp",
    ] {
        let report = shop.import(csv(&[name])).await;
        assert_eq!(shop.product("p0").await.pictures.len(), 1, "{name}: {report}");
    }
}

/// A picture that is like no other.
fn plain(colour: [u8; 3]) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(RgbImage::from_pixel(20, 20, Rgb(colour))), ImageFormat::Png)
}

/// The colour of a product's first picture, as it is served; black without one.
async fn colour(shop: &Shop, handle: &str) -> Rgb<u8> {
    let picture = shop.product(handle).await.pictures.into_iter().next();
    picture.map_or(Rgb([0; 3]), |picture| {
        *served(&shop.pictures().join(format!("{}-96.webp", picture.id))).get_pixel(10, 10)
    })
}

#[tokio::test]
async fn of_pictures_with_one_name_the_longest_end_of_the_path_decides() {
    let Some(shop) = Shop::new().await else { return };
    for folder in ["a", "b", "x/b"] {
        std::fs::create_dir_all(shop.folder.path().join("images").join(folder)).unwrap();
    }
    shop.put_image("a/1.png", &plain(RED));
    shop.put_image("b/1.png", &plain(BLUE));
    shop.put_image("x/b/1.png", &plain([9, 200, 9]));
    let names = ["https://cdn.example/s/A/1.png?v=1", "b/1.png", "https://cdn.example/x/b/1.png", "c/1.png", "1.png"];
    let report = shop.import(csv(&names)).await;
    assert!(is_like(colour(&shop, "p0").await, RED), "{report}");
    assert!(is_like(colour(&shop, "p2").await, [9, 200, 9]), "{report}");
    for (handle, name) in [("p1", "b/1.png"), ("p3", "c/1.png"), ("p4", "1.png")] {
        assert!(shop.product(handle).await.pictures.is_empty(), "{name} is not guessed");
        let told = reasons(&report).into_iter().find(|reason| reason.contains(&format!("the picture {name} may be any of ")));
        assert!(told.is_some_and(|told| told.contains("b/1.png, x/b/1.png")), "{report}");
    }
}

#[tokio::test]
async fn two_pictures_of_one_name_do_not_share_one_file() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("1.png", &plain(RED));
    shop.put_image("2.png", &plain(BLUE));
    let names = ["https://cdn.example/a/1.png", "https://cdn.example/b/1.png", "https://other.example/a/2.png?v=2", "a/2.png"];
    let report = shop.import(csv(&names)).await;
    for handle in ["p0", "p1"] {
        assert!(shop.product(handle).await.pictures.is_empty(), "{report}");
    }
    assert_eq!(report.problems.count(), 2, "{report}");
    assert!(reasons(&report)[0].contains("has the name of b/1.png"), "{report}");
    for handle in ["p2", "p3"] {
        assert!(is_like(colour(&shop, handle).await, BLUE), "one path on two hosts is one picture: {report}");
    }
}

#[tokio::test]
async fn copies_of_one_picture_are_no_choice() {
    let Some(shop) = Shop::new().await else { return };
    for folder in ["old", "new"] {
        std::fs::create_dir(shop.folder.path().join("images").join(folder)).unwrap();
        shop.put_image(&format!("{folder}/cup.png"), &plain(RED));
    }
    let report = shop.import(csv(&["cup.png"])).await;
    assert!(report.problems.count() == 0 && is_like(colour(&shop, "p0").await, RED), "{report}");
}

#[tokio::test]
async fn a_name_with_a_number_sign_or_an_accent_is_the_whole_name() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("shirt.png", &plain(RED));
    shop.put_image("cafe\u{301}.png", &plain(BLUE));
    let report = shop.import(csv(&["shirt #2.png", "caf\u{e9}.png", "caf%C3%A9.png"])).await;
    assert_eq!(reasons(&report), ["line 2: the picture shirt #2.png is not in the pictures folder"]);
    assert!(is_like(colour(&shop, "p1").await, BLUE) && is_like(colour(&shop, "p2").await, BLUE));
    shop.put_image("shirt #2.png", &plain(BLUE));
    let report = shop.import(csv(&["shirt #2.png", "shirt%20%232.png?v=1", "shirt.png#zoom"])).await;
    assert_eq!(report.problems.count(), 0, "{report}");
    assert!(is_like(colour(&shop, "p0").await, BLUE) && is_like(colour(&shop, "p1").await, BLUE));
    assert!(is_like(colour(&shop, "p2").await, RED));
}

#[tokio::test]
async fn a_jpeg_that_lacks_only_its_last_marker_is_shown_with_a_note() {
    let Some(shop) = Shop::new().await else { return };
    let whole = jpeg();
    let marker_at = whole.len() - 2;
    assert_eq!(whole[marker_at..], [0xFF, 0xD9]);
    let names: Vec<String> = (0..5).map(|number| format!("{number}.jpg")).collect();
    let ends = [marker_at, marker_at + 1, marker_at - 6, marker_at - 12, marker_at - 30];
    for (name, end) in names.iter().zip(ends) {
        shop.put_image(name, &whole[..end]);
    }
    let csv = csv(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for _ in 0..2 {
        let report = shop.import(&csv).await;
        for (number, reason) in reasons(&report).into_iter().enumerate() {
            let says = if number < 2 { "lacks its end marker, and is shown" } else { "is cut off" };
            assert!(reason.contains(says), "{reason}");
        }
        assert_eq!(report.problems.count(), 5, "{report}");
    }
    let picture = shop.product("p0").await.pictures.remove(0);
    let pixels = served(&shop.pictures().join(format!("{}-640.webp", picture.id)));
    assert!(is_like(*pixels.get_pixel(8, 8), RED) && is_like(*pixels.get_pixel(60, 30), BLUE));
}

#[tokio::test]
async fn a_picture_is_never_taken_from_outside_the_folder() {
    let Some(shop) = Shop::new().await else { return };
    std::fs::write(shop.folder.path().join("secret.jpg"), jpeg()).unwrap();
    std::os::unix::fs::symlink("../secret.jpg", shop.folder.path().join("images/link.jpg")).unwrap();
    let absolute = shop.folder.path().join("secret.jpg");
    let names =
        ["../secret.jpg", "..%2Fsecret.jpg", absolute.to_str().unwrap(), "link.jpg", "..", "%00", "%FF"];
    let report = shop.import(csv(&names)).await;
    assert_eq!(report.pictures_made, 0, "{report}");
    assert_eq!(report.products, names.len());
}

#[tokio::test]
async fn a_picture_that_is_missing_is_reported_once_and_the_product_imported() {
    let Some(shop) = Shop::new().await else { return };
    let report = shop.import(csv(&["gone.jpg", "gone.jpg?v=2", "gone.jpg"])).await;
    assert_eq!(reasons(&report), ["line 2: the picture gone.jpg is not in the pictures folder"]);
    assert_eq!(report.products, 3);
}

#[tokio::test]
async fn pictures_that_cannot_be_read_are_reported_and_the_rest_goes_on() {
    let Some(shop) = Shop::new().await else { return };
    let whole = jpeg();
    let png = encoded(&DynamicImage::ImageRgb8(corner()), ImageFormat::Png);
    let webp = encoded(&DynamicImage::ImageRgb8(corner()), ImageFormat::WebP);
    shop.put_image("cut.jpg", &whole[..whole.len() - 40]);
    shop.put_image("cut.png", &png[..png.len() / 2]);
    shop.put_image("cut.webp", &webp[..webp.len() / 2]);
    shop.put_image("text.jpg", b"this is no picture");
    shop.put_image("empty.jpg", b"");
    shop.put_image("old.gif", b"GIF89a\x01\0\x01\0\0\0\0");
    shop.put_image("good.jpg", &whole);
    let report = shop
        .import(csv(&["cut.jpg", "cut.png", "cut.webp", "text.jpg", "empty.jpg", "old.gif", "good.jpg"]))
        .await;
    assert_eq!((report.products, report.pictures_made, report.problems.count()), (7, 1, 6), "{report}");
    assert!(reasons(&report)[0].contains("cut.jpg is cut off"), "{report}");
}

#[tokio::test]
async fn a_bomb_is_refused_by_its_header() {
    let Some(shop) = Shop::new().await else { return };
    // A PNG header that promises 60,000 x 60,000 pixels, with next to nothing behind it.
    let mut header = b"IHDR".to_vec();
    header.extend(60_000_u32.to_be_bytes());
    header.extend(60_000_u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bomb.extend(&header);
    bomb.extend(crc32(&header).to_be_bytes());
    bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    shop.put_image("bomb.png", &bomb);
    let report = shop.import(csv(&["bomb.png"])).await;
    let limit = format!("60000 x 60000 pixels, more than {PICTURE_PIXELS_MAX}");
    assert!(reasons(&report)[0].contains(&limit), "{report}");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

#[tokio::test]
async fn pictures_that_are_ready_are_not_made_again() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("a.jpg", &jpeg());
    let first = shop.import(csv(&["a.jpg"])).await;
    let times = || -> Vec<_> {
        let mut files: Vec<_> =
            std::fs::read_dir(shop.pictures()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|file| (file.metadata().unwrap().modified().unwrap(), file)).collect()
    };
    let before = times();
    let again = shop.import(csv(&["a.jpg"])).await;
    assert_eq!((first.pictures_made, first.pictures_kept), (1, 0));
    assert_eq!((again.pictures_made, again.pictures_kept, again.revision), (0, 1, 1));
    assert_eq!(times(), before);
    std::fs::remove_file(&before[0].1).unwrap();
    assert_eq!(shop.import(csv(&["a.jpg"])).await.pictures_made, 1, "a lost file is made again");
}

#[tokio::test]
async fn a_picture_that_a_power_cut_has_spoilt_is_made_again() {
    let Some(shop) = Shop::new().await else { return };
    shop.put_image("a.jpg", &jpeg());
    shop.import(csv(&["a.jpg"])).await;
    let entries = std::fs::read_dir(shop.pictures()).unwrap();
    let files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    for file in &files {
        let whole = std::fs::read(file).unwrap();
        for spoilt in [vec![], whole[..whole.len() / 2].to_vec(), vec![0; whole.len()], [&whole[..], b"x"].concat()]
        {
            std::fs::write(file, spoilt).unwrap();
            assert_eq!(shop.import(csv(&["a.jpg"])).await.pictures_made, 1);
            assert_eq!(std::fs::read(file).unwrap(), whole, "{}", file.display());
        }
    }
    assert_eq!(std::fs::read_dir(shop.pictures()).unwrap().count(), files.len(), "no drafts are left");
}

#[tokio::test]
async fn rows_with_only_a_picture_add_pictures_and_variants_have_their_own() {
    let Some(shop) = Shop::new().await else { return };
    for (name, colour) in [("a.png", RED), ("b.png", BLUE), ("c.png", [9, 200, 9])] {
        let picture = RgbImage::from_pixel(20, 20, Rgb(colour));
        shop.put_image(name, &encoded(&DynamicImage::ImageRgb8(picture), ImageFormat::Png));
    }
    let report = shop
        .import(format!(
            "{HEADER}cup,Cup,1,Colour,Red,,,,,a.png,b.png\ncup,,1,,Blue,,,,,b.png,\ncup,,,,,,,,,c.png,\n"
        ))
        .await;
    assert_eq!(report.problems.count(), 0, "{report}");
    let cup = shop.product("cup").await;
    assert_eq!(cup.pictures.len(), 3);
    assert_eq!(cup.variants.iter().map(|variant| variant.picture).collect::<Vec<_>>(), [Some(1), None]);
}

#[tokio::test]
async fn a_file_that_names_pictures_without_a_folder_says_so_once() {
    let Some(shop) = Shop::new().await else { return };
    let mut options = shop.options(csv(&["a.jpg", "b.jpg"]).as_bytes());
    options.images = None;
    let report = shop.run(options).await.unwrap();
    assert_eq!((report.products, report.problems.count()), (2, 1), "{report}");
}
