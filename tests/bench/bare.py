"""The least that gunicorn can serve: baseline of the start and of the memory."""

BODY = b"bare"


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]
