//! The nine permissions of Monei Connect (`monei-api.md` §2): one table that every page and every check reads.

use std::fmt;

/// A permission that a person can grant to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// `profile:read`.
    ProfileRead,
    /// `kyc:read`.
    KycRead,
    /// `wallet:read`.
    WalletRead,
    /// `wallet:deposit`.
    WalletDeposit,
    /// `wallet:send`.
    WalletSend,
    /// `wallet:withdraw`.
    WalletWithdraw,
    /// `swap:execute`.
    SwapExecute,
    /// `bills:pay`.
    BillsPay,
    /// `offramp:execute`.
    OfframpExecute,
}

/// What people are told about a scope. The words are shown by the consent pages and by the application alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeText {
    /// The scope token of the wire, such as `wallet:read`.
    pub name: &'static str,
    /// Monei's own plain-English label.
    pub label: &'static str,
    /// What an application can do once it is granted.
    pub can: &'static str,
    /// What it still cannot do.
    pub cannot: &'static str,
    /// Monei shows an additional warning for it.
    pub sensitive: bool,
}

impl Scope {
    /// All scopes, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::ProfileRead,
        Self::KycRead,
        Self::WalletRead,
        Self::WalletDeposit,
        Self::WalletSend,
        Self::WalletWithdraw,
        Self::SwapExecute,
        Self::BillsPay,
        Self::OfframpExecute,
    ];

    /// The row of the scope table.
    pub const fn text(self) -> ScopeText {
        match self {
            Self::ProfileRead => ScopeText {
                name: "profile:read",
                label: "Read your name and account details",
                can: "See your name, e-mail address and phone number, and whether a transaction PIN is set.",
                cannot: "Change your details, or see your password or PIN.",
                sensitive: false,
            },
            Self::KycRead => ScopeText {
                name: "kyc:read",
                label: "See your KYC tier and transaction limits",
                can: "See your verification tier and how much you may move at once, in a day and in a month.",
                cannot: "See or send your identity documents, or change your tier.",
                sensitive: false,
            },
            Self::WalletRead => ScopeText {
                name: "wallet:read",
                label: "See naira and crypto balances, portfolios and transaction history",
                can: "See balances, account number, wallet addresses and transactions.",
                cannot: "Move money.",
                sensitive: false,
            },
            Self::WalletDeposit => ScopeText {
                name: "wallet:deposit",
                label: "Start a deposit into your wallet",
                can: "Start a deposit, so that you can pay money into your own wallet.",
                cannot: "Take money out of your wallet, or charge a card without you.",
                sensitive: false,
            },
            Self::WalletSend => ScopeText {
                name: "wallet:send",
                label: "Send money to other Monei users",
                can: "Send naira to another Monei user, each time with your transaction PIN.",
                cannot: "Send without your PIN, or to a bank account.",
                sensitive: true,
            },
            Self::WalletWithdraw => ScopeText {
                name: "wallet:withdraw",
                label: "Withdraw naira to a bank account",
                can: "Send naira to a bank account, each time with your transaction PIN.",
                cannot: "Withdraw without your PIN, or move crypto.",
                sensitive: true,
            },
            Self::SwapExecute => ScopeText {
                name: "swap:execute",
                label: "Swap crypto tokens, and send crypto on EVM chains and Solana",
                can: "Swap tokens, and send crypto to an address. Monei asks for no PIN for these.",
                cannot: "Move your naira.",
                sensitive: true,
            },
            Self::BillsPay => ScopeText {
                name: "bills:pay",
                label: "Find billers, validate, and pay airtime, data, electricity and cable TV",
                can: "Pay airtime, data, electricity and cable TV from your naira. Monei asks for no PIN for these.",
                cannot: "Send naira to a person or to a bank account.",
                sensitive: false,
            },
            Self::OfframpExecute => ScopeText {
                name: "offramp:execute",
                label: "Get offramp quotes, convert crypto to naira, and track those orders",
                can: "Sell crypto for naira that is paid to a bank account, and follow those orders.",
                cannot: "Move the naira that is already in your wallet.",
                sensitive: true,
            },
        }
    }

    /// The scope token of the wire (RFC 6749 §3.3).
    pub const fn name(self) -> &'static str {
        self.text().name
    }

    /// Monei marks the scope as sensitive.
    pub const fn is_sensitive(self) -> bool {
        self.text().sensitive
    }

    /// The scope of this name. Scope tokens are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of scopes. Any subset is a normal answer to a request (`monei-api.md` §1.6).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(u16);

impl ScopeSet {
    /// Nothing is permitted.
    pub const EMPTY: Self = Self(0);

    /// All nine scopes.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// The known scopes of a space-separated list (RFC 6749 §3.3). Names that this version does not know are left out:
    /// no feature hangs on them.
    pub fn parse(list: &str) -> Self {
        list.split_ascii_whitespace().filter_map(Scope::from_name).collect()
    }

    /// Like [`ScopeSet::parse`], but refuses the list at its first unknown name, which it returns.
    pub fn parse_strict(list: &str) -> Result<Self, &str> {
        list.split_ascii_whitespace().map(|name| Scope::from_name(name).ok_or(name)).collect()
    }

    /// The scope is in the set.
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Every scope of `other` is in the set.
    pub const fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// No scope is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many scopes are in it.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Adds a scope, unless it is in it.
    pub const fn insert(&mut self, scope: Scope) {
        self.0 |= scope.bit();
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The scopes of this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The scopes in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }

    /// The wire names in the order of the table.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Scope::name)
    }
}

impl From<Scope> for ScopeSet {
    fn from(scope: Scope) -> Self {
        Self(scope.bit())
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::EMPTY, |set, scope| set.union(scope.into()))
    }
}

/// The space-separated list of RFC 6749 §3.3.
impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_again() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.name()), Some(scope));
        }
        assert_eq!(ScopeSet::all().len(), 9);
        assert_eq!(Scope::from_name("WALLET:READ"), None);
    }

    #[test]
    fn sensitive_scopes_are_the_documented_four() {
        let sensitive: ScopeSet = Scope::ALL.into_iter().filter(|scope| scope.is_sensitive()).collect();
        assert_eq!(sensitive, ScopeSet::parse("wallet:send wallet:withdraw swap:execute offramp:execute"));
    }

    #[test]
    fn a_list_is_read_and_written_in_the_order_of_the_table() {
        let set = ScopeSet::parse("wallet:send  profile:read loans:take");
        assert_eq!(set.to_string(), "profile:read wallet:send");
        assert_eq!(ScopeSet::parse_strict("profile:read loans:take"), Err("loans:take"));
    }

    #[test]
    fn difference_leaves_what_was_not_granted() {
        let asked = ScopeSet::parse("profile:read wallet:read");
        assert_eq!(asked.without(Scope::WalletRead.into()), Scope::ProfileRead.into());
        assert!(asked.contains_all(Scope::WalletRead.into()));
    }
}
