"""Draw a mesh's texture coordinates: for each pixel of the moved mesh, the point of the photograph it shows.

Compiled by numba, and kept compiled between runs; without the lock on Python threads, so that the encoder's feeder
runs beside it.
"""

from __future__ import annotations

import numba
import numpy as np

EDGE = 1e-3  # pixels beyond an edge that still belong to it, so that none falls between two triangles


@numba.njit(cache=True, nogil=True, fastmath=True)
def draw_map(points: np.ndarray, texture: np.ndarray, triangles: np.ndarray, target: np.ndarray) -> None:
    """Fill `target` (H, W, 2) float32 with texture points where the mesh lies; later triangles cover earlier ones.

    points : (V, 2) float32, where the vertices are, in pixels of the target
    texture : (V, 2) float32, where they were in the photograph, in pixels
    triangles : (N, 3) int32, in the order of drawing, the farthest first
    """
    height, width = target.shape[:2]
    for n in range(triangles.shape[0]):
        a, b, c = triangles[n, 0], triangles[n, 1], triangles[n, 2]
        ax, ay = points[a, 0], points[a, 1]
        bx, by = points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-6:
            continue
        inverse = 1.0 / area
        # the texture point changes evenly along a row and down a column
        ub, vb = texture[b, 0] - texture[a, 0], texture[b, 1] - texture[a, 1]
        uc, vc = texture[c, 0] - texture[a, 0], texture[c, 1] - texture[a, 1]
        u_dx = ((cy - ay) * ub - (by - ay) * uc) * inverse
        v_dx = ((cy - ay) * vb - (by - ay) * vc) * inverse
        u_dy = ((bx - ax) * uc - (cx - ax) * ub) * inverse
        v_dy = ((bx - ax) * vc - (cx - ax) * vb) * inverse
        top = max(0, int(np.ceil(min(ay, by, cy) - EDGE)))
        bottom = min(height - 1, int(np.floor(max(ay, by, cy) + EDGE)))
        for y in range(top, bottom + 1):
            first, last = 1e9, -1e9
            for x0, y0, x1, y1 in ((ax, ay, bx, by), (bx, by, cx, cy), (cx, cy, ax, ay)):
                low, high = min(y0, y1), max(y0, y1)
                if low - EDGE <= y <= high + EDGE:
                    if high - low < 1e-6:
                        first, last = min(first, x0, x1), max(last, x0, x1)
                    else:
                        share = min(max((y - y0) / (y1 - y0), 0.0), 1.0)
                        x = x0 + share * (x1 - x0)
                        first, last = min(first, x), max(last, x)
            left = max(0, int(np.ceil(first - EDGE)))
            right = min(width - 1, int(np.floor(last + EDGE)))
            u = texture[a, 0] + (left - ax) * u_dx + (y - ay) * u_dy
            v = texture[a, 1] + (left - ax) * v_dx + (y - ay) * v_dy
            for x in range(left, right + 1):
                target[y, x, 0] = u + (x - left) * u_dx
                target[y, x, 1] = v + (x - left) * v_dx
