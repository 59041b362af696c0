//! The least that a program can do which reads a secret from the keychain and asks Monei once: what `monei balance` is
//! measured beside. With a second argument it puts the secret there.

use monei_client::{BaseUrl, http};
use monei_core::vault::{Keychain, SecretStore};

const ITEM: &str = "bare";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().ok_or("an address")?;
    let to_keep = arguments.next();
    let keychain = tokio::task::spawn_blocking(move || {
        let keychain = Keychain::connect("dev.moneiwallet.bare")?;
        match to_keep {
            Some(secret) => keychain.write(ITEM, secret.as_bytes()).map(|()| None),
            None => keychain.read(ITEM),
        }
    });
    let Some(secret) = keychain.await?? else { return Ok(()) };
    let client = http::reading(&BaseUrl::parse(&address)?)?;
    let answer = client.get(address).bearer_auth(String::from_utf8_lossy(&secret)).send().await?;
    println!("{} {}", answer.status(), answer.text().await?.len());
    Ok(())
}
