"""The portrait generator learns from portraits made here: bases, captions, the decoder, the denoiser."""

import numpy as np
import pytest

from revive.generator.encode import COARSE, coarse
from revive.generator.frame import HEIGHT, MESH, POINTS, WIDTH
from revive.teaching.portrait.captions import Attributes, caption
from revive.training.portrait import decoder, denoiser, denoiser_samples, upsampler
from revive.training.portrait.bases import fit_basis, flipped, mean_shape, mirror_order, strangers
from revive.training.portrait.decoder import train_decoder
from revive.training.portrait.denoiser import train_denoiser
from revive.training.portrait.denoiser_samples import make_samples, mix, partners, regression, traits
from revive.training.portrait.ranker import train_ranker

GREY = ("black and white", "monochrome", "greyscale", "without colour")


def shown(**told) -> Attributes:
    plain = {"man": True, "age": 50.0, "smile": 0.5, "glasses": False, "hair": "brown", "hair_length": "",
             "facial_hair": "", "skin": "", "ethnicity": "", "clothes": "black", "tie": "", "background": "blue",
             "grey": False}  # fmt: skip
    return Attributes(**{**plain, **told})


def test_a_basis_explains_what_it_was_fitted_on():
    draw = np.random.default_rng(0)
    rows = draw.normal(0, 1, (40, 5)) @ draw.normal(0, 1, (5, 300)) + 3
    for weight in (None, draw.uniform(0.5, 2, 300)):
        basis = fit_basis(rows, 5, weight)
        code = basis.encode(rows)
        assert basis.decode(code) == pytest.approx(rows, abs=1e-3)
        assert code.std(axis=0) == pytest.approx(np.ones(5), abs=1e-3)


def test_nobody_is_seen_through_a_basis_that_saw_them():
    draw = np.random.default_rng(1)
    known = draw.normal(0, 1, (24, 4 * (HEIGHT // COARSE) * (WIDTH // COARSE))).astype(np.float32)
    seen = strangers(known, np.ones(24, bool), 10, np.ones(known.shape[1], np.float32), flipped(known))
    assert np.abs(seen - known).mean() > 0.5  # noise cannot be known without having seen it


@pytest.mark.slow
def test_a_mirror_turns_points_and_textures():
    draw = np.random.default_rng(2)
    half = draw.uniform(0, 90, (POINTS // 2, 2))
    points = np.empty((POINTS, 2))
    points[: POINTS // 2 * 2 : 2], points[1 : POINTS // 2 * 2 : 2] = half, half * [-1, 1] + [WIDTH - 1, 0]
    points[MESH - 2 : MESH] = points[:2]
    points[-1] = [(WIDTH - 1) / 2, 100]
    order = mirror_order(points)
    assert sorted(order) == list(range(POINTS))
    mean = mean_shape(np.stack([points, points + np.array([2, 0])]))
    assert mean[order] * [-1, 1] + [WIDTH - 1, 0] == pytest.approx(mean, abs=1e-6)
    texture = draw.integers(0, 255, (2, 4, HEIGHT, WIDTH)).astype(np.uint8)
    assert flipped(coarse(texture)) == pytest.approx(coarse(texture[..., ::-1]))


def test_mixing_keeps_the_spread():
    draw = np.random.default_rng(3)
    common, *own = draw.normal(0, 1, (3, 20000))
    first, second = (np.sqrt(0.3) * common + np.sqrt(0.7) * part for part in own)
    for share in (0.0, 0.3, 0.8, 1.0):
        assert mix(first, second, share).std() == pytest.approx(1, abs=0.03)


def test_only_who_looks_alike_is_mixed():
    people = [shown(man=i % 2 == 0, glasses=i % 4 < 2, smile=0.5) for i in range(160)]
    draw = np.random.default_rng(8)
    counts = {"shape": 3, "head": 4, "body": 2}
    codes = np.tile(draw.normal(0, 1, (160, 9)), (2, 1)).astype(np.float32)
    near = partners(codes, people, counts)
    for i in range(320):
        same = [(people[j % 160].man, people[j % 160].glasses) for j in near[i]]
        assert set(same) == {(people[i % 160].man, people[i % 160].glasses)}
        assert i % 160 not in near[i] % 160
    usual = np.abs(codes[:160, None, :7] - codes[None, :160, :7]).mean()
    assert np.abs(codes[:, None, :7] - codes[near][:, :, :7]).mean() < 0.8 * usual
    people[3] = shown(man=False, clothes="purple")  # nobody else wears that
    alone = partners(codes, people, counts, dressed=True)
    assert set(alone[3]) == {3} and set(alone[163]) == {163}


def test_one_person_seen_twice_is_not_mixed_with_themselves():
    codes = np.random.default_rng(8).normal(0, 1, (120, 9)).astype(np.float32)
    people = [str(i // 2) for i in range(60)]
    near = partners(codes, [shown()] * 60, {"shape": 3, "head": 4, "body": 2}, people=people)
    for i in range(120):
        assert people[i % 60] not in {people[j % 60] for j in near[i]}


def test_what_is_rare_is_drawn_oftener():
    people = [shown(man=i % 4 > 0, facial_hair="beard" if i == 1 else "") for i in range(40)]
    counts = {"shape": 1, "head": 2, "body": 1}
    codes = np.random.default_rng(11).normal(0, 1, (80, 4)).astype(np.float32)
    found = make_samples(codes, people, counts, lambda said: np.zeros((len(said), 384)), np.random.default_rng(0))
    men = np.array([one.man for one in people])
    assert found.chances[~men].sum() == pytest.approx(denoiser_samples.WOMEN)
    assert found.chances[1] == pytest.approx(denoiser_samples.RARE["facial_hair"] * found.chances[2])


def test_captions_say_hair_skin_and_beards():
    draw = np.random.default_rng(12)
    one = shown(facial_hair="beard", skin="dark", ethnicity="black")
    said = [caption(one, draw) for _ in range(80)]
    for word in ("beard", "dark", "Black", "African"):
        assert any(word in text for text in said)
    assert not any("moustache" in text or "clean-shaven" in text or "fair" in text for text in said)
    tied = [caption(shown(man=False, hair_length="tied back"), draw) for _ in range(40)]
    assert any("tied back" in text for text in tied) and not any("long" in text for text in tied)


def test_captions_say_what_is_shown():
    draw = np.random.default_rng(4)
    man = [caption(shown(glasses=True, hair="white", smile=0.1), draw) for _ in range(60)]
    woman = [caption(shown(man=False, age=72, grey=True, smile=0.99), draw) for _ in range(60)]
    assert len(set(man)) > 40
    assert not any(word in text for text in man for word in ("woman", "wife", "mother", "smiling broadly", "laughing"))
    assert sum("glasses" in text or "spectacles" in text for text in man) > 30
    assert all(any(word in text for word in GREY) for text in woman)
    assert not any("grandfather" in text or " man" in text for text in woman)


def test_what_traits_explain_and_the_own_part_are_the_whole():
    people = [shown(man=i % 2 == 0, age=30 + 4 * i, smile=i / 12) for i in range(12)]
    codes = np.random.default_rng(5).normal(0, 1, (24, 7)).astype(np.float32)
    codes[:, 0] += np.tile(4 * traits(people)[:, 1], 2)
    slopes, own = regression(codes, people)
    explained = np.tile(traits(people), (2, 1)) @ slopes
    assert explained + own == pytest.approx(codes, abs=1e-5)
    assert explained[:, 0].std() > 2 * explained[:, 1].std()


def test_a_sample_is_what_is_told(monkeypatch):
    """Who is told to be serious is so, whoever they were; clothes are somebody's, whole."""
    people = [shown(man=i % 2 == 0, age=30.0 + i, smile=0.2 + 0.6 * (i % 4 > 1), clothes="blue") for i in range(80)]
    draw = np.random.default_rng(9)
    codes = draw.normal(0, 0.2, (160, 4)).astype(np.float32)
    codes[:, 1] += np.tile([4 * one.smile - 2 for one in people], 2)
    counts = {"shape": 1, "head": 2, "body": 1}
    told: list[str] = []

    def embedded(captions: list[str]) -> np.ndarray:
        told.extend(captions)
        return np.arange(len(captions))[:, None].repeat(384, axis=1) + 1.0

    samples = make_samples(codes, people, counts, embedded, draw)
    found, words = (part.numpy() for part in samples.batch(400, np.random.default_rng(10)))
    said = [told[int(row[0]) - 1] if row[0] else "" for row in words]
    smiling = np.array([any(word in text for word in ("smiling", "laughing", "big smile")) for text in said])
    serious = np.array([any(word in text for word in ("serious", "not smiling", "stern", "solemn")) for text in said])
    smiling &= ~serious
    assert found[smiling, 1].mean() > found[serious, 1].mean() + 1.5
    assert np.isclose(found[:, 3:4], codes[None, :, 3], atol=1e-4).any(axis=1).all()
    grey = np.array([any(word in text for word in GREY) for text in said])
    assert (found[grey, -1] == -1).all() and 0.2 < (found[:, -1] < 0).mean() < 0.45


@pytest.mark.slow
def test_the_denoiser_learns_what_words_ask_for_and_goes_on(tmp_path, monkeypatch):
    import torch

    from revive.generator.pipeline import embedded
    from revive.teaching.common.denoising import make_sampler

    monkeypatch.setattr(denoiser_samples, "CAPTIONS", 4)
    monkeypatch.setattr(denoiser, "BATCH", 32)
    monkeypatch.setattr(denoiser, "_EVERY", 50)
    people = [shown(man=i % 2 == 0, age=30.0 + 3 * i) for i in range(16)]
    draw = np.random.default_rng(6)
    codes = draw.normal(0, 0.3, (32, 3)).astype(np.float32)
    codes[:, 0] += np.tile([1.5 if one.man else -1.5 for one in people], 2)
    lines: list[str] = []
    counts = {"shape": 1, "head": 1, "body": 1}
    monkeypatch.setattr(denoiser_samples, "PARTNERS", 3)
    samples = make_samples(codes, people, counts, embedded, np.random.default_rng(0))
    train_denoiser(samples, folder=tmp_path, seed=1, steps=50, say=lines.append)
    net = train_denoiser(samples, folder=tmp_path, seed=1, steps=200, say=lines.append)
    assert any("resuming at step 50" in line for line in lines)
    scheduler = make_sampler()

    def drawn(text: str) -> float:
        scheduler.set_timesteps(10)
        words = torch.from_numpy(embedded([text])).repeat(32, 1)
        code = torch.randn(32, 4, generator=torch.Generator().manual_seed(0))
        with torch.inference_mode():
            for step in scheduler.timesteps:
                (code,) = scheduler.step(net(code, step.repeat(32), words), step, code, return_dict=False)
        return float(code[:, 0].mean())

    assert drawn("a man") > drawn("a woman") + 1

    ranker = train_ranker(samples, folder=tmp_path, seed=1, steps=60, say=lines.append)
    code = torch.tensor([[2.0, 0, 0, 1], [-2.0, 0, 0, 1]])
    with torch.inference_mode():
        fit = torch.stack([
            ranker(code, torch.from_numpy(embedded([text])).repeat(2, 1)) for text in ("a gentleman", "a lady")
        ])  # fmt: skip
    assert fit[0, 0] > fit[0, 1] and fit[1, 1] > fit[1, 0]


@pytest.mark.slow
def test_the_decoder_comes_nearer(tmp_path, monkeypatch):
    for name, value in (("PAIRS", 2), ("MIXED", 1), ("_EVERY", 2)):
        monkeypatch.setattr(decoder, name, value)
    draw = np.random.default_rng(7)
    truth = np.repeat(draw.integers(80, 200, (4, 4, 1, 1)), HEIGHT, axis=2).repeat(WIDTH, axis=3).astype(np.uint8)
    linear = coarse(truth) + 0.1
    lines: list[str] = []

    def mixed(draw: np.random.Generator, count: int) -> np.ndarray:
        return linear[draw.integers(0, 4, count)]

    net = train_decoder(linear, truth, mixed, folder=tmp_path, seed=1, steps=(6, 2), say=lines.append)
    assert lines[-1].startswith("decoder: step 8 of 8") and "discriminator" in lines[-1]
    import torch

    given = torch.from_numpy(linear[:1].reshape(1, 4, HEIGHT // COARSE, WIDTH // COARSE))
    with torch.inference_mode():
        made = net(given)[0].numpy()
    assert made.shape == (4, HEIGHT, WIDTH)
    assert np.abs(made - truth[0] / 255).mean() < 0.1


def test_cut_outs_are_the_truth_made_small():
    draw = np.random.default_rng(13)
    y, x = np.mgrid[0 : 2 * HEIGHT, 0 : 2 * WIDTH]
    fine = np.broadcast_to((127 + 100 * np.sin(x / 9) * np.sin(y / 7)).astype(np.uint8), (2, 4, 2 * HEIGHT, 2 * WIDTH))
    given, truth = upsampler.pairs(fine, 30, 40, draw)
    side = upsampler.SIDE
    assert given.shape == (2, 4, side, side) and truth.shape == (2, 4, 2 * side, 2 * side)
    assert (truth.unflatten(2, (side, 2)).unflatten(4, (side, 2)).mean(dim=(3, 5)) - given).abs().mean() < 0.04


@pytest.mark.slow
def test_the_upsampler_doubles_the_size_and_goes_on(tmp_path, monkeypatch):
    import torch

    for name, value in (("CUT_OUTS", 1), ("_EVERY", 2)):
        monkeypatch.setattr(upsampler, name, value)
    fine = np.random.default_rng(14).integers(0, 255, (2, 4, 2 * HEIGHT, 2 * WIDTH)).astype(np.uint8)
    lines: list[str] = []
    for steps in (2, 4):
        net = upsampler.train_upsampler(fine, folder=tmp_path, seed=1, steps=steps, say=lines.append)
    assert any("resuming at step 2" in line for line in lines)
    texture = torch.rand(1, 4, HEIGHT, WIDTH)
    with torch.inference_mode():
        whole, piece = net(texture), net(texture[:, :, 40:120, 50:130], 40, 50)
    assert whole.shape == (1, 4, 2 * HEIGHT, 2 * WIDTH)
    assert torch.allclose(whole[:, :, 120:200, 140:220], piece[:, :, 40:120, 40:120], atol=1e-4)
