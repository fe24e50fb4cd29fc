"""Finished clips are changed without being made again: cut, joined, with other captions, music or loudness.

    from revive import edit_clip
    edit_clip(clip="clip.mp4", cut="1.2-8.5", captions="yellow", out="shorter.mp4")

What the finished file allows is done with the file alone; pictures are drawn again, and voice and music are mixed
again, from the take beside the clip (`revive.takes`). Nothing is said anew.

    edit            the settings of one change
    original        a clip that is to be changed: its file, its take, who allowed it
    caption_words   other words for the captions, from a file or typed
    scene           one clip, cut and changed, ready to be encoded
    joined          several of them, one after the other
    make            all of it
"""
