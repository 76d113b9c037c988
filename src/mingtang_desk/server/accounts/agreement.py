"""The user agreement: what this server stores, why, for how long. Honest, and short."""

from collections.abc import Mapping

from mingtang_desk.server.config import ServerConfig

VERSION = "2026-11"
_EN = """\
This server is run by whoever gave you the login, not by the makers of Mingtang Desk; nothing is \
sent to them.

What is stored: your login, name, role and a hash of your password; when and from which address \
you logged in; for each battery that its tracker reports: positions, samples of the battery board, \
alarms, trips, commands with who gave them and what came back; the raw messages of trackers.

Why: to show batteries to those who look after them, to raise alarms, to carry out commands, and \
to find out afterwards who did what. A position of a battery may be the position of a person: \
look at it for these purposes only.

For how long: positions and samples {track_days} days, raw messages {raw_days} days, alarms and \
commands as long as the battery is entered. The record of what was done (audit) is kept as long as \
the server, so that it can be proven whole.

Who sees it: users of the account a battery belongs to and of the accounts above it. Whoever runs \
the server can read its database.

You may ask whoever runs the server for what is stored of you, and to have it removed.
"""
_ZH = """\
本服务器由向您提供账号的一方运营，而非 Mingtang Desk 的开发者；不会向开发者发送任何数据。

存储内容：您的登录名、姓名、角色和密码哈希；登录时间及来源地址；每块电池由其定位器上报的位置、\
电池保护板数据、告警、行程、指令（含下达者与返回结果）；定位器的原始报文。

目的：供负责人员查看电池、发出告警、执行指令，并可事后查明何人做了何事。\
电池的位置可能就是人的位置：请仅为上述目的查看。

保存期限：位置和数据 {track_days} 天，原始报文 {raw_days} 天，告警和指令在电池登记期间保存。\
操作记录（审计）与服务器同期保存，以便证明其完整。

可见范围：电池所属账户及其上级账户的用户。服务器运营者可以读取其数据库。

您可以向服务器运营者查询与您有关的数据，并要求删除。
"""


def texts(config: ServerConfig) -> Mapping[str, str]:
    """Return the agreement by language, with the times of this server."""
    days = {"track_days": f"{config.track_days:g}", "raw_days": f"{config.raw_days:g}"}
    return {"en": _EN.format(**days), "zh": _ZH.format(**days)}
