"""The tabs of the page, one file each; `build` draws a tab and connects its controls."""
