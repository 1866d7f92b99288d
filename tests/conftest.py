"""What holds for all tests: none may fail since of where, or beside what, the suite runs."""

import signal
import threading

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# What a shell starts in the background, as a server of tests does, ignores Ctrl-C, and so does all
# that it starts: tests that send one would wait for ever.
ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
if ignored and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
