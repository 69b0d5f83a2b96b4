//! The words both sides of Fairday speak.
//!
//! Wire types only: no IO, no rules, no database types, no dependency but serde. The server converts its own types
//! into these at its edge; the app reads them and nothing else. Every type has a golden JSON file under
//! `tests/golden`: a diff there is an API change.
//!
//! Two features add derives: `openapi` the schemas of the API's description, for the server, and `wire` the small JSON
//! reader and writer of the phone, which goes by the same serde attributes.

pub mod account;
pub mod address;
pub mod agreement;
pub mod alarm;
pub mod catalogue;
pub mod changes;
pub mod credit;
pub mod error;
pub mod home;
pub mod ids;
pub mod loan;
pub mod locale;
pub mod money;
pub mod offers;
pub mod operator;
pub mod operator_credit;
pub mod order;
pub mod page;
pub mod product;
pub mod query;
pub mod quote;
pub mod reminders;
pub mod repayment;
pub mod search;
pub mod store;

pub use account::{
    Account, AccountDeletion, AccountExport, CodeRequest, CodeSent, Session, Sessions, SignIn,
};
pub use address::{
    Address, AddressEntry, Addresses, City, County, DeliveryOffer, DeliveryOptions, PickUpPoint, Province,
    Recipient, Region, Regions,
};
pub use agreement::{
    Agreement, AgreementKind, AgreementRequest, AgreementState, Agreements, SignatureRequest,
    SigningCodeSent, TermChange,
};
pub use alarm::{AdminAlarm, AdminAlarms, AlarmDone};
pub use catalogue::{Category, CategoryRef, Picture, ProductCard};
pub use changes::{
    CatalogueFact, CatalogueOption, CataloguePicture, CatalogueProduct, CatalogueVariant, Changes,
    RepricedProduct, Texts, VariantPrice,
};
pub use credit::{
    AgreementText, AlternativeKind, CreditAlternative, CreditAnswer, CreditCheck, CreditChoice,
    CreditDecision, CreditOffers, DeclineReason, PlanOffer,
};
pub use error::{FieldError, Problem, ProblemCode};
pub use home::{Banner, BannerLink, Home, Section, SectionKind};
pub use ids::{
    AddressId, AgreementId, CategorySlug, Cursor, InvalidId, OrderId, PickUpPointId, PictureId,
    ProductHandle, RegionCode, RepaymentId, VariantId,
};
pub use loan::{
    Hardship, HardshipRequest, HardshipStatus, InstalmentStanding, LoanEntry, LoanEntryKind, LoanStanding,
};
pub use locale::Locale;
pub use money::{Currency, InvalidCurrency, Money};
pub use offers::{VariantOffer, VariantOffers};
pub use operator::{
    AdminOrder, AdminOrderSummary, AdminOrders, AdminReservation, AdminReservations, OrderAdvance,
    OrderNotice, OrderNoticeKind, PaidAt, PaymentNotice, PaymentOutcome, ReservationRelease,
    ReservationsReleased, SecondPayment,
};
pub use operator_credit::{
    AdminAgreement, AdminAgreementSummary, AdminAgreements, AdminRepayment, AuditEntries, AuditEntry,
    CreditAct, CreditActKind,
};
pub use order::{
    AgreedLine, AgreedTerms, Order, OrderEvent, OrderReason, OrderRequest, OrderStatus, Orders, Payment,
    PaymentStatus, Tracking,
};
pub use page::Page;
pub use product::{ProductDetail, ProductOption, Specification, Variant};
pub use query::{ListQuery, Sort};
pub use quote::{
    CouponRefused, DeliveryChoice, Difference, DifferenceKind, PaymentMethod, Quote, QuoteLine, QuoteRequest,
    Terms, TermsLine,
};
pub use reminders::{PushKeys, PushSubscription, Reminders, RemindersOffered, RemindersRequest};
pub use repayment::{Repayment, RepaymentPurpose, RepaymentRequest};
pub use search::{CountedBrand, CountedCategory, SearchResults, Suggestion, Suggestions};
pub use store::Store;
