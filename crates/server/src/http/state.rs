//! What all handlers share.

use super::dist::Dist;
use super::export::Exports;
use super::metrics::Metrics;
use super::uploads::Uploads;
use crate::admin::AdminToken;
use crate::catalogue::{RenderedCache, Renderer, Snapshot};
use crate::clock::Clock;
use crate::credit::Credit;
use crate::credit::guarantor::{ByRules, Guarantor};
use crate::database::Database;
use crate::orders::payment::Payments;
use crate::privacy::KeyRing;
use crate::shop_config::{CreditConfig, ShopConfig};
use crate::sms::Sms;
use arc_swap::ArcSwap;
use ipnet::IpNet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Semaphore;

/// What the handlers need to know, from the command line.
#[derive(Clone, Debug, Default)]
pub struct HttpConfig {
    /// Where the shop is reached from outside, without a slash at the end; the Host header decides when not told.
    pub public_url: Option<String>,
    /// Whether `/metrics` answers everybody, and not only this machine.
    pub metrics_public: bool,
    /// The folder of `{id}-{width}.webp` files.
    pub pictures: PathBuf,
    /// Whether this is a demo: one-time codes are shown in the page, and plain HTTP will do.
    pub is_demo: bool,
    /// What the merchant decides beside the catalogue.
    pub shop: Arc<ShopConfig>,
    /// Who the shop's own systems are; nobody without one.
    pub admin_token: Option<AdminToken>,
    /// Proxies that say in `X-Forwarded-For` where requests come from.
    pub trusted_proxies: Vec<IpNet>,
}

/// What the handlers work with, beside the catalogue: see [`Services::new`].
pub struct Services {
    /// The shop's database.
    pub database: Database,
    /// The keys of personal data.
    pub keys: Arc<KeyRing>,
    /// What time it is.
    pub clock: Clock,
    /// What sends one-time codes.
    pub sms: Sms,
    /// Who stands in for shoppers on credit; without one the shop does, by the rules of its configuration.
    pub guarantor: Option<Arc<dyn Guarantor>>,
}

impl Services {
    /// A database and its keys, with the machine's own clock, and nothing that sends codes.
    pub fn new(database: Database, keys: KeyRing) -> Self {
        Self { database, keys: Arc::new(keys), clock: Clock::default(), sms: Sms::default(), guarantor: None }
    }
}

/// Who lends, and who stands in for shoppers.
pub struct CreditShop {
    /// The shop's terms.
    pub config: Arc<CreditConfig>,
    /// Who stands in.
    pub guarantor: Arc<dyn Guarantor>,
}

impl CreditShop {
    /// Without a guarantor the shop stands in itself, by its rules.
    fn new(config: CreditConfig, guarantor: Option<Arc<dyn Guarantor>>) -> Self {
        let guarantor = guarantor.unwrap_or_else(|| Arc::new(ByRules(config.rules.clone())));
        Self { guarantor, config: Arc::new(config) }
    }
}

/// What all handlers share.
pub struct AppState {
    snapshot: ArcSwap<Snapshot>,
    /// From the command line.
    pub config: HttpConfig,
    /// The front end's files, and the shell (`index.html`).
    pub dist: Dist,
    /// The shop's database.
    pub database: Database,
    /// The keys of personal data. A job of the database takes a clone along.
    pub keys: Arc<KeyRing>,
    /// What time it is.
    pub clock: Clock,
    /// How orders can be paid.
    pub payments: Payments,
    /// Phone credit, if the shop offers it.
    pub credit: Option<CreditShop>,
    /// What sends one-time codes.
    pub sms: Sms,
    /// Makes answers ready.
    pub renderer: Renderer,
    /// Answers that are the same whatever the catalogue.
    pub reference: RenderedCache,
    pub(crate) metrics: Metrics,
    /// Exports that are being written.
    pub(super) exports: Exports,
    /// Pictures that are being read.
    pub(super) picture_reads: Arc<Semaphore>,
    /// See [`turn`](super::turn).
    pub(super) turns: Semaphore,
    /// Request bodies that are being sent.
    pub(super) uploads: Uploads,
    source_ready: AtomicBool,
}

/// The state as handlers get it.
pub type SharedState = Arc<AppState>;

impl AppState {
    /// A state that serves `snapshot` until another is put in its place.
    pub fn new(snapshot: Snapshot, config: HttpConfig, dist: Dist, services: Services) -> SharedState {
        let metrics = Metrics::new();
        metrics.snapshot(&snapshot);
        let Services { database, keys, clock, sms, guarantor } = services;
        let payments = Payments::of(&config.shop, config.public_url.as_deref().unwrap_or_default());
        let credit = config.shop.credit.clone().map(|config| CreditShop::new(config, guarantor));
        Arc::new(Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            config,
            dist,
            database,
            keys,
            clock,
            payments,
            credit,
            sms,
            renderer: Renderer::default(),
            reference: RenderedCache::default(),
            metrics,
            exports: Exports::default(),
            picture_reads: Arc::new(Semaphore::new(super::limits::PICTURE_READS_AT_ONCE)),
            turns: Semaphore::new(super::turn::AT_ONCE),
            uploads: Uploads::default(),
            source_ready: AtomicBool::new(true),
        })
    }

    /// The time, milliseconds since 1970 UTC. Take it before a job of the database, and move it in.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// What credit works with for one request; nothing in a shop that does not offer it.
    pub fn credit(&self) -> Option<Credit> {
        let CreditShop { config, guarantor } = self.credit.as_ref()?;
        Some(Credit {
            database: self.database.clone(),
            keys: Arc::clone(&self.keys),
            config: Arc::clone(config),
            guarantor: Arc::clone(guarantor),
            now_ms: self.now_ms(),
        })
    }

    /// The catalogue as it is now. Keep it for one request, so that an answer is of one revision.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Serves another snapshot from now on. Requests under way finish with the one they began with.
    pub fn replace_snapshot(&self, snapshot: Snapshot) {
        self.metrics.snapshot(&snapshot);
        self.snapshot.store(Arc::new(snapshot));
    }

    /// Whether the catalogue's source answers, as `/healthz` tells.
    pub fn set_source_ready(&self, ready: bool) {
        self.source_ready.store(ready, Ordering::Relaxed);
    }

    pub(crate) fn is_source_ready(&self) -> bool {
        self.source_ready.load(Ordering::Relaxed)
    }
}
