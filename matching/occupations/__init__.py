"""Give occupation codes (CSCO 2022) to ad titles and wishes, with a calibrated confidence."""

from matching.occupations.coder import Coder, CoderConfig
from matching.occupations.frames import code_posts, code_workers
from matching.occupations.load import load_coder, save_coder

__all__ = ["Coder", "CoderConfig", "code_posts", "code_workers", "load_coder", "save_coder"]
