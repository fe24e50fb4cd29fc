"""Draw a mesh's texture coordinates: for each pixel of the moved mesh, the point of the photograph it shows.

Compiled by numba, and kept compiled between runs; without the lock on Python threads, so that several frames are drawn
at once.
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
    start, slope, low, high = np.empty(3), np.empty(3), np.empty(3), np.empty(3)  # of the edges that are not level
    for n in range(triangles.shape[0]):
        a, b, c = triangles[n, 0], triangles[n, 1], triangles[n, 2]
        ax, ay = points[a, 0], points[a, 1]
        bx, by = points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-6:
            continue
        top = max(0, int(np.ceil(min(ay, by, cy) - EDGE)))
        bottom = min(height - 1, int(np.floor(max(ay, by, cy) + EDGE)))
        inverse = 1.0 / area
        # the texture point changes evenly along a row and down a column
        ub, vb = texture[b, 0] - texture[a, 0], texture[b, 1] - texture[a, 1]
        uc, vc = texture[c, 0] - texture[a, 0], texture[c, 1] - texture[a, 1]
        u_dx = ((cy - ay) * ub - (by - ay) * uc) * inverse
        v_dx = ((cy - ay) * vb - (by - ay) * vc) * inverse
        u_dy = ((bx - ax) * uc - (cx - ax) * ub) * inverse
        v_dy = ((bx - ax) * vc - (cx - ax) * vb) * inverse
        edges = 0
        for x0, y0, x1, y1 in ((ax, ay, bx, by), (bx, by, cx, cy), (cx, cy, ax, ay)):
            if abs(y1 - y0) >= 1e-6:  # the ends of a level edge are those of the two others
                slope[edges] = (x1 - x0) / (y1 - y0)
                start[edges] = x0 - y0 * slope[edges]
                low[edges], high[edges] = min(y0, y1), max(y0, y1)
                edges += 1
        for y in range(top, bottom + 1):
            first, last = 1e9, -1e9
            for e in range(edges):
                if low[e] - EDGE <= y <= high[e] + EDGE:
                    x = start[e] + slope[e] * min(max(float(y), low[e]), high[e])
                    first, last = min(first, x), max(last, x)
            left = max(0, int(np.ceil(first - EDGE)))
            right = min(width - 1, int(np.floor(last + EDGE)))
            # in 32 bits the processor fills several pixels at once
            u = np.float32(texture[a, 0] + (left - ax) * u_dx + (y - ay) * u_dy)
            v = np.float32(texture[a, 1] + (left - ax) * v_dx + (y - ay) * v_dy)
            du, dv, row = np.float32(u_dx), np.float32(v_dx), target[y]
            for i in range(right + 1 - left):
                row[left + i, 0] = u + np.float32(i) * du
                row[left + i, 1] = v + np.float32(i) * dv
