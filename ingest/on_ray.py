"""Reads, cleans, describes and embeds on Ray's workers, on one machine or many. Floor 2: sole owner of Ray.

Tasks, not actors: Ray retries a task elsewhere when its worker or machine dies, and limits how many run. The writer
stays in this process. Ray Data and llama-index's pipeline on it were tried and rejected: docs/scaling.md.
"""

from __future__ import annotations

import logging
import math
import os
import re
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from assistant.errors import BadSetting, MissingExtra, RayUnavailable, SaysoError
from assistant.index.embedder import Embedder, Vector, open_embedder
from assistant.language.outlet_table import extend_by
from assistant.settings import Settings
from assistant.version import __version__
from ingest.workers import Crashed, Wait

_AGAIN = 3  # retries of a task whose worker died: another task or the machine may be the cause
_PROBE_SECONDS = 4
_FIRST_TASK_SECONDS = 120  # a cluster may have to start a machine, and a worker to load its libraries
_MEMORY_BYTES = 256_000_000  # of Ray's object store; one article takes some 100 kB
_FEWEST_TEXTS = 8  # per embedding task: about a third of a second


@contextmanager
def on_ray(settings: Settings, where: str, own_outlets: Path) -> Iterator[RayWorkers]:
    """The workers of a Ray cluster; on exit it is disconnected, and stopped if it was started here.

    `local` starts one that listens on this machine only, without a dashboard; `auto` is the one started here by
    `ray start`, or named by `RAY_ADDRESS`; else `host:port`, or `ray://host:port` from outside the cluster. Raises
    MissingExtra, BadSetting, RayUnavailable.
    """
    if where not in ("auto", "local") and not re.fullmatch(r"(ray://)?[^\s/@:]+:\d{1,5}", where):
        raise BadSetting("--ray", where, "auto, local, host:port or ray://host:port")
    if where == "local":
        own = {"include_dashboard": False, "object_store_memory": _MEMORY_BYTES}
        with (
            _environment(_own_environment()),
            _scratch() as folder,
            _joined(where, address=where, _temp_dir=folder, **own) as ray,
        ):
            yield RayWorkers(ray, where, settings, own_outlets)
        return
    if where == "auto":
        where = os.environ.get("RAY_ADDRESS") or where
    with _joined(where, address=where) as ray:
        yield RayWorkers(ray, where, settings, own_outlets)


class RayWorkers:
    """Workers of a running Ray cluster, and an embedder that uses them (None where the settings have none)."""

    def __init__(self, ray: Any, where: str, settings: Settings, own_outlets: Path) -> None:
        self._ray = ray
        self.where = where
        self._table = own_outlets.read_text(encoding="utf-8-sig") if own_outlets.is_file() else ""
        self._task = ray.remote(max_retries=_AGAIN)(_do)
        self._check_release()
        self.count = max(1, int(ray.cluster_resources().get("CPU", 1)))
        embedder = open_embedder(settings)
        self.embedder = _RayEmbedder(self, embedder, _of_embedder(settings)) if embedder else None

    def begin(self, work: Callable[..., Any], *given: Any) -> Wait:
        """Start a task; Ray retries it where a worker dies. Waiting may also raise RayUnavailable."""
        return partial(self._result, self._task.remote(self._table, work, *given))

    def _result(self, ref: Any, timeout_seconds: float | None = None) -> Any:
        failed = self._ray.exceptions
        try:
            return self._ray.get(ref, timeout=timeout_seconds)
        except failed.RayTaskError as error:
            if isinstance(error.cause, SaysoError):
                raise error.cause from error
            raise
        except (failed.WorkerCrashedError, failed.OutOfMemoryError) as error:
            raise Crashed from error
        except failed.GetTimeoutError as error:
            problem = f"has had no worker free for {timeout_seconds:.0f} s"
            raise RayUnavailable(self.where, problem, "See `ray status`, and run it again.") from error
        except (failed.RayError, ConnectionError) as error:
            raise RayUnavailable(self.where, f"failed ({_first_line(error)})", "Fix that, and run it again.") from error

    def _check_release(self) -> None:
        """Raise RayUnavailable unless the workers run this release: another may describe and embed differently."""
        remedy = f"Install sayso {__version__} and its extras on every machine of the cluster."
        try:
            found = self._result(self._task.remote("", _release), _FIRST_TASK_SECONDS)
        except (ImportError, RuntimeError) as error:  # how Ray reports what its worker cannot import
            raise RayUnavailable(
                self.where, f"has workers that cannot run it ({_first_line(error)})", remedy
            ) from error
        if found != __version__:
            raise RayUnavailable(self.where, f"has workers with sayso {found}", remedy)


class _RayEmbedder:
    """An embedder that splits its texts among workers."""

    def __init__(self, workers: RayWorkers, embedder: Embedder, settings: Settings) -> None:
        self.name = embedder.name
        self._workers, self._embedder, self._settings = workers, embedder, settings

    def embed_query(self, text: str) -> Vector:
        """The vector of a question, computed in this process."""
        return self._embedder.embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector per text, in the order given."""
        size = max(_FEWEST_TEXTS, math.ceil(len(texts) / (4 * self._workers.count)))
        parts = [texts[at : at + size] for at in range(0, len(texts), size)]
        waits = [self._workers.begin(_embed, self._settings, list(part)) for part in parts]
        try:
            return [vector for wait in waits for vector in wait()]
        except Crashed as error:
            problem = f"lost its worker {_AGAIN + 1} times over the same passages"
            raise RayUnavailable(self._workers.where, problem, "See `ray status`, and run it again.") from error


def _do(own_outlets: str, work: Callable[..., Any], *given: Any) -> Any:
    """Run a task in a worker, after loading the user's outlets."""
    extend_by(own_outlets, "outlets.tsv")
    return work(*given)


def _release() -> str:
    return __version__


def _embed(settings: Settings, texts: Sequence[str]) -> list[Vector]:
    embedder = _loaded(settings)
    return embedder.embed_passages(texts) if embedder else []


@lru_cache(maxsize=1)
def _loaded(settings: Settings) -> Embedder | None:
    """A worker's embedder, loaded once; None where the settings have none."""
    return open_embedder(settings)


def _of_embedder(settings: Settings) -> Settings:
    """The settings a worker needs to embed, keys included, without those of the catalogue and vector store."""
    return Settings(
        embedder=settings.as_given(settings.embedder),
        openai_api_key=settings.openai_api_key,
        openai_base_url=settings.openai_base_url and settings.as_given(settings.openai_base_url),
        ollama_host=settings.ollama_host and settings.as_given(settings.ollama_host),
        api_key=settings.api_key,
    )


@contextmanager
def _joined(where: str, **given: Any) -> Iterator[Any]:
    """The `ray` module, connected; disconnected on exit. Raises MissingExtra, RayUnavailable."""
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", "^")  # otherwise it prints into our output when a worker dies
    try:
        import ray
    except ImportError as error:
        raise MissingExtra("--ray", "ray", "ray") from error
    if where not in ("auto", "local"):
        _probe(where)
    try:
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **given)
        except Exception as error:  # versions, tokens and processes fail in many ways
            remedy = "Start one with `ray start --head`, or let one be started: --ray local" if where == "auto" else (
                "Check the address, that both run the same Ray and Python, and RAY_AUTH_TOKEN."
            )  # fmt: skip
            raise RayUnavailable(where, f"cannot be used ({_first_line(error)})", remedy) from error
        yield ray
    finally:
        ray.shutdown()


def _probe(where: str) -> None:
    """Raise RayUnavailable where no Ray answers; Ray itself would keep trying for minutes."""
    import grpc

    place = where.removeprefix("ray://")
    host, _, port = place.rpartition(":")
    remedy = "Check the address, and that it runs, or start one here: --ray local"
    try:
        socket.create_connection((host, int(port)), timeout=_PROBE_SECONDS).close()
        if os.environ.get("RAY_USE_TLS") != "1":
            with grpc.insecure_channel(place) as channel:
                grpc.channel_ready_future(channel).result(timeout=_PROBE_SECONDS)
    except (OSError, OverflowError) as error:
        raise RayUnavailable(where, f"cannot be reached ({error})", remedy) from error
    except grpc.FutureTimeoutError as error:
        raise RayUnavailable(where, f"has not answered as Ray does in {_PROBE_SECONDS} s", remedy) from error


def _first_line(error: BaseException) -> str:
    """The type and first line of a library's error."""
    return f"{type(error).__name__}: {next(iter(str(error).strip().splitlines()), '')[:160]}"


def _own_environment() -> Mapping[str, str]:
    """Variables that isolate a Ray started here. Ray reads them on import and on start."""
    return {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: listens on 127.0.0.1 only
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": _token(),
    }


@cache
def _token() -> str:
    """A random token for this process; without one Ray would write a token file to the user's home."""
    return secrets.token_hex(32)


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _scratch() -> Iterator[str]:
    """A temporary folder for Ray's logs and sockets."""
    folder = tempfile.mkdtemp(prefix="sayso-ray-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
