"""System calls that this process gives up for good (Linux seccomp); whoever asks for one is told EPERM.

Two filters: `allow_computing` leaves memory, threads and the pipes that are open already, and is for a process whose
code is loaded; `deny_reaching_out` takes away the network, other processes and the kernel's odd corners, and is for a
program that is yet to start. The numbers are those of Linux's unistd.h, for x86-64 and for ARM of 64 bits.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # AUDIT_ARCH_…, column of the tables
_COMPUTING = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62), "mmap": (9, 222),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216), "madvise": (28, 233),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "futex": (202, 98), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getpid": (39, 172),
    "gettid": (186, 178), "set_robust_list": (273, 99), "rseq": (334, 293), "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115), "nanosleep": (35, 101), "gettimeofday": (96, 169), "getrandom": (318, 278),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_REACHING_OUT = {
    "socket": (41, 198), "socketpair": (53, 199), "fork": (57, None), "vfork": (58, None), "kill": (62, 129),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_by_handle_at": (304, 265), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    "shmget": (29, 194), "msgget": (68, 186), "mq_open": (240, 180),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
_THREAD = 0x00010000  # CLONE_THREAD
_X32 = 0x40000000  # calls of a second x86 ABI with numbers of its own
_EPERM, _ENOSYS = 1, 38
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LOAD, _IF_EQUAL, _IF_SET, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06  # classic BPF
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2


def allow_computing() -> bool:
    """Only memory, threads, clocks and open files are left; whether it is in force."""
    return _filter(_COMPUTING, listed=_ALLOW, others=_ERRNO | _EPERM)


def deny_reaching_out() -> bool:
    """No network, no further process, no look into another one; whether it is in force."""
    return _filter(_REACHING_OUT, listed=_ERRNO | _EPERM, others=_ALLOW)


def _filter(calls: Mapping[str, tuple[int | None, int | None]], *, listed: int, others: int) -> bool:
    known = _ARCHITECTURES.get(os.uname().machine) if hasattr(os, "uname") else None
    if known is None:
        return False
    architecture, column = known
    numbers = sorted(number for call in calls.values() if (number := call[column]) is not None)
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _ERRNO | _EPERM),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _ERRNO | _EPERM),
        # glibc makes its threads by `clone` where `clone3` is not known, and there the flags can be seen
        (_IF_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | _ENOSYS),
        (_IF_EQUAL, 0, 4, _CLONE[column]), (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_SET, 0, 1, _THREAD), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | _EPERM),
    ]  # fmt: skip
    for number in numbers:
        program += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, listed)]
    program.append((_RETURN, 0, 0, others))
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    told = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))  # struct sock_fprog
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(told), 0, 0) == 0
