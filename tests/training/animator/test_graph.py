"""The graphs that are shipped are those of the generator as it is."""

import pytest

from revive.__main__ import main
from revive.animator.network import graph_of
from revive.animator.region import MOUTH, RIGHT_EYE
from revive.training.animator.graph import export_graph

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("region", [MOUTH, RIGHT_EYE], ids=lambda region: region.name)
def test_the_shipped_graph_is_that_of_the_generator(region):
    import onnx

    shipped, fresh = onnx.load(graph_of(region), load_external_data=False), export_graph(region)
    assert shipped.graph == fresh.graph, "revive train animator --graphs --out revive/weights"
    assert graph_of(region).stat().st_size < 50_000  # no weight lies in it


def test_a_graph_changes_with_the_structure(monkeypatch):
    import revive.animator.generator as generator

    shipped = export_graph(MOUTH)
    monkeypatch.setattr(generator, "SHAPE_WIDTH", generator.SHAPE_WIDTH + 8)
    assert export_graph(MOUTH).graph != shipped.graph


def test_the_command_writes_them(tmp_path):
    assert main(["train", "animator", "--graphs", "--out", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {graph_of(region).name for region in (MOUTH, RIGHT_EYE)}
