"""Asks an OpenID provider who somebody is: authorization code with PKCE, ID token checked against its keys.

The only module that knows Authlib, which is loaded when it is needed: without a provider nobody has to install it.
Everything here waits for another host; `planner.web.oidc` calls it in threads of its own.

References
----------
OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; OpenID Connect Discovery 1.0; RFC 7636 (PKCE).
"""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from planner.desk.identities import Proof
from planner.model.errors import NotAllowedError, ServiceError
from planner.model.message import message
from planner.web.provider import Provider, is_safe

__all__ = ["ASK_S", "address_to_sign_in", "forget", "proof_of"]

ASK_S: Final = 5.0
"""How long one answer of the provider may take."""
_KNOWN_FOR_S: Final = 600.0
_LEEWAY_S: Final = 60
"""Clocks of two machines differ."""
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signed with a key only the provider has: ``none`` and signatures by a shared secret are never taken."""
_BROKEN: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What comes of reading something that is not what it should be."""
_LOG = logging.getLogger(__name__)
_known: dict[str, tuple[float, dict[str, Any]]] = {}


def address_to_sign_in(provider: Provider, *, state: str, nonce: str, verifier: str) -> str:
    """Return the address at the provider to send somebody to.

    Parameters
    ----------
    state, nonce, verifier
        Random texts: what the answer must carry, what the ID token must hold, and what proves to the provider that
        whoever asks for the token is who began.

    Raises
    ------
    ServiceError
        If the provider does not say where that is.
    """
    with _session(provider) as session:
        endpoint = _endpoint(_description(session, provider), "authorization_endpoint")
        address, _ = session.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier)
    return str(address)


def proof_of(provider: Provider, *, code: str, nonce: str, verifier: str) -> Proof:
    """Exchange the code of an answer for an ID token, check it, and return who it is about.

    Raises
    ------
    NotAllowedError
        If the provider does not take the code, or the token is not what it must be.
    ServiceError
        If the provider does not answer.
    """
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    with _session(provider) as session:
        said = _description(session, provider)
        try:
            token = _token(session, said, code=code, verifier=verifier)
            claims = _claims(provider, said, token, keys=_asked(session, _endpoint(said, "jwks_uri")), nonce=nonce)
            mail = _mail(session, said, claims)
            return Proof(issuer=claims["iss"], subject=claims["sub"], mail=mail)
        except RequestException as error:
            raise _away(error) from error
        except (AuthlibBaseError, JoseError, *_BROKEN) as error:
            # The error's own words can quote the token.
            _LOG.warning("Sign-in by OpenID Connect refused: %s", _kind(error))
            raise NotAllowedError(message("signin.oidc_refused")) from error


def forget() -> None:
    """Forget what providers said of themselves."""
    _known.clear()


def _session(provider: Provider) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email",
        redirect_uri=provider.callback,
        code_challenge_method="S256",
        default_timeout=ASK_S,
        leeway=0,  # a token that lives a minute is used at once
    )


def _description(session: Any, provider: Provider) -> dict[str, Any]:
    """What the provider says of itself; asked again after ten minutes."""
    at, said = _known.get(provider.issuer, (0.0, {}))
    if not said or time.monotonic() - at > _KNOWN_FOR_S:
        said = _asked(session, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
        # Another's description here would have its tokens taken for this one's.
        if str(said.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
            raise _away("the issuer is not the one of FALTPLAN_OIDC_ISSUER")
        _known[provider.issuer] = time.monotonic(), said
    return said


def _asked(session: Any, address: str, **how: Any) -> dict[str, Any]:
    from requests import RequestException

    try:
        answer = session.get(address, **({"withhold_token": True, "allow_redirects": False} | how))
        said = answer.json() if answer.status_code == 200 else None
    except (RequestException, ValueError) as error:
        raise _away(error) from error
    if not isinstance(said, dict):
        raise _away(f"answer {answer.status_code}")
    return said


def _endpoint(said: dict[str, Any], name: str) -> str:
    address = said.get(name)
    if not isinstance(address, str) or not is_safe(address):
        raise _away(f"no {name}")
    return address


def _token(session: Any, said: dict[str, Any], *, code: str, verifier: str) -> dict[str, Any]:
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    session.token_endpoint_auth_method = (
        "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    )
    token: dict[str, Any] = session.fetch_token(
        _endpoint(said, "token_endpoint"),
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        allow_redirects=False,
    )
    return token


def _claims(
    provider: Provider, said: dict[str, Any], token: dict[str, Any], *, keys: dict[str, Any], nonce: str
) -> dict[str, Any]:
    """What the ID token says, once signature, issuer, audience, time and nonce are right."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import InvalidClaimError
    from joserfc.jwk import KeySet

    read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS))  # type: ignore[arg-type]
    claims: dict[str, Any] = CodeIDToken(
        read.claims,
        read.header,
        options={
            "iss": {"essential": True, "value": said["issuer"]},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        },
        params={"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(leeway=_LEEWAY_S)  # type: ignore[attr-defined]
    if not 1 <= len(claims["sub"]) <= 255:
        raise InvalidClaimError("sub")
    return claims


def _mail(session: Any, said: dict[str, Any], claims: dict[str, Any]) -> str:
    """The address the provider has verified; some say it only when asked for the person."""
    from joserfc.errors import InvalidClaimError

    about: dict[str, Any] = claims
    if "email" not in claims and "userinfo_endpoint" in said:
        about = _asked(session, _endpoint(said, "userinfo_endpoint"), withhold_token=False)
        if about.get("sub") != claims["sub"]:
            raise InvalidClaimError("sub")
    mail = about.get("email")
    return mail.strip() if isinstance(mail, str) and about.get("email_verified") is True else ""


def _away(why: object) -> ServiceError:
    told = _kind(why) if isinstance(why, Exception) else why
    _LOG.warning("The OpenID provider does not answer as it should: %s", told)
    return ServiceError(message("signin.oidc_away"))


def _kind(error: Exception) -> str:
    """The kind of an error, with the claim or the code that names it, and nothing it quotes."""
    named = getattr(error, "claim", None) or getattr(error, "error", None) or ""
    return f"{type(error).__name__} {named}".strip()
