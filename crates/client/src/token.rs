//! Tokens as the application holds them. They cannot be serialized or printed.

use std::fmt;

use monei_api::connect::Credential;

macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Credential);

        impl $name {
            /// Takes a credential out of the body that carried it.
            pub const fn new(credential: Credential) -> Self {
                Self(credential)
            }

            /// The secret text. Callers say why they need it.
            pub fn expose(&self) -> &str {
                self.0.expose()
            }

            /// The credential for a body or a document that exists to carry it.
            pub fn to_credential(&self) -> Credential {
                self.0.clone()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// An `mct_…` token: sent with each call, valid for about an hour.
    AccessToken
}
secret! {
    /// An `mcr_…` token: spent by its one use.
    RefreshToken
}

/// What a token endpoint hands out. The second is dead as soon as it was used, and takes the first with it.
#[derive(Clone, Debug)]
pub struct TokenPair {
    /// What calls are made with.
    pub access: AccessToken,
    /// What buys the next pair.
    pub refresh: RefreshToken,
}

impl TokenPair {
    /// Of two pairs with one refresh token only one can ever be renewed: they are the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.refresh.expose() == other.refresh.expose()
    }
}
