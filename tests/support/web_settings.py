"""The settings of the application in the tests: a data folder of their own, made for each process."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="reperes-web-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
# The home of the whole process stays as it is: only these settings look at this one.
_BEFORE = os.environ.get("REPERES_HOME")
os.environ["REPERES_HOME"] = _FOLDER

# As long as a browser is driven, a loop runs in the thread of the tests: they wait all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"

from reperes_web.settings import *  # noqa: E402, F403

if _BEFORE is None:
    del os.environ["REPERES_HOME"]
else:
    os.environ["REPERES_HOME"] = _BEFORE

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
