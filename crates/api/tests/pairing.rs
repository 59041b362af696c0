//! The pairing code against vectors that an independent program computed from the rule.

use monei_api::relay::pairing_code;

#[derive(serde::Deserialize)]
struct Vector {
    client_id: String,
    state: String,
    code_challenge: String,
    pairing_code: String,
}

#[test]
fn r06_the_pairing_code_follows_the_shared_vectors() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("pairing_vectors.json")).unwrap();
    for vector in vectors {
        assert_eq!(pairing_code(&vector.client_id, &vector.state, &vector.code_challenge), vector.pairing_code);
    }
}
