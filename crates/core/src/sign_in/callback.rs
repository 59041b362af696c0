//! What came back from the browser, read as hostile input: any program and any page can open a link with our scheme.

use monei_api::connect::Credential;
use url::form_urlencoded;

use super::attempt::Attempt;

/// A real answer is about 700 characters long.
const MAX_LENGTH: usize = 8 * 1024;

/// A link, as far as the attempt in hand is concerned.
#[derive(Debug)]
pub enum Callback {
    /// The answer to this attempt, to be exchanged.
    Ticket(Credential),
    /// The person denied, or the relay gave another error for this attempt.
    Refused {
        /// By the person; otherwise it is an error of the relay's.
        denied: bool,
    },
    /// Not an answer to this attempt: a stranger's, an older one, a malformed one. It changes nothing.
    Foreign,
}

impl Callback {
    /// `state` and issuer are compared before anything else is believed; every parameter may stand once.
    pub fn read(link: &str, attempt: &Attempt) -> Self {
        Self::parse(link, attempt).unwrap_or(Self::Foreign)
    }

    fn parse(link: &str, attempt: &Attempt) -> Option<Self> {
        if link.len() > MAX_LENGTH || link.contains('#') {
            return None;
        }
        let query = link.strip_prefix(attempt.redirect_uri.as_str())?.strip_prefix('?')?;
        let mut parameters = Parameters::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match name.as_ref() {
                "state" => &mut parameters.state,
                "iss" => &mut parameters.issuer,
                "code" => &mut parameters.code,
                "error" => &mut parameters.error,
                _ => continue,
            };
            if place.replace(value.into_owned()).is_some() {
                return None;
            }
        }
        if parameters.state? != attempt.state || parameters.issuer? != attempt.endpoints.issuer {
            return None;
        }
        match (parameters.code, parameters.error) {
            (Some(code), None) if !code.is_empty() => Some(Self::Ticket(Credential::new(code))),
            (None, Some(error)) => Some(Self::Refused { denied: error == "access_denied" }),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Parameters {
    state: Option<String>,
    issuer: Option<String>,
    code: Option<String>,
    error: Option<String>,
}

#[cfg(test)]
mod tests {
    use monei_nightly::rounds;
    use rand::{RngExt, SeedableRng};

    use super::super::attempt::tests::attempt;
    use super::*;

    const ISSUER: &str = "http%3A%2F%2F127.0.0.1%3A4020";

    fn kind(link: &str, attempt: &Attempt) -> &'static str {
        match Callback::read(link, attempt) {
            Callback::Ticket(_) => "ticket",
            Callback::Refused { denied: true } => "denied",
            Callback::Refused { denied: false } => "refused",
            Callback::Foreign => "foreign",
        }
    }

    #[test]
    fn only_an_answer_to_this_attempt_is_believed() {
        let attempt = attempt();
        let state = attempt.state.clone();
        let base = "dev.moneiwallet.desktop:/callback";
        let check = |link: String, expected: &str| assert_eq!(kind(&link, &attempt), expected, "{link}");
        check(format!("{base}?code=t&state={state}&iss={ISSUER}"), "ticket");
        check(format!("{base}?state={state}&iss={ISSUER}&code=t&extra=1&extra=2"), "ticket");
        check(format!("{base}?error=access_denied&state={state}&iss={ISSUER}"), "denied");
        check(format!("{base}?error=server_error&state={state}&iss={ISSUER}"), "refused");
        check(format!("{base}?code=t&state={state}"), "foreign");
        check(format!("{base}?code=t&state={state}&iss=https%3A%2F%2Fevil.example"), "foreign");
        check(format!("{base}?code=t&state=other&iss={ISSUER}"), "foreign");
        check(format!("{base}?code=t&code=u&state={state}&iss={ISSUER}"), "foreign");
        check(format!("{base}?code=t&error=access_denied&state={state}&iss={ISSUER}"), "foreign");
        check(format!("{base}?code=&state={state}&iss={ISSUER}"), "foreign");
        check(format!("{base}?code=t&state={state}&iss={ISSUER}#fragment"), "foreign");
        check(format!("{base}/?code=t&state={state}&iss={ISSUER}"), "foreign");
        check(format!("dev.moneiwallet.desktop://callback?code=t&state={state}&iss={ISSUER}"), "foreign");
        check(format!("{base}?{}&code=t&state={state}&iss={ISSUER}", "x".repeat(9_000)), "foreign");
        check(String::new(), "foreign");
    }

    /// Links put together from the pieces that real ones are made of, and from what might upset a parser.
    #[test]
    fn r25_no_link_makes_the_reader_panic_or_believe() {
        const PIECES: [&str; 24] = [
            "dev.moneiwallet.desktop:/callback",
            "dev.moneiwallet.desktop:",
            "/callback",
            "?",
            "&",
            "=",
            "#",
            "%",
            "%00",
            "%FF%FE",
            "code",
            "state",
            "iss",
            "error",
            "code=t",
            "state=",
            "iss=http%3A%2F%2F127.0.0.1%3A4020",
            "error=access_denied",
            "\u{202e}",
            "₦",
            "\0",
            " ",
            "../",
            "javascript:alert(1)",
        ];
        let attempt = attempt();
        let mut random = rand::rngs::StdRng::seed_from_u64(25);
        for _ in 0..rounds(50_000, 1_000_000) {
            let mut link = String::from(if random.random() { "dev.moneiwallet.desktop:/callback?" } else { "" });
            for _ in 0..random.random_range(0..12) {
                link.push_str(PIECES[random.random_range(0..PIECES.len())]);
            }
            assert_eq!(kind(&link, &attempt), "foreign", "{link}");
        }
    }
}
