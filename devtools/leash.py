"""Runs a command that may not outlive whoever started it.

The starter keeps our standard input open. When that closes, however the starter went,
the command gets a signal, and is killed if it does not listen.
"""

import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading

PATIENCE = 10.0
_PR_SET_PDEATHSIG = 1


def _die_with_the_leash() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _hold(process: subprocess.Popen[bytes], ending: signal.Signals) -> None:
    # Unbuffered: a thread that waits in a buffered read breaks the end of the interpreter.
    while os.read(0, 1024):
        pass
    process.send_signal(ending)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--signal", default="SIGTERM")
    parser.add_argument("--remove", help="folder to remove afterwards")
    parser.add_argument("--user", type=int)
    parser.add_argument("--group", type=int)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(interruption, signal.SIG_IGN)
    process = subprocess.Popen(
        options.command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        user=options.user,
        group=options.group,
        extra_groups=None if options.user is None else [],
        preexec_fn=_die_with_the_leash,
    )
    threading.Thread(target=_hold, args=(process, signal.Signals[options.signal]), daemon=True).start()
    code = process.wait()
    if options.remove:
        shutil.rmtree(options.remove, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
