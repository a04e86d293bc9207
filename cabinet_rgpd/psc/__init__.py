"""Pro Santé Connect, the national identity of health professionals: a way to sign in, by configuration.

OpenID Connect (code flow, PKCE, nonce), upon allauth. Without PSC_ISSUER nothing of it is on any screen.
"""
