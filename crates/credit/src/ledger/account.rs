//! The accounts.

/// The side on which an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Debit,
    Credit,
}

/// Whose balance an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The shopper's, over all agreements.
    Shopper,
    /// One agreement's.
    Agreement,
}

/// What money, or a promise of it, can be counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Account {
    /// Memorandum: how much the shopper may owe altogether. Grows by credits.
    LineGranted,
    /// Memorandum: how much of it is free.
    LineAvailable,
    /// Memorandum: set aside for an order that is signed and not yet handed over.
    Held,
    /// Memorandum: lent out and not yet paid back.
    LineUsed,
    /// Asset: lent, and not yet due.
    PrincipalNotDue,
    /// Asset: lent, due and not paid.
    PrincipalDue,
    /// Asset: service fees, due and not paid.
    FeeDue,
    /// Asset: late fees, charged and not paid.
    LateFeeDue,
    /// Asset: the plan's monthly and exit fees, due and not paid.
    PlanDue,
    /// Asset: received from shoppers, less what was refunded.
    Cash,
    /// Liability: for the goods.
    MerchantPayable,
    /// Liability: the plan's fees, passed on to the operator.
    OperatorPayable,
    /// Liability: paid by the shopper before it was due.
    Advance,
    /// Liability: to be paid back to the shopper.
    RefundsOwed,
    /// Income: service fees.
    FeeIncome,
    /// Income: late fees.
    LateFeeIncome,
    /// Expense: given up out of goodwill or hardship.
    Waivers,
    /// Expense: given up because it will not be paid.
    WriteOffs,
}

impl Account {
    /// How many there are.
    pub const COUNT: usize = 18;

    /// Every account.
    pub const ALL: [Self; Self::COUNT] = [
        Self::LineGranted,
        Self::LineAvailable,
        Self::Held,
        Self::LineUsed,
        Self::PrincipalNotDue,
        Self::PrincipalDue,
        Self::FeeDue,
        Self::LateFeeDue,
        Self::PlanDue,
        Self::Cash,
        Self::MerchantPayable,
        Self::OperatorPayable,
        Self::Advance,
        Self::RefundsOwed,
        Self::FeeIncome,
        Self::LateFeeIncome,
        Self::Waivers,
        Self::WriteOffs,
    ];

    /// What the shopper owes now, in the order in which payments pay it.
    pub const DUE: [Self; 4] = [Self::LateFeeDue, Self::FeeDue, Self::PrincipalDue, Self::PlanDue];

    /// The name it is stored under; never changed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LineGranted => "line_granted",
            Self::LineAvailable => "line_available",
            Self::Held => "held",
            Self::LineUsed => "line_used",
            Self::PrincipalNotDue => "principal_not_due",
            Self::PrincipalDue => "principal_due",
            Self::FeeDue => "fee_due",
            Self::LateFeeDue => "late_fee_due",
            Self::PlanDue => "plan_due",
            Self::Cash => "cash",
            Self::MerchantPayable => "merchant_payable",
            Self::OperatorPayable => "operator_payable",
            Self::Advance => "advance",
            Self::RefundsOwed => "refunds_owed",
            Self::FeeIncome => "fee_income",
            Self::LateFeeIncome => "late_fee_income",
            Self::Waivers => "waivers",
            Self::WriteOffs => "write_offs",
        }
    }

    /// The account stored under a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.code() == code)
    }

    /// Whose balance it has. Only the line is shared by a shopper's agreements.
    pub const fn scope(self) -> Scope {
        match self {
            Self::LineGranted | Self::LineAvailable => Scope::Shopper,
            _ => Scope::Agreement,
        }
    }

    pub(super) const fn side(self) -> Side {
        match self {
            Self::LineGranted
            | Self::MerchantPayable
            | Self::OperatorPayable
            | Self::Advance
            | Self::RefundsOwed
            | Self::FeeIncome
            | Self::LateFeeIncome => Side::Credit,
            _ => Side::Debit,
        }
    }
}
