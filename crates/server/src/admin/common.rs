//! The options that every command about orders and credit has, and how it prints: amounts as people write them and times in the
//! shop's time zone; with `--json` minor units, and milliseconds since 1970 UTC.

use super::StoreArgs;
use super::print;
use crate::clock::Clock;
use crate::credit::{Credit, guarantor};
use crate::shop_config::ShopConfig;
use clap::Args;
use fairday_credit::calendar::CHINA_OFFSET_MINUTES;
use std::path::PathBuf;
use std::sync::Arc;

/// Options of every command of `fairday orders` and `fairday credit`.
#[derive(Args, Debug)]
pub struct Common {
    /// The shop's configuration, for its time zone; `credit` needs its section [credit]
    #[arg(long, env = "FAIRDAY_SHOP", value_name = "FILE")]
    pub(super) shop: Option<PathBuf>,
    /// Print JSON for scripts: amounts in minor units, times in milliseconds since 1970 UTC
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) store: StoreArgs,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    minutes_east: i32,
}

impl Zone {
    /// A time for people: `2026-11-21 16:42 +08:00`.
    pub(super) fn show(self, ms: i64) -> String {
        print::local_time(ms, self.minutes_east)
    }
}

impl Common {
    fn config(&self) -> Result<Option<ShopConfig>, String> {
        self.shop.as_deref().map(ShopConfig::read).transpose()
    }

    /// The shop's time zone: as its section [credit] says, and China's without one.
    ///
    /// # Errors
    /// A sentence for the operator, when the configuration is wrong.
    pub(super) fn zone(&self) -> Result<Zone, String> {
        let credit = self.config()?.and_then(|config| config.credit);
        Ok(Zone { minutes_east: credit.map_or(CHINA_OFFSET_MINUTES, |credit| credit.utc_offset) })
    }

    /// What credit works with.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(super) async fn open_credit(&self) -> Result<Credit, String> {
        let file = self.shop.as_deref();
        let file = file.ok_or("Name the shop's configuration with --shop FILE, or in FAIRDAY_SHOP.")?;
        let config = self.config()?.and_then(|config| config.credit);
        let config = config.ok_or_else(|| format!("{} has no section [credit].", file.display()))?;
        let (database, keys) = self.store.open_with_keys().await?;
        let guarantor = guarantor::of(&config)?;
        let now_ms = Clock::default().now_ms();
        Ok(Credit { database, keys, config: Arc::new(config), guarantor, now_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CreditCommand, OrdersCommand};
    use clap::{Command, Subcommand};
    use std::collections::BTreeSet;

    fn options(command: &Command) -> BTreeSet<String> {
        command.get_arguments().map(|one| format!("{} {:?}", one.get_id(), one.get_long())).collect()
    }

    #[test]
    fn every_command_about_orders_and_credit_takes_the_same_common_options() {
        let bare = <super::Common as clap::Args>::augment_args(Command::new("bare"));
        let common = options(&bare);
        assert!(common.len() > 3, "{common:?}");
        let orders = OrdersCommand::augment_subcommands(Command::new("orders"));
        let credit = CreditCommand::augment_subcommands(Command::new("credit"));
        for command in orders.get_subcommands().chain(credit.get_subcommands()) {
            let lacks: Vec<_> = common.difference(&options(command)).cloned().collect();
            assert!(lacks.is_empty(), "{}: {lacks:?}", command.get_name());
        }
    }
}
