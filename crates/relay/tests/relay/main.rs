//! The relay over real loopback HTTP, against a small stand-in for Monei. One binary, because each costs a link.

#[cfg(test)]
mod authorize;
#[cfg(test)]
mod binary;
#[cfg(test)]
mod callback;
#[cfg(test)]
mod consent;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod monei;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod support;
#[cfg(test)]
mod token;
#[cfg(test)]
mod upstream;
