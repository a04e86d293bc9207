"""Ask the server of this container whether it answers and reaches its database. Exit status 1 otherwise."""

import os
import sys
import urllib.request


def main():
    port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=4) as answer:
        return 0 if answer.read() == b"ok" else 1


if __name__ == "__main__":
    sys.exit(main())
