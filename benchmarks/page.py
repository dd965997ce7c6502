"""How the page bears many readers at once: each asks, follows its answer to the end, and asks again. Floor 4.

    python -m benchmarks.page http://127.0.0.1:7860 --readers 50 --questions 2000 --pid PID-OF-THE-SERVER

Run it as a process of its own beside a page that is served; of several addresses each reader has one, as behind a
sticky proxy. It prints errors, answers a second, the time to the first sign of each answer and to its end (p50, p95, in
seconds), and the server's memory before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import secrets
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx

_WORDS = ("Who denied it?", "How many were there?", "What did the ambassador say?", "When did they arrive?", "Why?")


class Reader:
    """One reader with a browser's id of its own."""

    def __init__(self, client: httpx.AsyncClient, door: int) -> None:
        self._client, self._door, self._id = client, door, secrets.token_urlsafe(24)
        self.first: list[float] = []
        self.whole: list[float] = []
        self.errors: list[str] = []

    async def ask(self, question: str) -> None:
        """One question in a talk of its own, until its answer is whole."""
        begun = time.perf_counter()
        told = await self._call("ask", question=question)
        self.first.append(time.perf_counter() - begun)
        while "problem" not in told and not told["ended"]:
            told = {**told, **await self._call("follow", job=told["job"], since=told["version"])}
        if "problem" in told or 'data-state="done"' not in told["html"]:
            self.errors.append(str(told.get("problem") or told["html"])[:200])
        self.whole.append(time.perf_counter() - begun)

    async def _call(self, do: str, **given: Any) -> dict[str, Any]:
        data = {"do": do, "reader": self._id, **given}
        body = {"data": data, "component_id": self._door, "fn_name": "call", "session_hash": self._id}
        reply = await self._client.post("/gradio_api/component_server", json=body)
        if reply.status_code != 200:
            return {"problem": f"status {reply.status_code}"}
        return dict(reply.json())


async def load(addresses: Sequence[str], readers: int, questions: int) -> dict[str, Any]:
    """The figures of so many questions, asked by so many readers at a time, each of one of the servers."""
    limits = httpx.Limits(max_connections=readers * 2, keepalive_expiry=2)  # less than the server's
    async with AsyncExitStack() as stack:
        doors = []
        for address in addresses:
            client = httpx.AsyncClient(base_url=address, timeout=300, limits=limits, trust_env=False)
            parts = (await (await stack.enter_async_context(client)).get("/config")).json()["components"]
            doors.append((client, next(part["id"] for part in parts if "call" in part["props"].get("server_fns", ()))))
        left = itertools.count()
        crowd = [Reader(*doors[number % len(doors)]) for number in range(readers)]

        async def visit(reader: Reader) -> None:
            while (number := next(left)) < questions:
                await reader.ask(_WORDS[number % len(_WORDS)])

        begun = time.perf_counter()
        await asyncio.gather(*map(visit, crowd))
        seconds = time.perf_counter() - begun
        errors = [error for reader in crowd for error in reader.errors]
        return {
            "questions": questions, "readers": readers, "seconds": round(seconds, 1),
            "a_second": round(questions / seconds, 2),
            "errors": len(errors), "first_error": errors[:1],
            "first_sign": _spread([one for reader in crowd for one in reader.first]),
            "whole": _spread([one for reader in crowd for one in reader.whole]),
        }  # fmt: skip


def _spread(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=20) if len(values) > 1 else values * 19
    return {"p50": round(statistics.median(values), 3), "p95": round(cuts[18], 3), "most": round(max(values), 3)}


def memory_mb(pid: int) -> int:
    """The resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    before = memory_mb(given.pid) if given.pid else None
    found = asyncio.run(load(given.addresses, given.readers, given.questions))
    after = memory_mb(given.pid) if given.pid else None
    print(json.dumps({**found, "memory_mb": [before, after]}, indent=1))


if __name__ == "__main__":
    main()
