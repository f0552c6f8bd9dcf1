"""Signs a new member up at the portal named by the first argument, as a browser would, and prints an access token."""

import base64
import hashlib
import html.parser
import http.cookiejar
import json
import secrets
import sys
import urllib.error
import urllib.parse
import urllib.request

BASE = sys.argv[1]
# Where the packaged extension's sign-in returns to; nothing is ever sent there.
REDIRECT = "https://5ac6f5f768377d4cbaacfb5390ab1bf1bc231856.extensions.allizom.org/cb"


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are read, not followed."""

    def redirect_request(self, *_):
        return None


class Form(html.parser.HTMLParser):
    """The token in the page's forms."""

    token = None

    def handle_starttag(self, tag, attrs):
        fields = dict(attrs)
        if tag == "input" and fields.get("name") == "form":
            self.token = fields["value"]


browser = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def ask(path, fields=None):
    """Answers with the body, or with the address that the browser is sent to."""
    data = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        with browser.open(BASE + path, data) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as answer:
        if answer.code == 303:
            return answer.headers["location"]
        sys.exit(f"{path} answers {answer.code}: {answer.read().decode()}")


def form(path):
    page = Form()
    page.feed(ask(path))
    return page.token


verifier = secrets.token_urlsafe(48)
challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
asked = {
    "response_type": "code",
    "client_id": "pointback-extension",
    "redirect_uri": REDIRECT,
    # All but account:delete, after which there would be nothing left to ask.
    "scope": "balances:read clicks:write account:export",
    "code_challenge": challenge,
    "code_challenge_method": "S256",
}
email = f"{secrets.token_hex(8)}@fuzz.example"
ask("sign-up", {"form": form("sign-up"), "email": email, "password": secrets.token_hex(12)})
consent = form("oauth/authorize?" + urllib.parse.urlencode(asked))
sent_to = ask("oauth/authorize", {**asked, "form": consent, "decision": "allow"})
code = urllib.parse.parse_qs(urllib.parse.urlparse(sent_to).query)["code"][0]
exchange = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, **asked}
print(json.loads(ask("oauth/token", exchange))["access_token"])
