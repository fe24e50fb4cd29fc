"""deploy/kuberay.yaml: every field is one that Kubernetes or KubeRay knows, and its parts fit each other and Revive."""

import copy
import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from revive.app.server.settings import Settings, variable
from revive.cluster.task import CPUS
from revive.cluster.workers import MEMORY
from revive.core.packages import requirements

ROOT = Path(__file__).parents[2]
VERSION = "1.37"  # of Kubernetes
SCHEMA = json.loads(Path(__file__).with_name("raycluster.schema.json").read_text(encoding="utf-8"))
SIZES = {"m": 1e-3, "Mi": 2**20, "Gi": 2**30, "": 1}


@pytest.fixture(scope="module")
def parts() -> list[dict]:
    return list(yaml.safe_load_all((ROOT / "deploy/kuberay.yaml").read_text(encoding="utf-8")))


@pytest.fixture
def cluster(parts) -> dict:
    return copy.deepcopy(next(part for part in parts if part["kind"] == "RayCluster"))


@pytest.fixture
def page(parts) -> dict:
    return next(part for part in parts if part["kind"] == "Deployment")


def check(part: dict) -> None:
    """Raise jsonschema.ValidationError where a field is unknown, missing or of a wrong kind."""
    from kubernetes_validate import validate

    if part["kind"] != "RayCluster":
        validate(part, VERSION, strict=True)
        return
    jsonschema.validate(part, SCHEMA)
    for template in templates(part):
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, **template}
        validate(pod, VERSION, strict=True)


def templates(cluster: dict) -> Iterator[dict]:
    """The pod templates of a RayCluster."""
    spec = cluster["spec"]
    for group in (spec["headGroupSpec"], *spec["workerGroupSpecs"]):
        yield group["template"]


def amount(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(\D*)", text).groups()  # type: ignore[union-attr]
    return int(number) * SIZES[unit]


def test_every_part_has_the_fields_that_are_known(parts):
    kinds = [part["kind"] for part in parts]
    assert kinds == ["RayCluster", "Deployment", "Service", "PersistentVolumeClaim", "NetworkPolicy"]
    for part in parts:
        check(part)


@pytest.mark.parametrize(
    ("where", "field", "value"),
    [
        ("spec", "authOption", {"mode": "token"}),
        ("spec authOptions", "mode", "password"),
        ("spec headGroupSpec", "rayStartParam", {}),
        ("spec headGroupSpec rayStartParams", "num-cpus", 0),
        ("spec workerGroupSpecs 0", "maxReplica", 3),
        ("spec workerGroupSpecs 0", "minReplicas", "1"),
        ("spec workerGroupSpecs 0 template spec", "container", []),
        ("spec workerGroupSpecs 0 template spec containers 0", "imagePolicy", "Always"),
        ("spec headGroupSpec template spec securityContext", "runAsRoot", False),
    ],
)
def test_an_unknown_field_or_value_is_found(cluster, where, field, value):
    inner: Any = cluster
    for step in where.split():
        inner = inner[int(step) if step.isdecimal() else step]
    inner[field] = value
    with pytest.raises(jsonschema.ValidationError):
        check(cluster)


def test_cluster_and_page_find_each_other(parts, cluster, page):
    name, spec = cluster["metadata"]["name"], cluster["spec"]
    assert spec["rayVersion"] == requirements(ROOT / "requirements-ray.txt")["ray"]
    (container,) = page["spec"]["template"]["spec"]["containers"]
    told = {one["name"]: one.get("value") or one["valueFrom"]["secretKeyRef"] for one in container["env"]}
    assert told["REVIVE_RAY"] == f"ray://{name}-head-svc:10001"  # as KubeRay names the head's service
    assert spec["authOptions"]["mode"] == told["RAY_AUTH_MODE"] == "token"
    assert told["RAY_AUTH_TOKEN"] == {"name": name, "key": "auth_token"}  # as KubeRay names the secret that it makes
    settings = {variable(setting) for setting in dataclasses.fields(Settings)}
    assert {one for one in told if one.startswith("REVIVE_")} <= settings
    labels, selector = page["spec"]["template"]["metadata"]["labels"], page["spec"]["selector"]["matchLabels"]
    service = next(part for part in parts if part["kind"] == "Service")
    assert selector.items() <= labels.items() and service["spec"]["selector"] == selector
    policy = next(part for part in parts if part["kind"] == "NetworkPolicy")["spec"]
    (allowed,) = policy["ingress"][0]["from"]
    assert policy["podSelector"]["matchLabels"] == {"ray.io/cluster": name}
    for pod in (page["spec"]["template"], *templates(cluster)):
        assert allowed["podSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()


def test_machines_have_room_for_their_clips_and_no_more_rights_than_they_need(cluster, page):
    for pod in (page["spec"]["template"]["spec"], *(template["spec"] for template in templates(cluster))):
        assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == 1000
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip
            assert container["image"] == "revive-cluster:1"
    assert cluster["spec"]["headGroupSpec"]["rayStartParams"]["dashboard-host"] == "127.0.0.1"
    (group,) = cluster["spec"]["workerGroupSpecs"]
    limits = group["template"]["spec"]["containers"][0]["resources"]["limits"]
    clips = amount(limits["cpu"]) // CPUS
    assert clips * MEMORY + int(group["rayStartParams"]["object-store-memory"]) < amount(limits["memory"])


def test_the_containers_of_a_cluster_have_ray_and_are_no_root():
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    stage = docker.partition(" AS cluster\n")[2].partition("\nFROM ")[0]
    assert "-r requirements-ray.txt" in stage and "RAY_USAGE_STATS_ENABLED=0" in stage
    assert re.findall(r"^USER (\w+)", stage, re.MULTILINE)[-1] == "revive"
    assert re.findall(r"^FROM .* AS (\w+)$", docker, re.MULTILINE)[-1] == "page"  # what is built without a target
