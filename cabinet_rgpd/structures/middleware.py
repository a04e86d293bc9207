"""Pages of signed-in people are kept by no cache; a session left alone ends, and so does one that is a working day old."""

import time

from django.contrib.auth import logout

IDLE_SECONDS = 3600
WHOLE_SECONDS = 12 * 3600
#: How often the idle clock is written: reading pages writes nothing more often than that.
REFRESH_SECONDS = 300


class PrivatePagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now, seen = int(time.time()), request.session.get("seen_at", 0)
            began = request.session.get("began_at", now)
            if (seen and now - seen > IDLE_SECONDS) or now - began > WHOLE_SECONDS:
                logout(request)
            elif now - seen > REFRESH_SECONDS:
                request.session.update({"seen_at": now, "began_at": began})
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
