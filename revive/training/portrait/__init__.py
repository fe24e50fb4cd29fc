"""The portrait generator: bases, attributes, captions, decoder and denoiser."""
