//! Offering terms: after the guarantor was asked, and before anything is signed.

use super::agreement::Kind;
use super::documents::{Wanted, text};
use super::guarantor::NoAnswer;
use super::person::{self, Person};
use super::terms::sheet;
use super::{Choice, Credit, CreditError, Handset, agreement};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::Transaction;
use crate::privacy::keys::Hash;
use fairday_contract::AgreementId;
use fairday_credit::agreement::State;
use fairday_credit::assess::{Applicant, Decision};
use fairday_credit::resident_id::ResidentId;
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, Date};
use fairday_input::Kind as Input;
use sha2::{Digest, Sha256};

/// Terms that an account can ask for.
pub const WISHES: Limit = Limit { name: "credit/wish/account/day", most: 20, window_ms: 24 * 60 * 60 * 1000 };
const BODY_PURPOSE: &str = "credit.offer";

/// A wish for credit. Shown in no dump: it has a name and a resident ID.
#[derive(Clone)]
pub struct Wish {
    /// The client's name for the agreement.
    pub id: AgreementId,
    /// What is bought.
    pub handset: Handset,
    /// How.
    pub choice: Choice,
    /// The shopper's name.
    pub name: String,
    /// The shopper's resident ID, as typed.
    pub resident_id: String,
}

/// Terms that can be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The agreement's number, for people.
    pub number: i64,
    /// The terms, in the form that is signed.
    pub sheet: Vec<u8>,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// Whether somebody has to look at it after it is signed.
    pub is_referred: bool,
    /// Whether it had been offered before.
    pub is_replay: bool,
}

/// Everything that the row is written from.
struct Plan {
    account: AccountId,
    id: AgreementId,
    body_hash: Hash,
    person: Person,
    wanted: String,
    sheet: Vec<u8>,
    digest: [u8; 32],
    day: Date,
    utc_offset: i32,
    is_referred: bool,
    line: Amount,
    /// The first day on which it cannot be signed any more.
    lapses: Date,
    now_ms: i64,
}

impl Credit {
    /// Whether the guarantor would stand in for this account, with the least that has to be known: what is asked, and an
    /// age. Nothing is kept of it.
    ///
    /// # Errors
    /// `NoGuarantor`, `NoAccount`.
    pub async fn check(&self, account: AccountId, age: u32, asked: Amount) -> Result<Decision, CreditError> {
        let (today, now_ms) = (self.today()?, self.now_ms);
        let look =
            move |transaction: &mut Transaction<'_>| person::known(transaction, account, (today, now_ms));
        let known = self.database.read(look).await?;
        let asked = self.guarantor.assess(Applicant { age, asked, ..known }).await;
        asked.map_err(|NoAnswer| CreditError::NoGuarantor)
    }

    /// Offers terms, or gives those that the same request got before.
    ///
    /// # Errors
    /// `Invalid`, `Declined` (nothing is kept then), `OtherPerson`, `IdUsed`, `NoGuarantor`, `Limited`.
    pub async fn offer(&self, account: AccountId, wish: Wish) -> Result<Offered, CreditError> {
        let today = self.today()?;
        let body_hash = self.body_hash(account, &wish);
        if let Some(before) = self.look(account, wish.id.clone(), body_hash).await? {
            return Ok(before);
        }
        let (name, resident_id, sheet) = self.checked(&wish, today)?;
        self.count_wish(account).await?;
        let asked = sheet.pairing.financed;
        let (is_referred, line) = match self.check(account, resident_id.age_on(today), asked).await? {
            Decision::Approve { line } => (false, line),
            Decision::Refer => (true, Amount::ZERO),
            Decision::Decline(reason) => return Err(CreditError::Declined(reason)),
        };
        let bytes = sheet.bytes();
        let plan = Plan {
            account,
            body_hash,
            person: Person::seal(&self.keys, &name, &resident_id),
            wanted: text(&Wanted::new(wish.handset.variant, wish.choice, self.config.residue)),
            digest: Sha256::digest(&bytes).into(),
            sheet: bytes,
            day: today,
            utc_offset: self.config.utc_offset,
            is_referred,
            line,
            lapses: sheet.terms.offer_ends.plus_days(1)?,
            now_ms: self.now_ms,
            id: wish.id,
        };
        self.database.write(move |transaction| write(transaction, &plan)).await
    }

    /// Counts a wish in a transaction of its own: it counts also when nothing comes of it, so that nobody can try out whose
    /// resident ID is known here.
    async fn count_wish(&self, account: AccountId) -> Result<(), CreditError> {
        let (wished, now_ms) = (Use::new(&self.keys, WISHES, &account.0.to_string()), self.now_ms);
        let job = move |transaction: &mut Transaction<'_>| count(transaction, &[wished], now_ms);
        Ok(self.database.write(job).await?)
    }

    fn checked(&self, wish: &Wish, today: Date) -> Result<(String, ResidentId, Sheet), CreditError> {
        let name =
            Input::PERSON.need(&wish.name).map_err(|why| CreditError::field("name", why.to_string()))?;
        let resident_id = ResidentId::parse(&wish.resident_id, today)
            .map_err(|error| CreditError::field("resident_id", error.to_string()))?;
        Ok((name, resident_id, sheet(&self.config, &wish.handset, &wish.choice, today)?))
    }

    fn body_hash(&self, account: AccountId, wish: &Wish) -> Hash {
        let Wish { id, handset, choice, name, resident_id } = wish;
        let variant = handset.variant.0;
        // A price or a name of the goods that has changed since is no other request.
        let said = text(&(
            account.0,
            id,
            variant,
            choice,
            Input::PERSON.normalise(name),
            Input::ResidentId.normalise(resident_id),
        ));
        self.keys.sign(BODY_PURPOSE, said.as_bytes())
    }

    async fn look(
        &self,
        account: AccountId,
        id: AgreementId,
        body_hash: Hash,
    ) -> Result<Option<Offered>, CreditError> {
        let look = move |transaction: &mut Transaction<'_>| before(transaction, account, &id, &body_hash);
        self.database.read(look).await
    }
}

/// What the same request got before. Another request, or another account, with this id is told the same.
fn before(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    id: &AgreementId,
    body_hash: &Hash,
) -> Result<Option<Offered>, CreditError> {
    let Some(stored) = agreement::find(transaction, id)? else { return Ok(None) };
    if stored.account != account || stored.body_hash != body_hash {
        return Err(CreditError::IdUsed);
    }
    Ok(Some(Offered {
        number: stored.number,
        sheet: stored.sheet,
        digest: stored.digest,
        is_referred: stored.is_referred,
        is_replay: true,
    }))
}

fn write(transaction: &mut Transaction<'_>, plan: &Plan) -> Result<Offered, CreditError> {
    transaction.lock(&plan.account.lock())?;
    if let Some(before) = before(transaction, plan.account, &plan.id, &plan.body_hash)? {
        return Ok(before);
    }
    let row = transaction
        .query_one("SELECT COUNT(*) FROM account WHERE id = $1 AND deleted_ms IS NULL", &[&plan.account.0])?;
    if row.get::<i64>(0)? == 0 {
        return Err(CreditError::NoAccount);
    }
    plan.person.keep(transaction, plan.account, plan.now_ms)?;
    let row = transaction.query_optional(
        "INSERT INTO credit_agreement (id, account_id, body_hash, state, sequence, state_ms, offered_ms, offered_day, \
         utc_offset, digest, decision, line, check_day, kind) \
         VALUES ($1, $2, $3, $4, 0, $5, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING \
         RETURNING number",
        &[
            &plan.id.as_str(),
            &plan.account.0,
            &plan.body_hash,
            &State::Offered.code(),
            &plan.now_ms,
            &plan.day.days_since_1970(),
            &plan.utc_offset,
            &plan.digest,
            &(if plan.is_referred { "referred" } else { "approved" }),
            &plan.line.minor(),
            &plan.lapses.days_since_1970(),
            &Kind::Handset.code(),
        ],
    )?;
    // Of two accounts with one id, the later one is told that it is used.
    let number = row.ok_or(CreditError::IdUsed)?.get(0)?;
    agreement::keep_terms(transaction, number, (&plan.wanted, &plan.sheet))?;
    Ok(Offered {
        number,
        sheet: plan.sheet.clone(),
        digest: plan.digest,
        is_referred: plan.is_referred,
        is_replay: false,
    })
}
