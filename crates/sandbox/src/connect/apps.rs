//! `POST /connect/apps/register` (`monei-api.md` §1.2): a verified account holder registers an application.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use monei_api::connect::{Credential, RegisterAppRequest, RegisterAppResponse};
use url::Url;

use crate::body::JsonBody;
use crate::refusal::{FieldTexts, Refusal};
use crate::world::Simulation;

/// A page needs them to be short enough to be read.
const MAX_NAME: usize = 80;

pub(super) async fn register(
    State(simulation): State<Simulation>,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<(StatusCode, Json<RegisterAppResponse>), Refusal> {
    let mut world = simulation.lock();
    let owner = world.session_holder(&headers)?;
    let person = world.people.find(&owner).ok_or(Refusal::Token)?;
    if !person.is_verified() {
        return Err(Refusal::Unverified);
    }
    let request = check(&body)?;
    let world = &mut *world;
    let app = world.connect.register(&mut world.secrets, request);
    tracing::info!(client_id = app.client_id, "application registered");
    Ok((
        StatusCode::CREATED,
        Json(RegisterAppResponse {
            client_id: app.client_id,
            client_secret: Credential::new(app.client_secret),
            app_name: app.name,
            redirect_uris: app.redirect_uris,
            message: "Store the client secret now. It will not be displayed again.".to_owned(),
        }),
    ))
}

/// The request with every field in order, or what is wrong with each.
fn check(body: &JsonBody) -> Result<RegisterAppRequest, Refusal> {
    let mut wrong = FieldTexts::new();
    let mut complain = |field: &str, text: &str| wrong.entry(field.to_owned()).or_default().push(text.to_owned());
    let app_name = body.text("appName").map(str::trim).unwrap_or_default();
    if app_name.is_empty() || app_name.chars().count() > MAX_NAME {
        complain("appName", "appName must be a text of 1 to 80 characters");
    }
    let app_description = body.text("appDescription").unwrap_or_default();
    if app_description.is_empty() {
        complain("appDescription", "appDescription should not be empty");
    }
    let redirect_uris = body.texts("redirectUris").unwrap_or_default();
    if redirect_uris.is_empty() {
        complain("redirectUris", "redirectUris must hold at least one URI");
    }
    if !redirect_uris.iter().all(|uri| is_redirect_uri(uri)) {
        complain("redirectUris", "each redirect URI must be absolute, without wildcard and without fragment");
    }
    for field in ["websiteUrl", "logoUrl"] {
        if body.has(field) && !body.text(field).is_some_and(is_web_address) {
            complain(field, &format!("{field} must be a URL address"));
        }
    }
    let request = RegisterAppRequest {
        app_name: app_name.to_owned(),
        app_description: app_description.to_owned(),
        redirect_uris,
        website_url: body.text("websiteUrl").map(str::to_owned),
        logo_url: body.text("logoUrl").map(str::to_owned),
    };
    if wrong.is_empty() { Ok(request) } else { Err(Refusal::Fields(wrong)) }
}

/// What can be shown as a link or fetched as a picture.
fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// An absolute URI that a browser can be sent to and that runs nothing in the page it is followed from.
fn is_redirect_uri(uri: &str) -> bool {
    let plain = uri.bytes().all(|byte| byte.is_ascii_graphic()) && !uri.contains(['*', '#', '\\']);
    plain && Url::parse(uri).is_ok_and(|url| !matches!(url.scheme(), "javascript" | "data" | "vbscript" | "blob"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_are_absolute_and_exact() {
        for good in ["http://localhost:3000/callback", "https://relay.example/callback", "dev.example.app:/callback"] {
            assert!(is_redirect_uri(good), "{good}");
        }
        for bad in
            ["/callback", "https://*.example/cb", "https://a.example/#x", "javascript:alert(1)", "http://a b/", ""]
        {
            assert!(!is_redirect_uri(bad), "{bad}");
        }
    }
}
