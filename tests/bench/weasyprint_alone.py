"""WeasyPrint and nothing else, with the same fonts and options: HTML on standard input, PDF on standard output."""

import logging
import sys
import warnings

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cabinet_rgpd.documents import assets, fonts
from cabinet_rgpd.documents.worker import BASE_CSS


class Ours(URLFetcher):
    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        if scheme != assets.SCHEME:
            return super().fetch(url, headers)
        path, media_type = assets.find(name)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})


def main():
    warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fetcher, configuration = Ours(), FontConfiguration()
    base = weasyprint.CSS(string=BASE_CSS.format(family=fonts.FAMILY), url_fetcher=fetcher, font_config=configuration)
    document = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    pdf = document.write_pdf(
        stylesheets=[base], font_config=configuration, pdf_variant="pdf/ua-1", presentational_hints=False,
        optimize_images=True, dpi=200,
    )  # fmt: skip
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
