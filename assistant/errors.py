"""Every error a user can meet, each writing its own sentence from typed fields. Floor 0.

SaysoError                      exit 1: ours, or a service's
|-- ModelUnavailable            the language model did not answer
|-- EmbedderUnavailable         the embedding weights or server cannot be used
|-- ReaderUnavailable           the reader's weights are missing or damaged
|-- CatalogUnavailable          the PostgreSQL server of the catalogue cannot be used
|-- StoreUnavailable            the Chroma server or the embedded store cannot be used
|-- RayUnavailable              the Ray that is to read and embed cannot be used
|-- ReplayMiss                  a recorded run has no such call
|-- BadWordData                 a line of a language's word data cannot be read
|-- BudgetSpent                 the money or token budget would be exceeded
|-- NotDelivered                a mail server or a webhook did not take a briefing
`-- UserError                   exit 2: a mistake of the user's
    |-- NoIndex, HomeUnusable, HomeBusy, EmbedderMismatch
    |-- CatalogDamaged, BadBackup, BadArchive
    |-- SourceMissing, NothingToIngest, BadManifest, BadAddress
    |-- UnknownTalk, PageBusy
    |-- UnknownArticle, UnknownVersion, UnknownOutlet, BadDate, NothingLeft
    |-- BadQuestion, BadBatch, BadDraft, BadSetting, BadConfiguration, BadAccounts, BadPlugin, MissingExtra
    |-- BadGold, BadRun
    `-- PortTaken, BadTarget, BadBriefing
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.addresses import service_name


class SaysoError(Exception):
    """Base of all errors that are shown to users in one sentence."""

    exit_code = 1

    def __reduce__(self) -> Any:
        """An error that another process raised arrives as it was; its class takes other arguments than its sentence."""
        return _arrived, (type(self), self.args, self.__dict__)


def _arrived(kind: type[SaysoError], args: tuple[object, ...], fields: dict[str, object]) -> SaysoError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class ModelUnavailable(SaysoError):
    def __init__(self, model: str, problem: str, remedy: str) -> None:
        super().__init__(f"The model {model} {problem}. {remedy}")
        self.model, self.problem, self.remedy = model, problem, remedy


class EmbedderUnavailable(SaysoError):
    def __init__(self, embedder: str, problem: str, remedy: str) -> None:
        super().__init__(f"The embedder {embedder} {problem}. {remedy}")


class ReaderUnavailable(SaysoError):
    def __init__(self, problem: str) -> None:
        super().__init__(f"The reader {problem}. Install the package anew.")


class StoreUnavailable(SaysoError):
    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"The vector store at {where} {problem}. {remedy}")


class BadWordData(SaysoError):
    def __init__(self, place: str, line: str, expected: str) -> None:
        super().__init__(f"{place} of the word data is {line!r}; it takes {expected}.")
        self.place = place


class RayUnavailable(SaysoError):
    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"Ray at {where} {problem}. {remedy}")


class CatalogUnavailable(SaysoError):
    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"The catalogue at {where} {problem}. {remedy}")
        self.problem = problem


class BudgetSpent(SaysoError):
    def __init__(self, limit: str, needed: str) -> None:
        super().__init__(f"Stopped before going over the budget of {limit}: the next call may take {needed}.")


class ReplayMiss(SaysoError):
    def __init__(self, folder: Path, call: str) -> None:
        super().__init__(f"Nothing recorded in {folder} for {call}. Record it: run again with --record {folder}")


class NotDelivered(SaysoError):
    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where} {problem}. What is new will be sent again the next time.")


class UserError(SaysoError):
    """Base of the mistakes that the user can correct."""

    exit_code = 2


class NoIndex(UserError):
    def __init__(self, home: Path | str) -> None:
        super().__init__(f"No index in {home} yet. Build one: sayso ingest corpus/")


class HomeUnusable(UserError):
    def __init__(self, home: Path, problem: str) -> None:
        super().__init__(f"The home folder {home} {problem}. Choose another with --home DIR or SAYSO_HOME.")


class CatalogDamaged(UserError):
    def __init__(self, home: Path, problem: str, backup: Path | None) -> None:
        remedy = (
            f"Restore the backup: sayso corpus restore --home {home}"
            if backup
            else f"There is no backup; move {home} aside and ingest the sources again"
        )
        super().__init__(f"The catalogue in {home} is damaged ({problem}). {remedy}.")


class BadBackup(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The backup {path} cannot be used: {problem}. Make one with: sayso corpus backup FILE")


class BadArchive(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The export {path} cannot be used: {problem}. Make one with: sayso corpus export FILE")


class UnknownVersion(UserError):
    def __init__(self, article_id: str, version: str, known: Sequence[str]) -> None:
        super().__init__(f"Article {article_id} has no version {version}. It has {', '.join(known)}.")


class BadAddress(UserError):
    def __init__(self, address: str, problem: str) -> None:
        super().__init__(f"The address {address} is not read: {problem}.")


class HomeBusy(UserError):
    def __init__(self, home: Path | str) -> None:
        super().__init__(f"Another sayso is writing to {home}. Wait until it is done, or choose another --home.")


class EmbedderMismatch(UserError):
    def __init__(self, home: Path, filled_by: str, asked: str) -> None:
        super().__init__(
            f"The index in {home} was filled by the embedder {filled_by}, not {asked}. "
            f"Set SAYSO_EMBEDDER={filled_by}, or re-embed everything: sayso ingest --re-embed"
        )


class SourceMissing(UserError):
    def __init__(self, source: str) -> None:
        super().__init__(f"There is no file or folder {source}. Check the path.")


class NothingToIngest(UserError):
    def __init__(self, source: str, endings: Sequence[str]) -> None:
        super().__init__(f"Nothing to read in {source}: no file ends in {', '.join(endings)}.")


class BadManifest(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The manifest {path} cannot be used: {problem}. Mend it or take it away, and run again.")


class UnknownArticle(UserError):
    def __init__(self, article_id: str) -> None:
        super().__init__(f"No article {article_id} in the index. List them: sayso corpus")


class UnknownTalk(UserError):
    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} is not here: it was deleted, or it belongs to another reader.")


class PageBusy(UserError):
    def __init__(self, waiting: int) -> None:
        super().__init__(f"Busy: {waiting} readers are waiting already. Try again in a minute.")


class UnknownOutlet(UserError):
    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        hint = f"The nearest: {', '.join(nearest)}." if nearest else "List what is there: sayso corpus"
        super().__init__(f"No article of an outlet called {name!r} in the index. {hint}")


class BadDate(UserError):
    def __init__(self, option: str, value: str) -> None:
        super().__init__(f"{option} {value!r} is not a date. Write it as 2019-06-03.")


class NothingLeft(UserError):
    def __init__(self, which: str) -> None:
        super().__init__(f"No article is left under {which}. Widen it, or see what is there: sayso corpus")


class BadQuestion(UserError):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")


class BadBatch(UserError):
    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{where}: {problem}")


class BadDraft(UserError):
    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"The draft {name} cannot be read: {problem}.")


class BadSetting(UserError):
    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name} is {service_name(value)!r}; it takes {expected}.")


class BadConfiguration(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The settings in {path} cannot be used: {problem}")


class BadAccounts(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The logins in {path} cannot be used: {problem}. Make some: sayso users add NAME")


class BadPlugin(UserError):
    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{service_name(name)} cannot be used: {problem}")
        self.problem = problem


class MissingExtra(UserError):
    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(f"{what} needs the package {package}. Install it: pip install 'sayso[{extra}]'")


class BadGold(UserError):
    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"The gold file {path} has {count}:", *(f"  {fault}" for fault in faults)]))
        self.faults = tuple(faults)


class BadRun(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The eval run {path} cannot be used: {problem}.")


class PortTaken(UserError):
    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use. Stop what uses it, or choose another: sayso chat --port {port + 1}")


class BadTarget(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"Cannot write {path}: {problem}.")


class BadBriefing(UserError):
    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The briefing {path} cannot be compared with: {problem}")
