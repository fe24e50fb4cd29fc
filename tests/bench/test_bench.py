"""The tables of the measurements, a version that does not exist, and (with -m long) that everything is measured."""

from __future__ import annotations

import pytest

from revive.bench import compare, film, growth, table
from revive.bench.frames import frames_a_second
from revive.core.errors import UserError


def test_figures_alone_in_groups_and_in_rows_become_tables():
    assert table({"cores": 2, "stages": {"clip": 1.5}}).splitlines()[2:] == ["| cores | 2 |", "| stages.clip | 1.5 |"]
    groups = table({"warm_s": {"before": 4.0, "ratio": 0.5}}).splitlines()
    assert groups == ["| figure | before | ratio |", "| --- | --- | --- |", "| warm_s | 4.0 | 0.5 |"]
    assert table([{"size": 256, "wall_s": 1.0}, {"size": 512, "wall_s": 2.0}]).splitlines()[3] == "| 512 | 2.0 |"


@pytest.mark.parametrize("revision", ["no-such-version", "--output=/tmp/x", ""])
def test_a_version_that_is_not_there_is_said_in_a_sentence(revision):
    with pytest.raises(UserError, match="no version of a clone"):
        compare(revision)


@pytest.mark.long
def test_a_version_is_as_fast_as_itself():
    ratios = {name: each["ratio"] for name, each in compare("HEAD", rounds=2).items()}
    assert 0.5 < ratios["warm_s"] < 2 and 0.5 < ratios["cold_processor_s"] < 2
    assert {"cold_peak_rss_mb", "warm_speech_s", "warm_clip_s"} < set(ratios)


@pytest.mark.long
def test_longer_and_larger_clips_cost_more():
    rows = growth(lengths=(1, 8), sizes=(256, 512))
    by_size = {(row["clip_s"], row["size"], row["cores"]): row["processor_s"] for row in rows}
    most = max(cores for *_, cores in by_size)
    assert by_size[8, 256, most] > by_size[1, 256, most] and by_size[1, 512, most] > by_size[1, 256, most]
    assert {cores for seconds, size, cores in by_size if size == 512} == set(range(1, most + 1))


@pytest.mark.long
def test_the_encoder_alone_is_faster_than_with_the_animator(tmp_path):
    figures = frames_a_second(tmp_path)
    assert figures["encoder_alone_fps_512"] > figures["animator_and_encoder_fps_512"] > 5
    assert 0 < figures["share_of_encoder"] < 1 and figures["cores_used"] > 0.2


@pytest.mark.long
def test_a_film_is_measured():
    figures = film(size="360p", seconds=1.0)
    assert 15 < figures["film_s"] < 60 and figures["processor_s"] > 0 and figures["peak_rss_mb"] > 100
    assert figures["told_s"] > 5
