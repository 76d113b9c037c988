"""The page behind the set-up link: one document, nothing from elsewhere, no inline handler."""

import base64
import hashlib

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from mingtang_desk.server.accounts.passwords import SHORTEST
from mingtang_desk.server.api.deps import Server
from mingtang_desk.server.problem import not_found

router = APIRouter()

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;
color:#1b1f24;background:#fff}
label{display:block;margin:1rem 0 .2rem}
input[type=text],input[type=password]{width:100%;box-sizing:border-box;font:inherit;padding:.4rem}
pre{white-space:pre-wrap;font:inherit;font-size:.9rem;border:1px solid #b6bcc4;padding:.6rem;
max-height:14rem;overflow:auto}
button{font:inherit;padding:.5rem 1.2rem;margin-top:1rem}
[role=status]{min-height:1.5rem;margin-top:1rem;font-weight:600}
@media (prefers-color-scheme:dark){body{color:#e6e9ed;background:#16191d}}
"""

_SCRIPT = """
"use strict";
const texts = {
  en: {title: "Set up this server", login: "Login",
    password: "Password, at least SHORTEST characters", again: "Password again",
    account: "Name of your account, for example that of your workshop",
    agree: "I have read this and accept it", go: "Set up", differ: "The passwords differ.",
    done: "Done. Log in with Mingtang Desk now.", link: "The link is not complete.",
    failed: "This did not work: "},
  zh: {title: "设置本服务器", login: "登录名", password: "密码，至少 SHORTEST 个字符",
    again: "再次输入密码", account: "账户名称，例如您的店铺名", agree: "我已阅读并同意",
    go: "完成设置", differ: "两次输入的密码不同。",
    done: "设置完成。现在请在 Mingtang Desk 中登录。", link: "链接不完整。", failed: "未能完成："}
};
const lang = (navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";
const say = texts[lang];
const find = (id) => document.getElementById(id);
const token = new URLSearchParams(location.hash.slice(1)).get("token");
let version = "";
document.documentElement.lang = lang;
document.title = say.title;
for (const each of document.querySelectorAll("[data-text]")) {
  each.textContent = say[each.dataset.text];
}
const tell = (text) => { find("status").textContent = text; };
if (!token) { tell(say.link); find("go").disabled = true; }
history.replaceState(null, "", location.pathname);
fetch("/api/v1/agreement").then((answer) => answer.json()).then((found) => {
  version = found.version;
  find("agreement").textContent = found.text[lang];
}).catch((error) => tell(say.failed + error.message));
find("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (find("password").value !== find("again").value) { tell(say.differ); return; }
  find("go").disabled = true;
  try {
    const answer = await fetch("/api/v1/setup", {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({token, login: find("login").value, password: find("password").value,
        account_name: find("account").value, agreement: version})
    });
    if (answer.ok) { find("form").hidden = true; tell(say.done); return; }
    tell(say.failed + (await answer.json()).detail);
  } catch (error) { tell(say.failed + error.message); }
  find("go").disabled = false;
});
""".replace("SHORTEST", str(SHORTEST))

_PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mingtang Cloud</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>{_STYLE}</style></head><body>
<h1 data-text="title"></h1>
<form id="form">
<label for="login" data-text="login"></label>
<input type="text" id="login" autocomplete="username" maxlength="64" required>
<label for="password" data-text="password"></label>
<input type="password" id="password" autocomplete="new-password" maxlength="256" required>
<label for="again" data-text="again"></label>
<input type="password" id="again" autocomplete="new-password" maxlength="256" required>
<label for="account" data-text="account"></label>
<input type="text" id="account" autocomplete="organization" maxlength="100" required>
<pre id="agreement" tabindex="0"></pre>
<label><input type="checkbox" required> <span data-text="agree"></span></label>
<button id="go" data-text="go"></button>
</form>
<p id="status" role="status"></p>
<script>{_SCRIPT}</script></body></html>
"""


def _source(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_source(_SCRIPT)}",
        f"style-src {_source(_STYLE)}",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


@router.get("/setup", include_in_schema=False)
async def page(server: Server) -> HTMLResponse:
    """Return the page, while the server has no owner."""
    if server.accounts.setup.token is None:
        not_found("page")
    return HTMLResponse(
        _PAGE, headers={"Content-Security-Policy": POLICY, "X-Frame-Options": "DENY"}
    )
