//! What the server's clock shows. Computers' clocks are wrong by minutes and hours, and tokens end by Monei's.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap};

/// Is told the date of each answer (RFC 9110 §6.6.1) as it arrives.
#[derive(Clone, Default)]
pub struct DateObserver(Option<Arc<dyn Fn(Timestamp) + Send + Sync>>);

impl DateObserver {
    /// Tells `observe`, which is called from the task of the request and must not block.
    pub fn new(observe: impl Fn(Timestamp) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(observe)))
    }

    pub(crate) fn observe(&self, headers: &HeaderMap) {
        if let (Some(observe), Some(date)) = (&self.0, of(headers)) {
            observe(date);
        }
    }
}

/// The date of an answer, where it has one that can be read.
pub(crate) fn of(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    Some(jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp())
}

impl fmt::Debug for DateObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateObserver")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_date_is_told_and_nonsense_is_not() {
        let seen: Arc<Mutex<Vec<i64>>> = Arc::default();
        let told = seen.clone();
        let observer = DateObserver::new(move |date| told.lock().unwrap().push(date.as_second()));
        for text in ["Thu, 01 Jan 1970 01:00:00 GMT", "soon", "", "Thu, 01 Jan 1970 25:00:00 GMT"] {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, text.parse().unwrap());
            observer.observe(&headers);
        }
        observer.observe(&HeaderMap::new());
        assert_eq!(*seen.lock().unwrap(), [3_600]);
    }
}
