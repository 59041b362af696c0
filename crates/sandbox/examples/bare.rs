//! The least that a server on this foundation can be: what `cargo xtask bench sandbox` measures throughput beside. It
//! tells where it listens as the sandbox does.

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", serde_json::json!({ "listening": format!("http://{}", listener.local_addr()?) }));
    axum::serve(listener, Router::new().route("/", get(async || "hello"))).await
}
