//! Writes the demo catalogue: `demo/products.csv` and `demo/pictures/`, from `goods/*.txt` and nothing else.

mod goods;
mod picture;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The folder of the sources.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("goods")
}

/// The folder that holds the catalogue.
fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() -> ExitCode {
    match generate() {
        Ok(summary) => {
            eprintln!("{summary}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("fairday-demo-generator: {wrong}");
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<String, String> {
    let products = source::read(&sources())?;
    let studio = picture::Studio::open()?;
    let folder = demo().join("pictures");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut written = BTreeSet::new();
    let mut bytes = 0;
    for product in &products {
        for picture in product.pictures() {
            let svg = picture::draw(&picture.look, product.background).ok_or("no such drawing")?;
            let webp = studio.webp(&svg).map_err(|error| format!("{}: {error}", picture.file))?;
            bytes += webp.len();
            fs::write(folder.join(&picture.file), webp).map_err(|error| error.to_string())?;
            written.insert(picture.file);
        }
    }
    remove_others(&folder, &written)?;
    let csv = table::csv(&products).map_err(|error| error.to_string())?;
    fs::write(demo().join("products.csv"), csv).map_err(|error| error.to_string())?;
    Ok(format!("{} products, {} pictures, {} kB", products.len(), written.len(), bytes / 1000))
}

/// Pictures of products that are gone go too.
fn remove_others(folder: &Path, written: &BTreeSet<String>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|is| is == "webp") && !written.contains(&name) {
            fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}
