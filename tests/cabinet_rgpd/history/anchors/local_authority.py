"""A time-stamping authority of this machine, made with openssl: honest by default, and wrong in every way asked for."""

import contextlib
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = "1.2.3.4.1"
CONFIGURATION = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[server]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = serverAuth
[authority]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = {policy}
digests = sha256
accuracy = secs:1
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *map(str, arguments)], cwd=folder, check=True, capture_output=True)


def certificates(folder, name, *, extensions="tsa", days=2, starts=None):
    """`name.key` and `name.pem`, signed by the CA of the folder, which is made first."""
    folder.mkdir(exist_ok=True)
    (folder / "openssl.cnf").write_text(CONFIGURATION.format(policy=POLICY))
    if not (folder / "ca.pem").exists():
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key",
                "-out", "ca.pem", "-subj", "/CN=Racine fictive", "-days", "30", "-config", "openssl.cnf",
                "-extensions", "ca")  # fmt: skip
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
            "-subj", f"/CN=Horodatage fictif {name}", "-config", "openssl.cnf")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", f"{name}.pem", "-days", days, "-extfile", "openssl.cnf", "-extensions", extensions)  # fmt: skip
    return folder


@dataclass
class Local:
    """`folder` holds the certificates; `signer` is the name of the one that signs; `answer` replaces what is sent."""

    folder: Path
    url: str = ""
    signer: str = "tsa"
    policy: str = POLICY
    status: int = 200
    #: Called with the request, gives the bytes of the answer.
    answer: object = None
    #: Seconds between two bytes.
    slow: float = 0
    requests: list = field(default_factory=list)

    def signed(self, query):
        """What an honest authority answers."""
        serial = self.folder / "serial"
        if not serial.exists():
            serial.write_text("01\n")
        (self.folder / "query.tsq").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-config", "openssl.cnf", "-section", "authority", "-queryfile", "query.tsq",
                "-signer", f"{self.signer}.pem", "-inkey", f"{self.signer}.key", "-tspolicy", self.policy,
                "-out", "reply.tsr")  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()


@contextlib.contextmanager
def running(folder):
    """A Local that listens on a free port of this machine."""
    local = Local(certificates(folder, "tsa"))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            local.requests.append(query)
            content = (local.answer or local.signed)(query)
            self.send_response(local.status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            with contextlib.suppress(OSError):
                for start in range(0, len(content), 1 if local.slow else len(content) or 1):
                    self.wfile.write(content[start : start + 1] if local.slow else content)
                    self.wfile.flush()
                    time.sleep(local.slow)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    local.url = f"http://127.0.0.1:{server.server_address[1]}/tsa"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
