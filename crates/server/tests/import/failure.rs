//! All or nothing.

use super::pictures::encoded;
use super::shop::{HEADER, Shop};
use fairday_server::import::ImportError;
use super::ENGINE;
use crate::engine::Engine;
use fairday_server::database::Location;
use fairday_server::store::Store;
use image::{DynamicImage, ImageFormat};

#[tokio::test]
async fn a_failed_import_leaves_the_old_catalogue_as_it_was() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,1\nb,B,2\nc,C,3\n")).await;
    let before = shop.catalogue().await;
    let fault: &[&str] = match ENGINE {
        Engine::Sqlite => &["CREATE TRIGGER fault BEFORE UPDATE ON product WHEN NEW.handle = 'b' BEGIN SELECT RAISE(ABORT, 'full'); END"],
        Engine::Postgres => &[
            "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''full''; END'",
            "CREATE TRIGGER fault BEFORE UPDATE ON product FOR EACH ROW WHEN (NEW.handle = 'b') EXECUTE FUNCTION fault()",
        ],
    };
    for sql in fault {
        shop.execute(sql).await;
    }
    let next = format!("{HEADER}new,New,9\na,A,100\nb,B,200\nc,C,300\n");
    let error = shop.try_import(&next).await.unwrap_err();
    assert!(error.to_string().contains("full"), "{error}");
    assert_eq!(shop.catalogue().await, before);
    shop.execute(match ENGINE {
        Engine::Sqlite => "DROP TRIGGER fault",
        Engine::Postgres => "DROP TRIGGER fault ON product",
    })
    .await;
    assert_eq!(shop.import(&next).await.revision, 2, "and the same import works once the fault is gone");
}

#[tokio::test]
async fn a_pictures_folder_that_cannot_be_written_stops_the_import_before_the_catalogue() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,1\n")).await;
    let before = shop.catalogue().await;
    shop.put_image("a.png", &encoded(&DynamicImage::new_rgb8(8, 8), ImageFormat::Png));
    let mut options = shop.options(format!("{HEADER}a,A,2,,,,,,,a.png\n").as_bytes());
    std::fs::remove_dir_all(shop.pictures()).unwrap();
    std::fs::write(shop.pictures(), "a file where a folder should be").unwrap();
    let error = shop.run(options.clone()).await.unwrap_err();
    assert!(matches!(error, ImportError::Pictures { .. }), "{error}");
    assert_eq!(shop.catalogue().await, before);
    options.images = Some(shop.folder.path().join("no such folder"));
    assert!(matches!(shop.run(options).await.unwrap_err(), ImportError::Pictures { .. }));
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_an_error_that_names_it() {
    let Some(shop) = Shop::new().await else { return };
    let mut options = shop.options(b"");
    options.file = shop.folder.path().join("gone.csv");
    let error = shop.run(options).await.unwrap_err();
    assert!(error.to_string().contains("gone.csv"), "{error}");
}

#[tokio::test]
async fn a_file_in_which_nothing_can_be_read_is_an_error_and_changes_nothing() {
    let Some(shop) = Shop::new().await else { return };
    shop.import(format!("{HEADER}a,A,1\n")).await;
    let before = shop.catalogue().await;
    for csv in [HEADER.to_owned(), format!("{HEADER}a,A,free\nb,,1\n,C,3\n")] {
        let mut options = shop.options(csv.as_bytes());
        options.replace = true;
        assert!(matches!(shop.run(options).await.unwrap_err(), ImportError::Nothing(_)));
        assert_eq!(shop.catalogue().await, before);
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("letter.db");
    let letter = "Dear merchant, this is a letter. ".repeat(200);
    std::fs::write(&path, &letter).unwrap();
    assert!(Store::open(&Location::Sqlite(path.clone())).await.is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
}

#[tokio::test]
async fn two_imports_at_once_both_arrive() {
    let Some(shop) = Shop::new().await else { return };
    let other = Store::open(&shop.place.location).await.unwrap();
    let first = shop.options(format!("{HEADER}a,A,1\n").as_bytes());
    let mut second = first.clone();
    second.file = shop.folder.path().join("second.csv");
    std::fs::write(&second.file, format!("{HEADER}b,B,2\n")).unwrap();
    let (one, two) = tokio::join!(shop.run(first), fairday_server::import::run(&other, second, |_| ()));
    one.unwrap();
    two.unwrap();
    let mut handles = shop.handles().await;
    handles.sort();
    assert_eq!(handles, ["a", "b"]);
    assert_eq!(shop.store.revision().await.unwrap(), 2);
}
