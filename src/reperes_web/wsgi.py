"""What a WSGI server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # databases and files hold what concerns people: they are for their owner alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reperes_web.settings")

application = get_wsgi_application()
