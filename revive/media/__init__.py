"""Untrusted files are checked here before anything decodes, parses or loads them.

files           opens a file once, with a size limit; refuses folders, pipes and devices
kinds           recognises a file's type by its content
picture_size    reads a picture's size from its header; `decoder` and `sandbox` decode it in a separate process
film, ffmpeg    decode films and sounds with ffmpeg, within the limits of `limits`
model_files     checks a safetensors file or a model folder before it is loaded
job_file        checks a job file before its settings are read

The readers of the stages (`read_photo`, `check_film`, `check_recording`, `read_letters`, `import_person`) use these
parts; `revive.uploads.check_upload` checks a file of any of these types in one call.
"""

from revive.media.files import opened
from revive.media.model_files import check_model, check_tensors

__all__ = ["check_model", "check_tensors", "opened"]
