"""A PDF as an answer."""

from django.http import HttpResponse


def pdf(content, name):
    """The bytes shown in the browser, under a file name. No policy is sent along: a viewer is no page of ours."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response._csp_exempt = True  # browsers run their own viewer, which the policy of our pages would stop
    return response
