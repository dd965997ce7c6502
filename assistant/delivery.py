"""Sends a text by mail, or to a webhook. Floor 2."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import urlsplit

from assistant.addresses import login_of, service_name
from assistant.errors import BadSetting, NotDelivered
from assistant.reachable import Refused, check_address

_SECONDS = 30.0
_PORTS = {"smtp": 587, "smtps": 465}


def send_mail(server: str, sender: str, to: Sequence[str], subject: str, text: str) -> None:
    """Send a plain text over `smtp://USER:PASSWORD@HOST:PORT`, encrypted where the server can, or `smtps://`.

    A login is sent only over an encrypted connection. Raises BadSetting, NotDelivered.
    """
    parts = urlsplit(server)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadSetting("SAYSO_SMTP", server, "smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASSWORD@ before HOST")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = " ".join(subject.split()), sender, ", ".join(to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="sayso.invalid")
    message.set_content(text)
    open_ = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with open_(parts.hostname, parts.port or _PORTS[parts.scheme], timeout=_SECONDS) as smtp:
            smtp.ehlo_or_helo_if_needed()
            encrypted = parts.scheme == "smtps"
            if not encrypted and smtp.has_extn("starttls"):
                smtp.starttls()
                encrypted = True
            if login := login_of(server):
                if not encrypted:
                    raise NotDelivered(service_name(server), "does not encrypt, so the password was not sent")
                smtp.login(*login)
            smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        code = getattr(error, "smtp_code", None)
        reason = f"{type(error).__name__}{f' {code}' if code else ''}"
        raise NotDelivered(service_name(server), f"did not take the mail ({reason})") from None


def post_webhook(address: str, data: Mapping[str, Any], *, allow_private: bool = False) -> None:
    """Post a JSON object to a public address; redirects are not followed. Raises BadSetting, NotDelivered.

    The host is resolved once, against DNS rebinding. With `allow_private` any address is allowed, and the
    environment's proxy is used.
    """
    import httpx

    if not address.startswith(("http://", "https://")):
        raise BadSetting("--webhook", address, "an http:// or https:// address")
    headers: dict[str, str] = {}
    extensions: dict[str, str] = {}
    sent_to = address
    if not allow_private:
        try:
            target = check_address(address)
        except Refused as error:
            raise NotDelivered(service_name(address), f"was not called: {error}") from None
        headers, sent_to, extensions = (
            {"Host": target.host_header},
            target.pinned(address),
            {"sni_hostname": target.host},
        )
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=allow_private) as client:
            if login := login_of(address):
                client.auth = httpx.BasicAuth(*login)
            reply = client.post(sent_to, json=dict(data), headers=headers, extensions=extensions)
    except httpx.HTTPError as error:
        raise NotDelivered(service_name(address), f"did not answer ({type(error).__name__})") from None
    if not reply.is_success:
        raise NotDelivered(service_name(address), f"answered {reply.status_code}")
