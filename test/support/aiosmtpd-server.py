"""A mail server that is none of ours: takes what aiosmtpd takes, reads it with Python's own mail parser, prints one JSON line a mail."""

import asyncio
import hashlib
import json
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
        if address.startswith("busy@"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        told = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": mail["subject"],
            "text": mail.get_body(("plain",)).get_content(),
            "noticeId": mail["X-Wanglou-Notice-Id"],
            "longestLine": max(len(line) for line in envelope.original_content.split(b"\r\n")),
            "signedIn": session.authenticated,
            "attachments": [
                {
                    "name": part.get_filename(),
                    "type": part.get_content_type(),
                    "sha256": hashlib.sha256(part.get_payload(decode=True)).hexdigest(),
                }
                for part in mail.iter_attachments()
            ],
        }
        print(json.dumps(told), flush=True)
        return "250 2.0.0 taken by aiosmtpd"


def sign_in(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"desk" and data.password == b"geheim"
    return AuthResult(success=right, handled=right)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Desk(), authenticator=sign_in, auth_require_tls=False, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


asyncio.run(main())
