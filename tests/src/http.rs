//! A small HTTP client for loopback: no redirects, no cookies of its own, every status is an answer.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// An answer, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// What to send with a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extra<'a> {
    pub bearer: Option<&'a str>,
    pub cookies: Option<&'a str>,
    pub headers: &'a [(&'a str, &'a str)],
}

/// A body and its type.
#[derive(Clone, Debug)]
pub enum Body {
    None,
    Json(Value),
    Form(Vec<(String, String)>),
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.body).with_context(|| format!("no JSON: {} {}", self.status, self.body))
    }

    /// The answer if its status is 2xx.
    pub fn ok(self) -> Result<Self> {
        if !self.status.is_success() {
            bail!("{}: {}", self.status, self.body);
        }
        Ok(self)
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Result<&str> {
        let location =
            self.headers.get(LOCATION).with_context(|| format!("no redirect: {} {}", self.status, self.body))?;
        Ok(location.to_str()?)
    }

    /// `name=value` of every cookie that it sets.
    pub fn cookies(&self) -> Vec<String> {
        let all = self.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.filter_map(|cookie| cookie.split(';').next()).map(str::to_owned).collect()
    }
}

/// Sends a request over a connection of its own and reads the whole answer.
pub async fn send(method: Method, url: &str, body: Body, extra: Extra<'_>) -> Result<Answer> {
    let mut request = Request::builder().method(method).uri(url);
    if let Some(token) = extra.bearer {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(cookies) = extra.cookies {
        request = request.header(COOKIE, cookies);
    }
    for (name, value) in extra.headers {
        request = request.header(*name, *value);
    }
    let bytes = match body {
        Body::None => Bytes::new(),
        Body::Json(value) => {
            request = request.header(CONTENT_TYPE, "application/json");
            value.to_string().into()
        }
        Body::Form(pairs) => {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into()
        }
    };
    let client: Client<HttpConnector, Full<Bytes>> =
        Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
    let answer = tokio::time::timeout(Duration::from_secs(20), async {
        let answer = client.request(request.body(Full::new(bytes))?).await?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        anyhow::Ok(Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    });
    answer.await.with_context(|| format!("no answer from {url}"))?.with_context(|| url.to_owned())
}

pub async fn get(url: &str) -> Result<Answer> {
    send(Method::GET, url, Body::None, Extra::default()).await
}

pub async fn post(url: &str, body: Value) -> Result<Answer> {
    send(Method::POST, url, Body::Json(body), Extra::default()).await
}

pub async fn put(url: &str, body: Value) -> Result<Answer> {
    send(Method::PUT, url, Body::Json(body), Extra::default()).await
}

/// Something accepts connections on this port of loopback.
pub async fn answers(port: u16) -> Result<Option<()>> {
    Ok(tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok().then_some(()))
}

/// The local addresses on which something listens at this port, as the kernel writes them.
pub fn listeners(port: u16) -> Result<Vec<String>> {
    const LISTENS: &str = "0A";
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in std::fs::read_to_string(table)?.lines().skip(1) {
            let mut fields = line.split_whitespace().skip(1);
            let local = fields.next().unwrap_or_default();
            let state = fields.nth(1).unwrap_or_default();
            if let Some((address, at)) = local.split_once(':')
                && state == LISTENS
                && u16::from_str_radix(at, 16) == Ok(port)
            {
                found.push(address.to_owned());
            }
        }
    }
    Ok(found)
}

/// A port of loopback that nobody uses at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
