//! The `fairday` command.

mod config;

use clap::Parser;
use config::{Cli, Command, DemoArgs, LogFormat, ServeArgs};
use fairday_server::accounts::housekeeping;
use fairday_server::admin::{self, AdminToken};
use fairday_server::alarms::{self, Alarm, Kind as AlarmKind};
use fairday_server::clock::Clock;
use fairday_server::credit::guarantor;
use fairday_server::credit::reminders::Reminding;
use fairday_server::credit::verify::check_totals;
use fairday_server::database::Class;
use fairday_server::http::dist::Dist;
use fairday_server::http::open_files;
use fairday_server::http::serve::{ConnectionLimits, listen, serve};
use fairday_server::http::{AppState, HttpConfig, Services, SharedState};
use fairday_server::import::{self, ImportArgs};
use fairday_server::lease::Holder;
use fairday_server::orders::lapse::Lapsing;
use fairday_server::orders::payment::unpaid::{self, Unpaid};
use fairday_server::orders::publish;
use fairday_server::outbound::Outbound;
use fairday_server::privacy::command as keys;
use fairday_server::privacy::key_file::KeyFile;
use fairday_server::privacy::servers::{BEAT, Keeping};
use fairday_server::refresh::{self, POLL_INTERVAL};
use fairday_server::regions;
use fairday_server::shop_config::ShopConfig;
use fairday_server::sms::{PrintedSms, Sms};
use fairday_server::store::Store;
use fairday_server::webhooks::deliver::Delivery;
use fairday_server::webhooks::outbox;
use std::io::{ErrorKind, IsTerminal, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tracing_subscriber::EnvFilter;

/// glibc's allocator keeps what the last catalogue's snapshot leaves between what lives on; this one gives it back to the system
/// within seconds, on a thread of its own: `docs/decisions/0008-jemalloc.md`.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Threads for what would hold up an async thread: answers and pictures, which have smaller limits of their own, and name
/// look-ups. tokio's 512 would let anything without a limit of its own take a gigabyte for stacks.
const BLOCKING_THREADS_MAX: usize = 64;

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(command)),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "fairday: no threads to run on: {error}.");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> ExitCode {
    let outcome = match command {
        Command::Serve(args) => run_server(args, Kind::Shop).await,
        Command::Demo(args) => run_demo(args).await,
        Command::Orders(command) => admin::orders::command(command).await,
        Command::Webhooks(command) => admin::webhooks::command(command).await,
        Command::Alarms(command) => admin::alarms::command(command).await,
        Command::Credit(command) => admin::credit::command(command).await,
        Command::Billing(command) => admin::books::bill(command).await,
        Command::Ledger(command) => admin::books::check(command).await,
        Command::Import(args) => return ExitCode::from(import::command(args).await),
        Command::Keys(args) => keys::command(args).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "fairday: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn open_store(args: &ServeArgs) -> Result<Store, String> {
    let location = args.database.location(&args.data).map_err(|error| format!("--database: {error}."))?;
    Store::open(&location).await.map_err(|error| format!("{location} cannot be used: {error}."))
}

async fn run_demo(mut args: DemoArgs) -> Result<(), String> {
    let shop = args.demo_dir.join("shop.toml");
    if args.serve.shop.is_none() && shop.is_file() {
        args.serve.shop = Some(shop);
    }
    let store = open_store(&args.serve).await?;
    let revision = store.revision().await.map_err(|error| error.to_string())?;
    store.close().await;
    if revision == 0 {
        let file = args.demo_dir.join("products.csv");
        if !file.is_file() {
            let folder = args.demo_dir.display();
            return Err(format!(
                "The demo catalogue {} is missing. Name its folder with --demo-dir instead of {folder}.",
                file.display()
            ));
        }
        let import = ImportArgs {
            file,
            images: Some(args.demo_dir.join("pictures")),
            currency: None,
            locale: None,
            store_name: Some("赶集".to_owned()),
            store_name_en: Some("Fairday".to_owned()),
            replace: false,
            encoding: None,
            allow_free: false,
            stock_unknown: None,
            data: args.serve.data.clone(),
            database: args.serve.database.clone(),
        };
        if import::command(import).await == import::FAILED {
            return Err("The demo catalogue could not be imported.".to_owned());
        }
    }
    run_server(args.serve, Kind::Demo).await
}

/// What sends one-time codes. A demo prints them, and shows them in the page.
fn open_sms(args: &ServeArgs, kind: Kind) -> Result<Sms, String> {
    if kind == Kind::Demo {
        return Ok(Sms::by(PrintedSms).within(args.sms.budget()));
    }
    if args.sms.sms_url.is_none() {
        tracing::warn!("nobody can sign in: no SMS gateway is named with --sms-url");
    }
    args.sms.open()
}

/// What is served.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shop,
    Demo,
}

async fn run_server(args: ServeArgs, kind: Kind) -> Result<(), String> {
    start_log(&args)?;
    let shop = args.shop.as_deref().map(ShopConfig::read).transpose()?;
    if shop.is_none() {
        tracing::warn!(
            "without --shop FILE this shop delivers everywhere for nothing, and has no pick-up points"
        );
    }
    let admin_token = AdminToken::find(args.admin_token_file.as_deref())?;
    if args.public_url.is_none() && shop.as_ref().is_some_and(|shop| shop.online.is_some()) {
        return Err("[payment.online] needs --public-url: the provider sends shoppers back there.".to_owned());
    }
    let dist = Dist::read(&args.dist)?;
    regions::prepare();
    let store = open_store(&args).await?;
    let starting = store.database().for_class(Class::Bulk);
    let keys = KeyFile::new(&args.keys, &args.data).open_for(&starting).await?;
    let books = check_totals(&starting).await;
    if let Some(wrong) = books.map_err(|error| format!("The database cannot be used: {error}."))? {
        // The shop goes on: what is wrong is not made better by a shop that is closed.
        let alarm = Alarm::new(AlarmKind::BooksWrong, "the books of phone credit", wrong);
        alarms::report(store.database(), alarm, Clock::default().now_ms()).await;
    }
    let lends = shop.as_ref().and_then(|shop| shop.credit.as_ref());
    let guarantor = lends.map(guarantor::of).transpose()?;
    let limits = connection_limits(&args);
    let listener = listen(args.listen).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{} is in use by another program. Choose another with --listen.", args.listen)
        }
        _ => format!("{} cannot be listened at: {error}. Choose another with --listen.", args.listen),
    })?;
    let synonyms = shop.as_ref().map(|shop| shop.synonyms.clone()).unwrap_or_default();
    let source = refresh::WithSynonyms { source: store.clone(), synonyms };
    let snapshot = refresh::first_snapshot(&source)
        .await
        .map_err(|error| format!("The catalogue cannot be read: {error}."))?;
    if snapshot.revision() == 0 {
        tracing::warn!(
            "nothing is imported yet: run `fairday import products.csv --images DIR`, or `fairday demo`"
        );
    }
    let config = HttpConfig {
        public_url: args.public_url.clone(),
        metrics_public: args.metrics_public,
        pictures: args.data.join("pictures"),
        is_demo: kind == Kind::Demo,
        shop: Arc::new(shop.unwrap_or_default()),
        admin_token,
        trusted_proxies: args.trusted_proxies.clone(),
    };
    let services =
        Services { sms: open_sms(&args, kind)?, guarantor, ..Services::new(store.database().clone(), keys) };
    let address = listener.local_addr().unwrap_or(args.listen);
    let (revision, products) = (snapshot.revision(), snapshot.handles().len());
    let state = AppState::new(snapshot, config, dist, services);
    let (keeping_keys, following_keys) = keep_keys(&args, address, &state).await?;
    let beside = state.database.for_class(Class::Background);
    let keeping = tokio::spawn(housekeeping::keep(beside.clone(), state.clock.clone()));
    let following = tokio::spawn(refresh::follow(source, Arc::clone(&state), POLL_INTERVAL));
    let publishing = tokio::spawn(publish::follow(beside, state.clock.clone()));
    let background = background(&state).await?;
    tracing::info!(revision, products, "serving at http://{address}");
    serve(listener, state, limits, stop_signal()).await;
    following.abort();
    publishing.abort();
    background.iter().for_each(JoinHandle::abort);
    keeping.abort();
    following_keys.abort();
    if let Err(error) = keeping_keys.end().await {
        tracing::warn!(%error, "a rotation of keys will wait for this server a while, as it could not say that it stops");
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// How many connections there may be, by the options and the operating system's limit of open files.
fn connection_limits(args: &ServeArgs) -> ConnectionLimits {
    let all = open_files::connections_within_limit(args.connections);
    if all < args.connections {
        tracing::warn!(
            "only {all} connections are served at once and not {}: raise the limit of open files (ulimit -n, or LimitNOFILE \
             of systemd), or lower --connections",
            args.connections
        );
    }
    let per_address = args.connections_per_address.min(all);
    ConnectionLimits { all, per_address, ..ConnectionLimits::default() }
}

/// Says which keys this server has before it serves, and goes on saying so.
async fn keep_keys(
    args: &ServeArgs,
    address: SocketAddr,
    state: &SharedState,
) -> Result<(Arc<Keeping>, JoinHandle<()>), String> {
    let name = format!("process {} at {address}", std::process::id());
    let file = KeyFile::new(&args.keys, &args.data);
    let keeping =
        Keeping::new(name, state.database.clone(), Arc::clone(&state.keys), file, state.clock.clone());
    keeping.begin().await.map_err(|error| error.to_string())?;
    let keeping = Arc::new(keeping);
    let following = Arc::clone(&keeping);
    Ok((keeping, tokio::spawn(async move { following.follow(BEAT).await })))
}

/// Starts the work that goes on beside the requests, done by one server at a time: cancelling orders that were not paid or
/// not collected, telling other systems, and phone credit's own.
async fn background(state: &SharedState) -> Result<Vec<JoinHandle<()>>, String> {
    let database = state.database.for_class(Class::Background);
    let (holder, shop) = (Holder::new(), &state.config.shop);
    let unpaid = Unpaid {
        database: database.clone(),
        keys: Arc::clone(&state.keys),
        payments: state.payments.clone(),
        wait_ms: unpaid::wait_ms(shop.online.as_ref()),
        holder,
    };
    let lapsing = Lapsing {
        database: database.clone(),
        keys: Arc::clone(&state.keys),
        payments: state.payments.clone(),
        limits: shop.limits,
        holder,
    };
    outbox::turn(&database, shop.webhooks.is_some())
        .await
        .map_err(|error| format!("The database cannot be used: {error}."))?;
    let clock = state.clock.clone();
    let mut tasks = Vec::new();
    if let Some(endpoint) = shop.webhooks.clone() {
        let delivery = Delivery { database: database.clone(), outbound: Outbound::new()?, endpoint, holder };
        tasks.push(tokio::spawn(delivery.follow(clock.clone())));
    }
    if let Some(mut credit) = state.credit() {
        credit.database = database.clone();
        if credit.config.reminders.is_some() {
            let reminding = Reminding::new(credit.clone(), state.sms.clone())?;
            tasks.push(tokio::spawn(reminding.follow(clock.clone(), holder)));
        }
        tasks.push(tokio::spawn(credit.follow(clock.clone(), holder)));
    }
    tasks.push(tokio::spawn(lapsing.follow(clock.clone())));
    tasks.push(tokio::spawn(state.sms.clone().follow_failures(state.database.clone(), clock.clone())));
    tasks.push(tokio::spawn(unpaid.follow(clock)));
    Ok(tasks)
}

fn start_log(args: &ServeArgs) -> Result<(), String> {
    let filter = EnvFilter::try_new(&args.log_level)
        .map_err(|error| format!("--log-level {}: {error}.", args.log_level))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A file or a service manager is not to keep codes for colours.
    let log = log.with_ansi(std::io::stderr().is_terminal());
    match args.log {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}

/// Comes when the process is asked to stop: ctrl-c, or SIGTERM where there is such a thing.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
