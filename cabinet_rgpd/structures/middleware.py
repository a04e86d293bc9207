"""Pages of signed-in people are kept by no cache; a session ends when left alone, or when a working day old."""

import time

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware

IDLE_SECONDS = 3600
WHOLE_SECONDS = 12 * 3600
#: How often the idle clock is written: reading pages writes nothing more often than that.
REFRESH_SECONDS = 300
#: What anyone reads: the same bytes for everybody, so neither session nor account is looked at.
PUBLIC_PREFIXES = ("/n/", "/verifier/")


class SignedInByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's, which reads the session before it asks whether the view is open to all: here it asks first."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "login_required", True):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None


class PrivatePagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        public = request.path_info.startswith(PUBLIC_PREFIXES)
        response = self.get_response(request) if public else self._private(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    def _private(self, request):
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
        return response
