"""
Signatures, made and checked by OpenSSH's own ssh-keygen, so that anyone can check them without fzcheck.

ssh-keygen decides; nothing here reads keys or does cryptography. It is run on lists of arguments, never by a shell.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from scorer.errors import FzcheckError

NAMESPACE = "fzcheck-signoff"
# What ssh-keygen says of a signature that is right; the fingerprint of a certificate is that of its key.
_GOOD = re.compile(rf'^Good "{NAMESPACE}" signature (?:for .+ )?with \S+ key (SHA256:\S+)\s*$', re.MULTILINE)
# Its exit status where it says no; any other means that it could not do what it was asked.
_NO = 255
_SECONDS = 20
_LARGEST = 1024 * 1024
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LONGEST = 300


def sign(key: str, data: bytes) -> bytes:
    """
    The signature of `data` by the private key in the file `key`, or by the agent's key whose public half it is.

    A passphrase is asked for by ssh-keygen itself, on the terminal.

    Raises:
        FzcheckError: not-found, no-ssh-keygen, ssh-keygen.
    """
    if not Path(key).exists():
        raise FzcheckError("not-found", key)
    with tempfile.TemporaryDirectory(prefix="fzcheck-") as folder:
        message, signature = Path(folder) / "statement", Path(folder) / "statement.sig"
        message.write_bytes(data)
        # No time limit: a passphrase, or a touch of a hardware key, takes as long as it takes.
        done = subprocess.run(  # noqa: S603  a list of arguments
            [_ssh_keygen(), "-Y", "sign", "-n", NAMESPACE, "-f", key, str(message)],
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
        if done.returncode or not signature.is_file():
            raise FzcheckError("ssh-keygen", key, reason=_reason(done.stderr))
        return signature.read_bytes()


def check(data: bytes, signature: str) -> str:
    """
    The fingerprint of the key by which the file `signature` signs `data`, whosever it is; "" where it does not.

    Raises:
        FzcheckError: unreadable, no-ssh-keygen, ssh-keygen.
    """
    if not _whole(signature):
        return ""
    return _asked(["check-novalidate", "-n", NAMESPACE, "-s", signature], data)


def verify(data: bytes, signature: str, allowed: str, name: str, at: datetime) -> str:
    """
    As `check`, where moreover the file `allowed` lets `name` sign with that key at the moment `at`; else "".

    Raises:
        FzcheckError: no-ssh-keygen, ssh-keygen.
    """
    # Local time, as ssh-keygen understands it: versions before 9.1 know no other.
    moment = f"verify-time={at.astimezone():%Y%m%d%H%M%S}"
    return _asked(["verify", "-f", allowed, "-I", name, "-n", NAMESPACE, "-s", signature, "-O", moment], data)


def _whole(signature: str) -> bool:
    """Whether the file holds an armoured signature, each byte in its only place: ssh-keygen passes over some that are not."""
    try:
        with Path(signature).open("rb") as file:
            lines = file.read(_LARGEST).decode("ascii", "replace").split("\n")
    except OSError as error:
        raise FzcheckError("unreadable", signature, reason=error.strerror or str(error)) from None
    body = lines[1:-2]
    if not body or lines != [_BEGIN, *body, _END, ""] or any(len(one) != len(body[0]) for one in body[:-1]):
        return False
    try:
        blob = base64.b64decode("".join(body), validate=True)
    except binascii.Error:
        return False
    return len(body[-1]) <= len(body[0]) and base64.b64encode(blob).decode() == "".join(body)


def _asked(args: list[str], data: bytes) -> str:
    hidden = ("SSH_ASKPASS", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY")
    plain = {name: value for name, value in os.environ.items() if name not in hidden}
    try:
        done = subprocess.run(  # noqa: S603  a list of arguments
            [_ssh_keygen(), "-Y", *args],
            input=data,
            capture_output=True,
            env={**plain, "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FzcheckError("ssh-keygen", args[-1], reason=f"> {_SECONDS} s") from None
    if done.returncode == _NO:
        return ""
    good = _GOOD.search(done.stdout.decode("utf-8", "replace"))
    if done.returncode or good is None:
        raise FzcheckError("ssh-keygen", args[-1], reason=_reason(done.stderr) or f"exit {done.returncode}")
    return good[1]


def _ssh_keygen() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        raise FzcheckError("no-ssh-keygen")
    return found


def _reason(stderr: bytes) -> str:
    """What ssh-keygen complained of, on one line."""
    lines = [" ".join(line.split()) for line in stderr.decode("utf-8", "replace").splitlines()]
    said = [line.strip("@ ") for line in lines if line.strip("@ ") and not line.startswith("Signing file")]
    return "; ".join(said)[:_LONGEST]
