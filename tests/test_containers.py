"""The composed services: what they are told, start, listen on and wait for is there. No container is run for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from psycopg.conninfo import conninfo_to_dict

from assistant.cli import main
from assistant.configuration import VARIABLES
from assistant.settings import read_settings

ROOT = Path(__file__).resolve().parents[1]
ALONE = ["compose.yaml"]
MANY_SERVERS = ["compose.yaml", "compose.postgres.yaml"]
ON_RAY = ["compose.yaml", "compose.ray.yaml"]
ALL = ["compose.yaml", "compose.postgres.yaml", "compose.ray.yaml"]
OTHERS = {
    "postgres": {"POSTGRES_USER", "POSTGRES_PASSWORD"},
    "ray": {"RAY_AUTH_MODE", "RAY_AUTH_TOKEN"},
}
"""Variables of other programs, by the word in the service's image or command."""
PORTS = {"chroma": 8000, "postgres": 5432, "ollama": 11434}
"""On which the images of others listen."""


class Loader(yaml.SafeLoader):
    """Knows Compose's own mark for what takes the place of an earlier file's."""


class Reset(list[Any]):
    """A list that takes the place of an earlier file's."""


Loader.add_constructor("!reset", lambda loader, node: Reset(loader.construct_sequence(node)))  # type: ignore[arg-type]


def merged(one: Any, other: Any) -> Any:
    """What Compose makes of two files: mappings joined, a command replaced, other lists one behind the other."""
    if isinstance(one, dict) and isinstance(other, dict):
        kept = {key: value for key, value in one.items() if key not in other}
        replaced = ("command", "entrypoint")
        return kept | {
            key: merged(one[key], value) if key in one and key not in replaced else value
            for key, value in other.items()
        }
    if isinstance(one, list) and isinstance(other, list) and not isinstance(other, Reset):
        return one + other
    return other


def composed(files: list[str]) -> dict[str, Any]:
    told: Any = {}
    for file in files:
        told = merged(told, yaml.load((ROOT / file).read_text(encoding="utf-8"), Loader=Loader))
    return dict(told)


def words_of(service: dict[str, Any]) -> list[str]:
    """What a service starts; one of others' images may name only the end of it."""
    command = service.get("command", ["chat"])
    return [*service.get("entrypoint", ["sayso"]), *([command] if isinstance(command, str) else command)]


def ours(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: service for name, service in told["services"].items() if service.get("image") == "sayso"}


def options_of(command: click.Command) -> set[str]:
    return {option for param in command.params for option in param.opts if option.startswith("--")}


combinations = pytest.mark.parametrize("files", [ALONE, MANY_SERVERS, ON_RAY, ALL], ids=" ".join)


@combinations
def test_the_services_name_known_variables_volumes_and_each_other(files: list[str]) -> None:
    told = composed(files)
    services, volumes = told["services"], set(told["volumes"])

    for name, service in services.items():
        others = {one for word, names in OTHERS.items() if word in f"{name} {words_of(service)}" for one in names}
        assert set(service.get("environment", {})) <= set(VARIABLES.values()) | others
        assert set(service.get("depends_on", {})) <= set(services)
        mounted = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert {volume for volume in mounted if volume[0] not in "./"} <= volumes
        assert all((ROOT / volume).exists() for volume in mounted if volume[0] == ".")
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    for name, service in ours(told).items():
        for other, wanted in (service.get("depends_on") or {}).items():
            if isinstance(wanted, dict) and wanted.get("condition") == "service_healthy":
                assert "test" in services[other]["healthcheck"], (name, other)


@combinations
def test_the_services_of_our_image_start_commands_that_are_there_with_options_that_they_have(files: list[str]) -> None:
    for name, service in ours(composed(files)).items():
        program, verb, *rest = words_of(service)
        given = {word.partition("=")[0] for word in rest if word.startswith("--")}
        if program == "sayso":
            command = main.get_command(click.Context(main), verb)
        else:
            scripts = pytest.importorskip(
                "ray.scripts.scripts", reason="Ray is not installed: pip install 'sayso[ray]'"
            )
            assert (program, verb) == ("ray", "start")
            command = scripts.start

        assert command is not None
        assert given <= options_of(command), name


@combinations
def test_every_address_that_a_service_is_given_is_one_on_which_another_listens(files: list[str]) -> None:
    services = composed(files)["services"]
    listening = {f"{name}:{port}" for name, port in PORTS.items() if name in services}
    for name, service in services.items():
        listening |= {f"{name}:{port}" for port in re.findall(r"--(?:\S+-)?port=(\d+)", " ".join(words_of(service)))}
    named = {
        found
        for service in services.values()
        for text in [*map(str, service.get("environment", {}).values()), *words_of(service)]
        for found in re.findall(r"(?:://|@|=)([a-z]+:\d+)", text)
    }

    assert named
    assert named <= listening


def test_on_ray_every_machine_has_the_package_the_token_and_the_articles() -> None:
    services = composed(ON_RAY)["services"]
    machines = [services[name] for name in ("ray", "ray-worker", "ingest")]
    extras = re.search(r"ARG EXTRAS=(\S+)", (ROOT / "Containerfile").read_text(encoding="utf-8"))

    assert extras
    for service in machines:
        assert set(service["build"]["args"]["EXTRAS"].split(",")) == {*extras[1].split(","), "ray"}
        assert "./corpus:/articles:ro" in service["volumes"]
        assert service["environment"]["RAY_AUTH_TOKEN"].startswith("${RAY_AUTH_TOKEN:?")


def test_the_settings_of_the_composed_servers_are_understood() -> None:
    told = composed(ALL)["services"]["ingest"]["environment"]
    settings = read_settings({name: told[name] for name in ("SAYSO_CATALOG", "SAYSO_CHROMA")})
    login = conninfo_to_dict(settings.as_given(settings.catalog or ""))

    assert (login["host"], login["port"], login["user"]) == ("postgres", "5432", "sayso")
    assert settings.chroma == "http://chroma:8000"
