//! Tier and limits (`monei-api.md` §3.2).

use monei_api::endpoint;
use monei_api::kyc::{KycStatusResponse, TierLimits};

use super::{Handle, KycRead, Session};
use crate::api::Request;

impl<S: Session> Handle<'_, KycRead, S> {
    /// The tier with its limits, and what the next one needs.
    pub async fn kyc_status(&self) -> Result<KycStatusResponse, S::Error> {
        self.get(Request::new(endpoint::KYC_STATUS)).await
    }

    /// The limits alone, for an answer of [`Self::kyc_status`] that has none.
    pub async fn kyc_limits(&self) -> Result<TierLimits, S::Error> {
        self.get(Request::new(endpoint::KYC_LIMITS)).await
    }
}
