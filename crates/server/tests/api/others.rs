//! Another account's things are not there, on any route: the routes are those of the API's own description, so that a new
//! one is tried too, or fails here until somebody says what belongs to whom.

use crate::credit::lending::{agreement_path, lending_shop, lent, wish};
use crate::orders::shopping::{agreed, path, placed};
use crate::shop::Shop;
use crate::shopper::Shopper;
use serde_json::{Value, json};

/// Paths with a parameter that are nobody's: everybody reads the goods, the regions and the texts of agreements, and an
/// operator sees all orders and agreements.
const EVERYBODYS: [&str; 4] =
    ["/api/v1/products/", "/api/v1/regions/", "/api/v1/credit/texts/", "/api/v1/admin/"];

/// Something of each kind that belongs to the owner.
struct Things {
    address: String,
    order: String,
    session: String,
    agreement: String,
    payment: String,
}

impl Things {
    async fn by(shop: &Shop, owner: &Shopper) -> Self {
        let address = format!("{:032x}", 7);
        let kept = owner.put(shop, &format!("/api/v1/addresses/{address}"), &entry("王秀英")).await;
        assert_eq!(kept.status, 200, "{}", kept.text());
        let sessions = owner.get(shop, "/api/v1/sessions").await.json();
        let session = sessions["items"][0]["id"].as_str().expect("a session").to_owned();
        let agreement = lent(shop, owner, 0).await["id"].as_str().expect("an id").to_owned();
        let payment = format!("{:032x}", 8);
        let request = json!({"purpose": "instalments", "amount": 100, "method": "online"});
        let asked = owner.put(shop, &payment_path(&agreement, &payment), &request).await;
        assert_eq!(asked.status, 201, "{}", asked.text());
        Self { address, order: placed(shop, owner, &[(1, 1)]).await, session, agreement, payment }
    }

    /// The owner's thing that a path is about.
    fn of(&self, path: &str) -> &str {
        match path.split('/').nth(3) {
            Some("addresses") => &self.address,
            Some("orders") => &self.order,
            Some("sessions") => &self.session,
            Some("credit") => &self.agreement,
            _ => panic!("{path}: say here what of it belongs to whom"),
        }
    }

    /// Everything of it, as its owner sees it.
    async fn seen(&self, shop: &Shop, owner: &Shopper) -> Vec<Value> {
        let mut seen = Vec::new();
        let (agreement, payment) = (&self.agreement, &self.payment);
        for target in [
            "/api/v1/addresses".to_owned(),
            "/api/v1/sessions".to_owned(),
            "/api/v1/credit/agreements".to_owned(),
            path(&self.order),
            agreement_path(agreement),
            payment_path(agreement, payment),
        ] {
            let answer = owner.get(shop, &target).await;
            assert_eq!(answer.status, 200, "{target}: {}", answer.text());
            seen.push(answer.json());
        }
        seen
    }
}

fn payment_path(agreement: &str, payment: &str) -> String {
    format!("{}/payments/{payment}", agreement_path(agreement))
}

fn entry(name: &str) -> Value {
    json!({"name": name, "phone": "13800138000", "region": "130624101", "detail": "村口第二家"})
}

/// What a request with this kind of body says, so that it is refused for whose it is and for nothing else.
async fn body(shop: &Shop, stranger: &Shopper, schema: &str) -> Value {
    match schema {
        "AddressEntry" => entry("陌生人"),
        "AgreementRequest" => wish(1, 1),
        "RepaymentRequest" => json!({"purpose": "instalments", "amount": 100, "method": "online"}),
        "SignatureRequest" => json!({
            "digest": "0".repeat(64), "code": "012345", "order": format!("{:032x}", 9),
            "delivery": {"method": "pick_up", "point": "fuping"},
            "recipient": {"name": "陌生人", "phone": "13900139000"}, "locale": "zh-CN",
        }),
        "HardshipRequest" | "OrderReason" => json!({"reason": "mine"}),
        "OrderRequest" => agreed(shop, stranger, &[(1, 1)]).await,
        _ => panic!("{schema}: say here what is sent"),
    }
}

/// What a stranger is told; 404 but where an id can be new.
fn told(method: &str, path: &str) -> (u16, Option<&'static str>) {
    match (method, path) {
        // Ids of addresses are each account's own: this makes one of the stranger's.
        ("put", "/api/v1/addresses/{id}") => (200, None),
        ("delete", "/api/v1/addresses/{id}") => (204, None), // whether it was there or not
        ("put", "/api/v1/orders/{id}") => (409, Some("order_id_used")),
        ("put", "/api/v1/credit/agreements/{id}") => (409, Some("agreement_id_used")),
        (_, path) if path.starts_with("/api/v1/credit/") => (404, Some("agreement_not_found")),
        (_, "/api/v1/sessions/{id}") => (404, Some("not_found")),
        _ => (404, Some("order_not_found")),
    }
}

#[tokio::test]
async fn another_accounts_things_are_not_there_on_any_route_and_stay_as_they_are() {
    let shop = lending_shop().await;
    let owner = Shopper::signed_in(&shop, "13800138000").await;
    let stranger = Shopper::signed_in(&shop, "13900139000").await;
    let things = Things::by(&shop, &owner).await;
    let before = things.seen(&shop, &owner).await;
    let description = shop.json("/api/openapi.json").await;
    let mut tried = 0;
    for (path, operations) in description["paths"].as_object().expect("paths") {
        if !path.contains('{') || EVERYBODYS.iter().any(|prefix| path.starts_with(prefix)) {
            continue;
        }
        let target = path.replace("{id}", things.of(path)).replace("{payment}", &things.payment);
        assert!(!target.contains('{'), "{path}: a parameter that is not an id");
        let methods = ["get", "put", "post", "delete", "patch"];
        for (method, operation) in
            methods.iter().filter_map(|method| Some((*method, operations.get(*method)?)))
        {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let json = match schema.as_str().and_then(|name| name.rsplit('/').next()) {
                Some(name) => Some(body(&shop, &stranger, name).await),
                None => None,
            };
            let answer = stranger.send(&shop, &method.to_uppercase(), &target, json.as_ref()).await;
            let (status, code) = told(method, path);
            assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
            if let Some(code) = code {
                assert_eq!(answer.problem()["code"], code, "{method} {path}");
            }
            assert!(!answer.text().contains("王秀英"), "{method} {path}");
            assert_eq!(things.seen(&shop, &owner).await, before, "{method} {path}");
            tried += 1;
        }
    }
    assert!(tried >= 15, "only {tried} operations were found");
}
