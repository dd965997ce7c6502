"""The one door between the script in the browser and this house: calls by name, as whom, errors in words. Floor 4."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from typing import Any, cast

from assistant.errors import SaysoError
from assistant.markup import iso_days
from assistant.page.given import Given, Told
from assistant.page.wording import BROKEN, for_reader

Offer = Callable[[str, Given], Told] | Callable[[str, Given], Awaitable[Told]]
Login = Callable[[Any], str | None]
"""Who is logged in, by the web request; None where nobody has to."""
_READER = re.compile(r"[\w-]{20,64}", re.ASCII)
_log = logging.getLogger(__name__)


class Gateway:
    """Answers what the page's script asks for. `login` names the reader where there are logins."""

    def __init__(self, offers: Mapping[str, Offer], login: Login = lambda request: None) -> None:
        self._offers, self._login = dict(offers), login

    async def call(self, given: Any, request: Any) -> Told:
        """The answer to one call, `{"do": name, "reader": id, ...}`; `{"problem": sentence}` where there is none."""
        told: Given = given if isinstance(given, dict) else {}
        offer = self._offers.get(str(told.get("do")))
        reader = self.reader(told, request)
        if offer is None or reader is None:
            return {"problem": "This page is of an earlier start of Sayso. Load it again.", "reload": True}
        try:
            with iso_days() if told.get("days") == "iso" else nullcontext():
                if inspect.iscoroutinefunction(offer):
                    return cast(Told, await offer(reader, told))
                return cast(Told, await asyncio.to_thread(offer, reader, told))
        except SaysoError as error:
            return {"problem": for_reader(error)}
        except Exception:
            _log.exception("a call of the page broke: %s", told.get("do"))
            return {"problem": BROKEN}

    def reader(self, given: Given, request: Any) -> str | None:
        """Whose call it is: the login's, else that of the unguessable id that the browser keeps; None for neither."""
        name = self._login(request) if request is not None else None
        if name is not None:
            return f"login:{name}"
        id_ = given.get("reader")
        return id_ if isinstance(id_, str) and _READER.fullmatch(id_) else None
