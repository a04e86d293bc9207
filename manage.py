#!/usr/bin/env python3
"""The door for commands: `python manage.py serve`, `migrate`, `access_link`, …"""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabinet_rgpd.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
