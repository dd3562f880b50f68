"""`python -m reperes_web COMMAND`: the commands of the application (serve, worker, and those of Django)."""

import os
import sys


def main() -> None:
    """Run one command with the settings of the application."""
    os.umask(0o077)  # databases and files hold what concerns people: they are for their owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reperes_web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
