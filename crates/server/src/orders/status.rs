//! Where an order can go from where it is: one table.

use fairday_contract::{DeliveryChoice, OrderStatus};

/// How long after it was received an order can be given back, days: what Chinese law grants for goods bought at a
/// distance (消费者权益保护法, article 25).
pub const RETURN_DAYS: i64 = 7;
/// The same in milliseconds.
pub const RETURN_TIME_MS: i64 = RETURN_DAYS * 24 * 60 * 60 * 1000;

/// Who moves an order on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The account that placed it.
    Shopper,
    /// The shop, through its operator.
    Shop,
}

/// How an order gets to its owner, as far as its way goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To the door.
    Door,
    /// To a pick-up point.
    PickUp,
}

impl Way {
    /// The way of this choice.
    pub fn of(delivery: &DeliveryChoice) -> Self {
        match delivery {
            DeliveryChoice::Door { .. } => Self::Door,
            DeliveryChoice::PickUp { .. } => Self::PickUp,
        }
    }
}

/// What becomes of the goods of an order when it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goods {
    /// They stay set aside, or with their owner.
    Stay,
    /// They are for sale again, and the coupon can be used again.
    Return,
    /// They are sold.
    Sold,
}

/// What comes of a wish to move an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// It moves, with this for its goods.
    To(Goods),
    /// It has been there already; nothing changes.
    Already,
    /// Not from here, not by them, or not on this way.
    Refused,
}

use Actor::{Shop, Shopper};
use OrderStatus::{
    Cancelled, Confirmed, Packed, Placed, Ready, Received, ReturnRequested, Returned, Sent, Unknown,
};

/// How far along an order is. The shop may skip steps, never go back. `Ready` is for pick-up alone.
const fn step(status: OrderStatus) -> Option<u8> {
    match status {
        Placed => Some(0),
        Confirmed => Some(1),
        Packed => Some(2),
        Sent => Some(3),
        Ready => Some(4),
        Received => Some(5),
        ReturnRequested => Some(6),
        Returned => Some(7),
        Cancelled | Unknown => None,
    }
}

/// What comes of moving an order that is at `from` to `to`.
///
/// | from | to | who | goods |
/// | --- | --- | --- | --- |
/// | placed, confirmed | cancelled | shopper | for sale again |
/// | placed, confirmed, packed, sent, ready | cancelled | shop | for sale again |
/// | placed … ready | any later of confirmed, packed, sent, ready (pick-up alone) | shop | set aside |
/// | placed … ready | received | shop | sold |
/// | received | return requested | shopper, within [`RETURN_DAYS`] | with their owner |
/// | received, return requested | returned | shop | not for sale by themselves: the shop looks at them first and counts them in its file |
///
/// To where it has been already, an order is not moved, and nobody is told off: that may be a repeated request.
pub fn may_move(from: OrderStatus, to: OrderStatus, who: Actor, way: Way) -> Move {
    if from == to {
        return Move::Already;
    }
    match (who, from, to) {
        (Shopper, Placed | Confirmed, Cancelled)
        | (Shop, Placed | Confirmed | Packed | Sent | Ready, Cancelled) => Move::To(Goods::Return),
        (Shopper, Received, ReturnRequested) | (Shop, Received | ReturnRequested, Returned) => {
            Move::To(Goods::Stay)
        }
        (Shopper, Returned, ReturnRequested) => Move::Already,
        (Shop, _, Confirmed | Packed | Sent | Ready | Received) if to != Ready || way == Way::PickUp => {
            match (step(from), step(to)) {
                (Some(here), Some(there)) if here > there => Move::Already,
                (Some(_), Some(_)) if to == Received => Move::To(Goods::Sold),
                (Some(_), Some(_)) => Move::To(Goods::Stay),
                _ => Move::Refused,
            }
        }
        _ => Move::Refused,
    }
}

/// Whether a return can still be asked for.
pub fn is_returnable(received_ms: i64, now_ms: i64) -> bool {
    now_ms.saturating_sub(received_ms) < RETURN_TIME_MS
}

/// As the database keeps it; the same word as on the wire. `Unknown` is never kept.
pub const fn name(status: OrderStatus) -> &'static str {
    match status {
        Placed => "placed",
        Confirmed => "confirmed",
        Packed => "packed",
        Sent => "sent",
        Ready => "ready",
        Received => "received",
        Cancelled => "cancelled",
        ReturnRequested => "return_requested",
        Returned => "returned",
        Unknown => "unknown",
    }
}

/// What [`name`] wrote.
pub fn from_name(text: &str) -> Option<OrderStatus> {
    ALL.into_iter().find(|status| name(*status) == text)
}

/// Every status that an order can have.
pub const ALL: [OrderStatus; 9] =
    [Placed, Confirmed, Packed, Sent, Ready, Received, Cancelled, ReturnRequested, Returned];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moves(who: Actor, way: Way, to: OrderStatus) -> Vec<OrderStatus> {
        ALL.into_iter().filter(|from| matches!(may_move(*from, to, who, way), Move::To(_))).collect()
    }

    #[test]
    fn a_shopper_can_cancel_until_it_is_packed_and_give_back_what_was_received_and_nothing_else() {
        for way in [Way::Door, Way::PickUp] {
            for to in ALL {
                let from = match to {
                    Cancelled => vec![Placed, Confirmed],
                    ReturnRequested => vec![Received],
                    _ => vec![],
                };
                assert_eq!(moves(Shopper, way, to), from, "{to:?}");
            }
        }
    }

    #[test]
    fn the_shop_moves_an_order_forward_may_skip_steps_and_can_cancel_until_it_is_received() {
        assert_eq!(moves(Shop, Way::Door, Sent), [Placed, Confirmed, Packed]);
        assert_eq!(moves(Shop, Way::Door, Ready), [], "nobody picks it up");
        assert_eq!(moves(Shop, Way::PickUp, Ready), [Placed, Confirmed, Packed, Sent]);
        assert_eq!(moves(Shop, Way::PickUp, Received), [Placed, Confirmed, Packed, Sent, Ready]);
        assert_eq!(moves(Shop, Way::Door, Cancelled), [Placed, Confirmed, Packed, Sent, Ready]);
        assert_eq!(moves(Shop, Way::Door, Returned), [Received, ReturnRequested]);
        assert_eq!(moves(Shop, Way::Door, Placed), []);
        assert_eq!(moves(Shop, Way::Door, ReturnRequested), [], "that is for the shopper to say");
    }

    #[test]
    fn a_step_that_was_taken_already_changes_nothing_and_is_no_mistake() {
        assert_eq!(may_move(Sent, Confirmed, Shop, Way::Door), Move::Already);
        assert_eq!(may_move(Cancelled, Cancelled, Shopper, Way::Door), Move::Already);
        assert_eq!(may_move(Returned, ReturnRequested, Shopper, Way::Door), Move::Already);
        assert_eq!(may_move(Cancelled, Sent, Shop, Way::Door), Move::Refused, "it did not come to that");
    }

    #[test]
    fn the_words_are_those_of_the_wire() {
        for status in ALL {
            assert_eq!(serde_json::to_value(status).expect("a word"), name(status));
            assert_eq!(from_name(name(status)), Some(status));
        }
        assert_eq!(from_name("unknown"), None);
    }

    #[test]
    fn seven_days_to_give_it_back() {
        assert!(is_returnable(1_000, 1_000 + RETURN_TIME_MS - 1));
        assert!(!is_returnable(1_000, 1_000 + RETURN_TIME_MS));
        assert!(is_returnable(1_000, 0), "a clock that went back takes no right away");
    }

    proptest! {
        #[test]
        fn whatever_is_wished_goods_leave_the_reserve_at_most_once(
            wishes in proptest::collection::vec((0..ALL.len(), any::<bool>()), 0..40),
            is_door in any::<bool>(),
        ) {
            let way = if is_door { Way::Door } else { Way::PickUp };
            let (mut at, mut left) = (Placed, 0);
            for (to, is_shop) in wishes {
                let who = if is_shop { Shop } else { Shopper };
                if let Move::To(goods) = may_move(at, ALL[to], who, way) {
                    left += u32::from(goods != Goods::Stay);
                    at = ALL[to];
                }
            }
            let is_over = matches!(at, Cancelled | Received | ReturnRequested | Returned);
            prop_assert_eq!(left, u32::from(is_over), "{:?}", at);
        }
    }
}
