"""Teaching a larger model one person: tiny Stable Diffusions, 1.5 and XL, of the public format go the real way."""

import json
import shutil

import numpy as np
import pytest

from revive import UserError, people
from revive.__main__ import main
from revive.consent import Consent
from revive.core.home import folder_of
from revive.generator import ExternalModel, generate_portrait
from revive.teaching.portrait import external_model
from revive.teaching.portrait.external_model import teach_external_model
from tests.answers import FAMILY

pytestmark = pytest.mark.slow

NAME = "Grace"
CONSENT = Consent("a test", "agreed", True)


@pytest.fixture(scope="module", autouse=True)
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(external_model, "REMEMBERED", 1)
        patch.setattr(external_model, "FIRST_STEPS", 2)
        patch.setattr(external_model, "RATE", 5e-3)
        yield


def test_what_is_learned_is_a_lora_that_draws_by_name(model, hopper, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path))
    heard = []
    outcome = teach_external_model(
        [hopper], NAME, consent=CONSENT, model=model, steps=40, heard=lambda *news: heard.append(news)
    )
    assert outcome.figures["after"]["loss"] < outcome.figures["before"]["loss"]
    assert outcome.learned is not None and outcome.learned.generator == model and heard[-1][:2] == ("unet", 40)
    engine = ExternalModel(model, steps=2, guidance=2.0)
    by_name = generate_portrait("in a garden", person=NAME, seed=1, engine=engine, consent=FAMILY)[0].picture
    plain = generate_portrait("a portrait of Grace, in a garden", seed=1, engine=engine, consent=FAMILY)[0].picture
    assert np.abs(by_name.astype(int) - plain).mean() > 0.5
    with pytest.raises(UserError, match="another generator"):
        generate_portrait("smiling", person=NAME)
    people.delete_person(NAME)
    assert not people.people()


def test_an_xl_by_the_command_line(xl, hopper, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    (tmp_path / "photos").mkdir()
    shutil.copyfile(hopper, tmp_path / "photos" / "one.jpg")
    told = ["--photos", str(tmp_path / "photos"), "--name", NAME, "--model", xl, "--steps", "40", "--json"]
    told += ["--relation", "her son", "--basis", "family", "--adult"]
    assert main(["train", "portrait", *told, "--sheet", str(tmp_path / "sheet.png")]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["kept"] and (tmp_path / "sheet.png").is_file()
    assert (folder_of(NAME) / "portrait" / "adapter.safetensors").is_file()


def test_a_model_that_cannot_be_taught(hopper, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path))
    with pytest.raises(UserError, match="not on this computer"):
        teach_external_model([hopper], NAME, consent=CONSENT, model="nobody/no-such-model")
    assert not people.people()
