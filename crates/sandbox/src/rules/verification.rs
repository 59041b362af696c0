//! What somebody has proven of themselves, and the tier that follows from it (`monei-api.md` §5; what tiers 3 and 4
//! want beyond a BVN is invented).

use jiff::Timestamp;
use monei_api::kyc::{Tier, Verified};
use serde::{Deserialize, Serialize};

/// What can be submitted (§4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Document {
    Nin,
    Bvn,
    VotersCard,
    DriversLicense,
    InternationalPassport,
    Selfie,
    UtilityBill,
    BankStatement,
}

impl Document {
    const ALL: [Self; 8] = [
        Self::Nin,
        Self::Bvn,
        Self::VotersCard,
        Self::DriversLicense,
        Self::InternationalPassport,
        Self::Selfie,
        Self::UtilityBill,
        Self::BankStatement,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nin => "nin",
            Self::Bvn => "bvn",
            Self::VotersCard => "voters_card",
            Self::DriversLicense => "drivers_license",
            Self::InternationalPassport => "international_passport",
            Self::Selfie => "selfie",
            Self::UtilityBill => "utility_bill",
            Self::BankStatement => "bank_statement",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.name() == name)
    }
}

/// Something submitted that nobody has looked at yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Submission {
    pub(crate) id: String,
    pub(crate) document: Document,
    /// Whether it is genuine. The number itself is not kept.
    pub(crate) is_genuine: bool,
}

/// What somebody has submitted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Papers {
    approved: Vec<Document>,
    pub(crate) waiting: Vec<Submission>,
    pub(crate) approved_at: Option<Timestamp>,
}

impl Papers {
    /// What somebody of a tier must have submitted.
    pub(crate) fn of(tier: &Tier) -> Self {
        let all =
            [Document::Nin, Document::Bvn, Document::InternationalPassport, Document::UtilityBill, Document::Selfie];
        let approved = match tier {
            Tier::Two => all.into_iter().take(1).collect(),
            Tier::Three => vec![Document::Nin, Document::Bvn, Document::Selfie],
            Tier::Four => all.to_vec(),
            Tier::One | Tier::Other(_) => Vec::new(),
        };
        Self { approved, ..Self::default() }
    }

    /// Submitted, whether or not it has been looked at.
    pub(crate) fn hold(&self, document: Document) -> bool {
        self.has(document) || self.waiting.iter().any(|submission| submission.document == document)
    }

    fn has(&self, document: Document) -> bool {
        self.approved.contains(&document)
    }

    pub(crate) fn approve(&mut self, document: Document, at: Timestamp) {
        self.approved.push(document);
        self.approved_at = Some(at);
    }

    fn has_government_id(&self) -> bool {
        [Document::VotersCard, Document::DriversLicense, Document::InternationalPassport]
            .into_iter()
            .any(|document| self.has(document))
    }

    fn has_address(&self) -> bool {
        self.has(Document::UtilityBill) || self.has(Document::BankStatement)
    }

    pub(crate) fn verified(&self) -> Verified {
        Verified {
            nin: self.has(Document::Nin).into(),
            bvn: self.has(Document::Bvn).into(),
            government_id: self.has_government_id().into(),
            selfie: self.has(Document::Selfie).into(),
            biometric: (self.has(Document::Selfie) && self.has_government_id()).into(),
            address: self.has_address().into(),
        }
    }

    /// What a tier still wants, beyond what those below it want.
    pub(crate) fn missing(&self, tier: &Tier) -> Vec<&'static str> {
        let wanted: &[(&'static str, bool)] = match tier {
            Tier::Two => &[("NIN", self.has(Document::Nin))],
            Tier::Three => &[("BVN", self.has(Document::Bvn))],
            Tier::Four => &[("Government ID", self.has_government_id()), ("Proof of address", self.has_address())],
            Tier::One | Tier::Other(_) => &[],
        };
        wanted.iter().filter(|(_, is_there)| !is_there).map(|(what, _)| *what).collect()
    }

    /// The highest tier that misses nothing, and whose lower ones do not either.
    pub(crate) fn tier(&self) -> Tier {
        let mut reached = Tier::One;
        while let Some(next) = next(&reached).filter(|next| self.missing(next).is_empty()) {
            reached = next;
        }
        reached
    }
}

/// The tier after a tier.
pub(crate) const fn next(tier: &Tier) -> Option<Tier> {
    match tier {
        Tier::One => Some(Tier::Two),
        Tier::Two => Some(Tier::Three),
        Tier::Three => Some(Tier::Four),
        Tier::Four | Tier::Other(_) => None,
    }
}

/// Its place among the tiers.
pub(crate) const fn rank(tier: &Tier) -> u8 {
    match tier {
        Tier::One | Tier::Other(_) => 1,
        Tier::Two => 2,
        Tier::Three => 3,
        Tier::Four => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_of_a_tier_lead_to_it() {
        for tier in [Tier::One, Tier::Two, Tier::Three, Tier::Four] {
            assert_eq!(Papers::of(&tier).tier(), tier);
        }
    }

    #[test]
    fn a_tier_waits_for_those_below_it() {
        let mut papers = Papers::default();
        let check = |papers: &Papers, tier: Tier| assert_eq!(papers.tier(), tier, "{papers:?}");
        for (document, tier) in [
            (Document::Bvn, Tier::One),
            (Document::BankStatement, Tier::One),
            (Document::Nin, Tier::Three),
            (Document::Selfie, Tier::Three),
            (Document::VotersCard, Tier::Four),
        ] {
            papers.approve(document, Timestamp::UNIX_EPOCH);
            check(&papers, tier);
        }
    }
}
