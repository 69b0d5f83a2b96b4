//! Makes a shop to measure with: `cargo run --release -p fairday-server --example sample_shop DATA [products]` writes
//! DATA/fairday.db with a sample catalogue in Chinese and English, without picture files.

use fairday_server::catalogue::sample;
use fairday_server::database::Location;
use fairday_server::store::{Batch, Store};
use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(data) = arguments.next().map(PathBuf::from) else {
        eprintln!("Name the folder to write into.");
        return ExitCode::FAILURE;
    };
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(5_000);
    let catalogue = sample::catalogue(count);
    let batch = Batch {
        profile: catalogue.store,
        products: catalogue.products,
        withdrawn: Vec::new(),
        kept: Vec::new(),
        replace: true,
        now_ms: catalogue.updated_ms,
    };
    let written = async {
        let store = Store::open(&Location::in_folder(&data)).await?;
        store.apply(batch).await?;
        store.close().await;
        Ok::<_, fairday_server::store::StoreError>(())
    };
    match written.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
