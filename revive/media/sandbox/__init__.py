"""Programs that read what nobody has checked, each in a process that may do next to nothing.

limits.py      what every one is held to: memory, processor time, size of files, and what the next two put in force
seccomp.py     Linux: the system calls that are left to it
landlock.py    Linux: the files that are left to it
launch.py      a program that confines itself and then becomes another one: ffmpeg, the reader of manifests
pictures.py    a program that decodes one picture

They start in hundredths of a second, so nothing here imports more than it must, nor anything else of Revive.
`revive.media` has the other end: `media.limits.bounded` starts and watches them, `media.decoder` asks for pictures.
"""
