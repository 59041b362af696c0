//! Monei Connect (`monei-api.md` §1).

use monei_api::endpoint::Method::Post;
use serde_json::json;

use crate::openapi::request::{Description, describe_calls, may, need, one_of, text, up_to};

pub(super) fn all() -> Vec<Description> {
    vec![
        describe_calls(vec![(Post, "/connect/apps/register")], "Register an application")
            .details("The client secret is shown in this answer only. Redirect URIs are compared as a whole.")
            .body(
                vec![
                    need("appName", up_to(80), "Shown on the consent page."),
                    need("appDescription", json!({ "type": "string", "minLength": 1 }), ""),
                    need(
                        "redirectUris",
                        json!({ "type": "array", "minItems": 1, "items": { "type": "string", "format": "uri" } }),
                        "Absolute, without wildcard and without fragment.",
                    ),
                    may("websiteUrl", json!({ "type": "string" }), "Shown on the consent page."),
                    may("logoUrl", json!({ "type": "string" }), ""),
                ],
                json!({
                    "appName": "Ledger",
                    "appDescription": "Keeps your books",
                    "redirectUris": ["http://localhost:3000/callback"],
                }),
            )
            .refusals(&[403]),
        describe_calls(vec![(Post, "/connect/token")], "Exchange a code, or refresh")
            .details(
                "Codes are valid for ten minutes and once, access tokens for an hour. A refresh replaces both tokens. \
                 At most ten calls a minute.",
            )
            .body_of(
                vec![
                    vec![
                        need("grant_type", one_of(&["authorization_code"]), ""),
                        need("code", text(), "From the callback."),
                        need("client_id", text(), ""),
                        need("client_secret", text(), ""),
                        need("redirect_uri", text(), "The same text as in the authorization request."),
                        may("code_verifier", text(), "Only looked at where the switch `pkce` says so."),
                    ],
                    vec![need("grant_type", one_of(&["refresh_token"]), ""), need("refresh_token", text(), "")],
                ],
                json!({ "grant_type": "refresh_token", "refresh_token": "mcr_…" }),
            )
            .refusals(&[401, 429]),
        describe_calls(vec![(Post, "/connect/token/revoke")], "Revoke a pair of tokens")
            .details("The access token and its refresh token are dead at once, whichever of them is given.")
            .body(vec![need("token", text(), "An access token or a refresh token.")], json!({ "token": "mct_…" }))
            .refusals(&[404]),
    ]
}
