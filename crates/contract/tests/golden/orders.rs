//! Quotes and orders.

use super::{check, handle};
use fairday_contract::*;
use serde::de::DeserializeOwned;

fn order_id() -> OrderId {
    "00112233445566778899aabbccddeeff".parse().expect("an id")
}

fn door() -> DeliveryChoice {
    DeliveryChoice::Door { region: "130624100".parse().expect("a region") }
}

fn at_point() -> DeliveryChoice {
    DeliveryChoice::PickUp { point: "fuping".parse().expect("a point") }
}

fn terms() -> Terms {
    Terms {
        currency: Currency::CNY,
        lines: vec![
            TermsLine {
                variant: VariantId(7),
                handle: handle("washing-powder"),
                title: "立白洗衣粉".into(),
                choice: "红色 · 2 kg".into(),
                picture: Some("AbC-_1234567".parse().expect("an id")),
                price: 1290,
                quantity: 2,
                amount: 2580,
            },
            TermsLine {
                variant: VariantId(8),
                handle: handle("rice"),
                title: "大米".into(),
                choice: String::new(),
                picture: None,
                price: 4990,
                quantity: 1,
                amount: 4990,
            },
        ],
        goods: 7570,
        coupon: Some("FAIR10".into()),
        discount: 757,
        delivery: door(),
        delivery_fee: 300,
        days_min: 1,
        days_max: 2,
        total: 7113,
    }
}

fn quote() -> Quote {
    Quote {
        id: "AAABpC3hgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into(),
        digest: "729d60dd4e331a5179a6af0f64654ed7df375e4859441f72d212340ef048d596".into(),
        expires_ms: 1_800_001_800_000,
        terms: terms(),
        coupon_refused: None,
        payments: vec![PaymentMethod::CashOnDelivery, PaymentMethod::Online],
    }
}

fn refused_quote() -> Quote {
    Quote {
        terms: Terms { coupon: None, discount: 0, delivery: at_point(), total: 7870, ..terms() },
        coupon_refused: Some(CouponRefused::BelowMinimum),
        payments: vec![PaymentMethod::PayAtPickUp],
        ..quote()
    }
}

fn recipient() -> Recipient {
    Recipient {
        name: "张三".into(),
        phone: "138****8000".into(),
        region: Some("130624100".parse().expect("a region")),
        region_names: ["河北省", "保定市", "阜平县", "阜平镇"].map(str::to_owned).into(),
        village: "大柳树村".into(),
        detail: "小学对面".into(),
    }
}

fn event(status: OrderStatus, at_ms: i64) -> OrderEvent {
    OrderEvent { status, at_ms, note: String::new(), tracking: None }
}

fn order() -> Order {
    let tracking = Tracking { carrier: "邮政".into(), number: "EA123456789CN".into() };
    Order {
        id: order_id(),
        number: 1042,
        status: OrderStatus::Sent,
        terms: terms(),
        recipient: recipient(),
        point: None,
        pick_up_code: None,
        payment: Payment {
            method: PaymentMethod::CashOnDelivery,
            status: PaymentStatus::OnHandOver,
            url: None,
        },
        note: "放门口".into(),
        timeline: vec![
            event(OrderStatus::Placed, 1_800_000_000_000),
            OrderEvent {
                note: "今天发出".into(),
                tracking: Some(tracking),
                ..event(OrderStatus::Sent, 1_800_003_600_000)
            },
        ],
        can_cancel: false,
        can_return: false,
    }
}

fn order_to_pick_up() -> Order {
    let person = Recipient {
        region: None,
        region_names: Vec::new(),
        village: String::new(),
        detail: String::new(),
        ..recipient()
    };
    let offer =
        DeliveryOffer { fee: Money::new(0, Currency::CNY), free_from: None, days_min: 1, days_max: 2 };
    let point = PickUpPoint {
        id: "fuping".parse().expect("a point"),
        name: "阜平镇赶集服务站".into(),
        region: "130624100".parse().expect("a region"),
        address: "东大街口".into(),
        hours: "每天 8:00–19:00".into(),
        phone: "0312-5550100".into(),
        offer,
    };
    Order {
        status: OrderStatus::Ready,
        terms: refused_quote().terms,
        recipient: person,
        point: Some(point),
        pick_up_code: Some("K7M4QD".into()),
        payment: Payment {
            method: PaymentMethod::Online,
            status: PaymentStatus::Pending,
            url: Some("https://pay.example/1042".into()),
        },
        note: String::new(),
        timeline: vec![event(OrderStatus::Ready, 1_800_000_000_000)],
        can_cancel: true,
        can_return: true,
        ..order()
    }
}

#[test]
fn a_quote() {
    let lines = vec![
        QuoteLine { variant: VariantId(7), quantity: 2 },
        QuoteLine { variant: VariantId(8), quantity: 1 },
    ];
    check(
        "quote_request",
        QuoteRequest { lines: lines.clone(), delivery: door(), coupon: Some("fair 10".into()) },
    );
    check("quote_request_bare", QuoteRequest { lines, delivery: at_point(), coupon: None });
    check("quote", quote());
    check("quote_coupon_refused", refused_quote());
}

#[test]
fn an_order_as_it_is_placed() {
    let terms = terms();
    let lines = terms.lines.iter().map(|line| AgreedLine {
        variant: line.variant,
        quantity: line.quantity,
        price: line.price,
    });
    let agreed = AgreedTerms {
        currency: terms.currency,
        lines: lines.collect(),
        coupon: terms.coupon,
        discount: terms.discount,
        delivery: terms.delivery,
        delivery_fee: terms.delivery_fee,
        total: terms.total,
    };
    let request = OrderRequest {
        quote: Some(quote().id),
        agreed,
        coupon: None,
        recipient: Recipient { phone: "13800138000".into(), region_names: Vec::new(), ..recipient() },
        payment: PaymentMethod::CashOnDelivery,
        note: "放门口".into(),
        locale: Locale::ZhCn,
    };
    check("order_request", request.clone());
    let agreed = AgreedTerms { coupon: None, discount: 0, total: 7870, ..request.agreed };
    let coupon = Some("fair 10".into());
    check("order_request_without_quote", OrderRequest { quote: None, agreed, coupon, ..request });
}

#[test]
fn orders_as_their_owner_sees_them() {
    check("order", order());
    check(
        "orders",
        Orders { items: vec![order_to_pick_up(), order()], next: Some("3f".parse().expect("a cursor")) },
    );
}

#[test]
fn moving_an_order_on() {
    check("order_reason", OrderReason { reason: "买错了".into() });
    let tracking = Tracking { carrier: "邮政".into(), number: "EA123456789CN".into() };
    check(
        "order_advance",
        OrderAdvance { status: OrderStatus::Sent, note: "今天发出".into(), tracking: Some(tracking) },
    );
}

fn second_payment() -> SecondPayment {
    SecondPayment {
        number: 3,
        amount: Money::new(7113, Currency::CNY),
        status: PaymentStatus::RefundDue,
        repayment: None,
        message: "pay_8812".into(),
        at_ms: 1_800_000_060_000,
        paid_ms: Some(1_800_000_050_000),
    }
}

#[test]
fn orders_as_the_shop_sees_them() {
    let whole = Order { recipient: Recipient { phone: "13800138000".into(), ..recipient() }, ..order() };
    check(
        "admin_order",
        AdminOrder {
            order: whole,
            moves: vec![OrderStatus::Received, OrderStatus::Cancelled],
            refund: Some(Money::new(89_800, Currency::CNY)),
            second_payments: vec![second_payment()],
            paid: Some(PaidAt { paid_ms: Some(1_800_000_000_000), at_ms: 1_800_000_005_000 }),
            unreadable: false,
        },
    );
    let summary = AdminOrderSummary {
        id: order_id(),
        number: 1042,
        status: OrderStatus::Sent,
        placed_ms: 1_800_000_000_000,
        moved_ms: 1_800_003_600_000,
        total: Money::new(7113, Currency::CNY),
        payment: PaymentMethod::Online,
        payment_status: PaymentStatus::RefundDue,
        delivery: door(),
        name: "张**".into(),
        phone: "138****8000".into(),
        second_payments_due: 1,
        unreadable: false,
    };
    check("admin_orders", AdminOrders { items: vec![summary], next: Some("3f".parse().expect("a cursor")) });
}

#[test]
fn what_is_reserved_and_its_release() {
    let one = AdminReservation {
        account: 17,
        phone: "138****8000".into(),
        orders: 3,
        pieces: 30,
        amount: 30_000,
        since_ms: 1_800_000_000_000,
    };
    check("admin_reservations", AdminReservations { items: vec![one], orders: 4, pieces: 32 });
    check(
        "reservation_release",
        ReservationRelease {
            account: Some(17), note: "长期未付款".into(), ..ReservationRelease::default()
        },
    );
    check(
        "reservation_release_orders",
        ReservationRelease { orders: vec!["1042".into()], ..ReservationRelease::default() },
    );
    check(
        "reservations_released",
        ReservationsReleased { released: vec![1042, 1043], kept: vec![1001], has_more: true },
    );
}

#[test]
fn what_somebody_of_the_shop_has_to_act_on() {
    let open = AdminAlarm {
        number: 7,
        kind: "paid_twice".into(),
        subject: "order 1042, message pay_8812".into(),
        detail: "71.13 CNY".into(),
        remedy: "Pay this payment back at the provider's.".into(),
        times: 2,
        first_ms: 1_800_000_000_000,
        last_ms: 1_800_000_060_000,
        done_ms: None,
        done_by: None,
    };
    let done = AdminAlarm {
        number: 6,
        done_ms: Some(1_800_000_090_000),
        done_by: Some("小李".into()),
        ..open.clone()
    };
    check(
        "admin_alarms",
        AdminAlarms { items: vec![open, done], next: Some("6".parse().expect("a cursor")) },
    );
    check("alarm_done", AlarmDone { by: "小李".into() });
}

#[test]
fn what_other_systems_are_told_and_tell() {
    check(
        "order_notice",
        OrderNotice {
            event: "00112233445566778899aabbccddeeff-17".into(),
            kind: OrderNoticeKind::Payment,
            at_ms: 1_800_000_000_000,
            order: order_id(),
            number: 1042,
            status: OrderStatus::Placed,
            payment: PaymentStatus::Paid,
            second_payment: Some(second_payment()),
        },
    );
    check(
        "payment_notice",
        PaymentNotice {
            order: Some(1042),
            repayment: None,
            outcome: PaymentOutcome::Paid,
            amount: 7113,
            currency: Currency::CNY,
            paid_ms: Some(1_800_000_000_000),
        },
    );
}

#[test]
fn a_refusal_with_the_terms_as_they_are_now() {
    let of = |what, variant: Option<u32>, agreed, now| Difference {
        what,
        variant: variant.map(VariantId),
        agreed,
        now,
    };
    let differences = vec![
        of(DifferenceKind::Stock, Some(7), 3, 2),
        of(DifferenceKind::Gone, Some(9), 1, 0),
        of(DifferenceKind::Price, Some(8), 4590, 4990),
        of(DifferenceKind::Discount, None, 800, 757),
        of(DifferenceKind::DeliveryFee, None, 0, 300),
        of(DifferenceKind::Total, None, 7660, 7113),
    ];
    check(
        "problem_out_of_stock",
        Problem {
            kind: "about:blank".into(),
            title: "Conflict".into(),
            status: 409,
            code: ProblemCode::OutOfStock,
            detail: "Something is sold out, or not for sale any more: see differences.".into(),
            instance: "/api/v1/orders/00112233445566778899aabbccddeeff".into(),
            request_id: "0123456789abcdef".into(),
            errors: Vec::new(),
            retry_ms: Some(1_500),
            quote: Some(Box::new(quote())),
            differences,
            credit: None,
            changes: Vec::new(),
        },
    );
}

#[test]
fn words_of_a_newer_server_read_as_unknown() {
    fn read<T: DeserializeOwned>() -> T {
        serde_json::from_str("\"made_up_later\"").expect("reads")
    }
    assert_eq!(read::<OrderStatus>(), OrderStatus::Unknown);
    assert_eq!(read::<PaymentMethod>(), PaymentMethod::Unknown);
    assert_eq!(read::<PaymentStatus>(), PaymentStatus::Unknown);
    assert_eq!(read::<DifferenceKind>(), DifferenceKind::Unknown);
    assert_eq!(read::<CouponRefused>(), CouponRefused::Unknown);
}
