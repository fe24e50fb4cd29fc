"""What comes from outside is looked at here before anything that decodes, parses or loads sees it.

files           a file opened once, with a size; none of folders, pipes and devices
kinds           what a file is, by its content
picture_size    a picture's width and height by its header; decoder and sandbox decode it in a process of its own
film, ffmpeg    films and sounds, decoded by ffmpeg within the limits of `limits`
model_files     a safetensors file or a folder of a model before it is loaded
job_file        a job file before its settings are read

The readers of the stages (`read_photo`, `check_film`, `check_recording`, `read_letters`, `import_person`) use these
parts; `revive.uploads.check_upload` is one call for a file of any of these kinds.
"""

from revive.media.files import opened
from revive.media.model_files import check_model, check_tensors

__all__ = ["check_model", "check_tensors", "opened"]
