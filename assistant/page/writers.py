"""The models that readers may choose from, each over the same index. Floor 4."""

from __future__ import annotations

import threading
from dataclasses import replace

from assistant.desk import Desk
from assistant.errors import BadQuestion


class Writers:
    """A desk per model of `settings.models`, opened on first use; `desk` is the page's default."""

    def __init__(self, desk: Desk) -> None:
        self._desks = {desk.settings.model: desk}
        self._settings = desk.settings
        self._lock = threading.Lock()
        self.names = tuple(dict.fromkeys([desk.settings.model, *desk.settings.models]))

    def desk(self, name: str) -> Desk:
        """The desk of a model, the default for "". Raises BadQuestion for a model that is not offered."""
        if not name:
            return self._desks[self._settings.model]
        if name not in self.names:
            raise BadQuestion("That model is not offered here.", "Choose another.")
        with self._lock:
            if name not in self._desks:
                self._desks[name] = Desk(replace(self._settings, model=name, strength="auto"))
            return self._desks[name]
