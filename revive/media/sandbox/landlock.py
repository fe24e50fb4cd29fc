"""Files that are left to this process (Linux Landlock, 5.13 and later); whoever asks for another is told EACCES.

From 6.7 on no port can be opened or reached either, from 6.12 on no abstract socket reached and no process outside
signalled.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # numbers of the system calls, the same on every architecture
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE, _DEVICE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE | _DEVICE  # what can be done with a file, not with a folder alone
_KNOWN = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # version -> how many rights on files it knows; 16 from then on


def allow_files(*, read: Iterable[str] = (), write: Iterable[str] = ()) -> bool:
    """Leave only these to it; whether that is in force. `prctl(PR_SET_NO_NEW_PRIVS)` has to come before.

    Parameters
    ----------
    read : files, and folders with all that is in them, which may be read and run
    write : files that may be written, and read again
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if version < 1:
        return False
    rights = (1 << _KNOWN.get(version, 16)) - 1
    wanted = struct.pack("=Q", rights)
    wanted += struct.pack("=Q", 0b11) if version >= 4 else b""  # TCP: to bind, to connect
    wanted += struct.pack("=Q", 0b11) if version >= 6 else b""  # abstract sockets, signals
    rules = libc.syscall(_CREATE, wanted, ctypes.c_size_t(len(wanted)), ctypes.c_uint32(0))
    if rules < 0:
        return False
    try:
        for path in read:
            _add(libc, rules, path, (_READ | _LIST | _EXECUTE) & rights)
        for path in write:
            _add(libc, rules, path, (_READ | _WRITE | _TRUNCATE) & rights)
        return libc.syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0)) == 0
    finally:
        os.close(rules)


def _add(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    """A path that is not there allows nothing."""
    with contextlib.suppress(OSError):
        file = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(file).st_mode):
                rights &= _FILE
            libc.syscall(_ADD, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), struct.pack("=Qi", rights, file), 
                         ctypes.c_uint32(0))  # fmt: skip
        finally:
            os.close(file)
