"""The models that readers may choose among: those that the operator allows, each over the same index. Floor 4."""

from __future__ import annotations

import threading
from dataclasses import replace

from assistant.desk import Desk
from assistant.errors import BadQuestion


class Writers:
    """A desk for each model of `settings.models`, opened when it is first asked for; `desk` is that of the page."""

    def __init__(self, desk: Desk) -> None:
        self._desks = {desk.settings.model: desk}
        self._settings = desk.settings
        self._lock = threading.Lock()
        self.names = tuple(dict.fromkeys([desk.settings.model, *desk.settings.models]))

    def desk(self, name: str) -> Desk:
        """The desk of that model, the page's own for "". Raises BadQuestion for one that is not allowed."""
        if not name:
            return self._desks[self._settings.model]
        if name not in self.names:
            raise BadQuestion("That model is not offered here.", "Choose another.")
        with self._lock:
            if name not in self._desks:
                self._desks[name] = Desk(replace(self._settings, model=name, strength="auto"))
            return self._desks[name]
