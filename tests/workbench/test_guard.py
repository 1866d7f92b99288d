"""Who is refused: other hosts, other pages, other browsers, too much."""

import pytest

from qipan.workbench.guard import ASKED, HEADER, MOST_UPLOADED


def test_the_token_lets_in_one_browser_once(bench):
    token = bench.keys.token
    first = bench.stranger().get("/", params={ASKED: token})
    assert first.status_code == 303
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert bench.stranger().get("/", params={ASKED: token}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/static/js/page.js", "/questions/a/city", "/font"])
def test_without_the_cookie_nothing_is_shown(bench, path):
    answer = bench.stranger().get(path)
    assert answer.status_code == 403
    assert "script" not in answer.text


def test_another_host_is_refused(bench):
    browser = bench.browser()
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 400
    assert browser.get("/", headers={"host": "127.0.0.1:10"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {HEADER: "guessed"},
        {HEADER: ""},
    ],
)
def test_a_foreign_page_changes_nothing(bench, headers):
    answer = bench.browser().post("/cities/tiny/ask", headers=headers)
    assert answer.status_code == 403
    assert bench.workspace.questions() == []


def test_too_much_is_refused(bench):
    answer = bench.browser().post("/cities?name=a.yaml", content=b"#" * (MOST_UPLOADED + 1))
    assert answer.status_code == 413


def test_every_answer_says_what_may_be_loaded(bench):
    browser = bench.browser()
    for client, path in ((bench.stranger(), "/"), (browser, "/"), (browser, "/no")):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy and "script-src" not in policy


@pytest.mark.parametrize("name", ["../x", "..%2f..%2fetc", "%2e%2e", "nobody"])
def test_a_name_that_is_in_no_list_is_not_found(bench, name):
    browser = bench.browser()
    assert browser.get(f"/questions/{name}/city").status_code == 404
    assert browser.post(f"/cities/{name}/ask").status_code == 404


def test_a_page_still_works_after_the_server_was_started_again(bench):
    browser = bench.browser()
    again = type(bench)(bench.workspace.folder)
    other = again.stranger()
    other.cookies = browser.cookies
    assert other.get("/").status_code == 200
