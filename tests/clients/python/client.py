"""An independent OAuth client in Python: discovers the relay, prints the authorization address, reads the answer's
address, exchanges, and prints what it was given."""

import json
import os
import sys
from urllib.parse import parse_qs, urlsplit

# Plain http on loopback.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

issuer, redirect_uri, scope = sys.argv[1:]
found = requests.get(issuer + "/.well-known/oauth-authorization-server", timeout=20)
found.raise_for_status()
server = AuthorizationServerMetadata(found.json())
server.validate()
assert server.issuer == issuer, server.issuer

client = OAuth2Session(
    "monei-wallet",
    scope=scope,
    redirect_uri=redirect_uri,
    token_endpoint_auth_method="none",
    code_challenge_method="S256",
)
verifier = generate_token(48)
address, state = client.create_authorization_url(
    server.authorization_endpoint, state=generate_token(30), code_verifier=verifier
)
print(address, flush=True)

answer = sys.stdin.readline().strip()
parameters = parse_qs(urlsplit(answer).query)
# RFC 9207, which this library leaves to its users.
assert parameters["iss"] == [issuer], parameters
assert parameters["state"] == [state], parameters
try:
    if "error" in parameters:
        raise OAuthError(parameters["error"][0])
    token = client.fetch_token(
        server.token_endpoint, authorization_response=answer, code_verifier=verifier, state=state
    )
    given = {
        "scope": token.get("scope"),
        "scopes": token.get("scopes"),
        "tokenType": token.get("token_type"),
        "expiresIn": token.get("expires_in"),
    }
except OAuthError as error:
    given = {"error": error.error}
print(json.dumps(given), flush=True)
