"""The single entry point for calls of the page's script: dispatch, the reader, errors as text. Floor 4."""

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
from assistant.page.given import Given, PageReply
from assistant.page.wording import BROKEN, for_reader

Offer = Callable[[str, Given], PageReply] | Callable[[str, Given], Awaitable[PageReply]]
Login = Callable[[Any], str | None]
"""The logged-in user of a web request; None if there are no logins."""
_READER = re.compile(r"[\w-]{20,64}", re.ASCII)
_log = logging.getLogger(__name__)


class Gateway:
    """Dispatches the calls of the page's script. `login` names the reader if there are logins."""

    def __init__(self, offers: Mapping[str, Offer], login: Login = lambda request: None) -> None:
        self._offers, self._login = dict(offers), login

    async def call(self, given: Any, request: Any) -> PageReply:
        """The reply to one call, `{"do": name, "reader": id, ...}`; `{"problem": sentence}` for an error."""
        call: Given = given if isinstance(given, dict) else {}
        offer = self._offers.get(str(call.get("do")))
        reader = self.reader(call, request)
        if offer is None or reader is None:
            return {"problem": "This page is of an earlier start of Sayso. Load it again.", "reload": True}
        try:
            with iso_days() if call.get("days") == "iso" else nullcontext():
                if inspect.iscoroutinefunction(offer):
                    return cast(PageReply, await offer(reader, call))
                return cast(PageReply, await asyncio.to_thread(offer, reader, call))
        except SaysoError as error:
            return {"problem": for_reader(error)}
        except Exception:
            _log.exception("a call of the page failed: %s", call.get("do"))
            return {"problem": BROKEN}

    def reader(self, given: Given, request: Any) -> str | None:
        """The reader of a call: the login, or else the unguessable id that the browser keeps; None for neither."""
        name = self._login(request) if request is not None else None
        if name is not None:
            return f"login:{name}"
        id_ = given.get("reader")
        return id_ if isinstance(id_, str) and _READER.fullmatch(id_) else None
