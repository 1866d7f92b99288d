"""An office: who signs in sees a workspace that nobody else sees, stops or runs before."""

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from qipan.cli.app import app as commands
from qipan.workbench import users as users_module
from qipan.workbench.guard import COOKIE, HEADER
from qipan.workbench.jobs import Queue
from qipan.workbench.office import Office
from qipan.workbench.serve import ServeError, serve_office, split_address
from qipan.workbench.sessions import LASTS
from qipan.workbench.users import PAUSE, TRIES, UsersError, add_user, read_users

HOST = "qipan.example"
PASSWORDS = {"wang": "a long password", "李四": "another long one"}


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(users_module, "COST", 2)


@pytest.fixture
def file(tmp_path):
    for name, password in PASSWORDS.items():
        add_user(tmp_path / "users.txt", name, password)
    return tmp_path / "users.txt"


class Server:
    def __init__(self, folder, file):
        self.clock = Clock()
        users = read_users(file)
        hosts = frozenset({HOST})
        self.office = Office(folder, users, Queue(most=0), 1, lambda: hosts, self.clock)

    def stranger(self):
        browser = TestClient(self.office.app, base_url=f"http://{HOST}", follow_redirects=False)
        browser.headers.update({"origin": f"http://{HOST}", "accept": "text/html"})
        return browser

    def user(self, name):
        browser = self.stranger()
        assert sign_in(browser, name, PASSWORDS[name]).status_code == 303
        browser.headers[HEADER] = self.office.bench(name).keys.header
        return browser


@pytest.fixture
def server(tmp_path, file):
    (tmp_path / "office").mkdir()
    return Server(tmp_path / "office", file)


def sign_in(browser, name, password):
    return browser.post("/login", data={"name": name, "password": password})


def asked(browser):
    return browser.post("/cities/tiny/ask").json()["go"].split("/")[2]


def test_two_users_neither_see_nor_stop_what_is_the_others(server):
    wang, li = server.user("wang"), server.user("李四")
    question = asked(wang)
    assert wang.get(f"/questions/{question}/options").status_code == 200
    assert question in wang.get("/").text and question not in li.get("/").text
    for path in ("options", "run", "answer", "pass_on"):
        assert li.get(f"/questions/{question}/{path}").status_code == 404
    bench = server.office.bench("wang")
    run = bench.workspace.question(question).run_folder()
    bench.jobs.begin(run, ["qipan", "check", "x"])
    for path in ("stop", "run", "options"):
        assert li.post(f"/questions/{question}/{path}", json={}).status_code == 404
    assert bench.jobs.told(run).state == "waiting"
    assert wang.post(f"/questions/{question}/stop", json={}).status_code == 200
    assert bench.jobs.told(run).state == "stopped"


def test_all_wait_in_one_queue_and_keep_in_one_store(server):
    wang, li = server.user("wang"), server.user("李四")
    first, second = asked(wang), asked(li)
    runs = []
    for name, question in (("wang", first), ("李四", second)):
        bench = server.office.bench(name)
        runs.append(bench.workspace.question(question).run_folder())
        bench.jobs.begin(runs[-1], ["qipan", "check", "x"])
    places = [
        server.office.bench(name).jobs.told(run).place
        for name, run in zip(PASSWORDS, runs, strict=True)
    ]
    assert places == [1, 2]
    stores = {server.office.bench(name).workspace.store for name in PASSWORDS}
    assert len(stores) == 1


def test_who_has_not_signed_in_is_shown_the_door(server):
    stranger = server.stranger()
    assert stranger.get("/").headers["location"] == "/login"
    assert stranger.get("/static/js/page.js", headers={"accept": "*/*"}).status_code == 403
    page = stranger.get("/login")
    assert page.status_code == 200 and "default-src" in page.headers["content-security-policy"]
    assert stranger.post("/cities/tiny/ask").status_code == 403
    assert stranger.get("/login", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "password"), [("wang", "a wrong one"), ("nobody", "a long password"), ("", "")]
)
def test_a_wrong_password_lets_nobody_in(server, name, password):
    stranger = server.stranger()
    assert sign_in(stranger, name, password).status_code == 403
    assert stranger.get("/").status_code == 303


def test_a_foreign_page_cannot_sign_anybody_in(server):
    stranger = server.stranger()
    stranger.headers["origin"] = "http://evil.example"
    assert sign_in(stranger, "wang", PASSWORDS["wang"]).status_code == 403


def test_after_some_wrong_passwords_there_is_a_pause(server):
    stranger = server.stranger()
    for _ in range(TRIES):
        assert sign_in(stranger, "wang", "guessed").status_code == 403
    assert sign_in(stranger, "wang", PASSWORDS["wang"]).status_code == 429
    assert sign_in(stranger, "李四", PASSWORDS["李四"]).status_code == 303
    server.clock.now += PAUSE
    assert sign_in(stranger, "wang", PASSWORDS["wang"]).status_code == 303


def test_a_session_ends_with_the_day_with_the_password_and_when_signed_out(server, file):
    browser = server.user("wang")
    cookie = browser.cookies[COOKIE]
    server.clock.now += LASTS - 1
    assert browser.get("/").status_code == 200
    again = Server(server.office._folder, file)  # the server was started again
    again.clock.now = server.clock.now
    assert again.office.sessions.user(cookie) == "wang"
    add_user(file, "wang", "yet another password")
    changed = Server(server.office._folder, file)
    changed.clock.now = server.clock.now
    assert changed.office.sessions.user(cookie) is None
    server.clock.now += 2
    assert browser.get("/").headers["location"] == "/login"


def test_a_cookie_of_ones_own_making_is_nobodys(server):
    cookie = server.office.sessions.begin("wang")
    other = server.office.sessions.begin("李四")
    name, begun, signed = cookie.split(".")
    forged = [
        f"{other.split('.')[0]}.{begun}.{signed}",
        f"{name}.{int(begun) + 9}.{signed}",
        f"{name}.{begun}.",
        "x",
        "",
        "é.1.a",
    ]
    assert all(server.office.sessions.user(each) is None for each in forged)


def test_no_password_stands_in_the_file(file):
    text = file.read_text("utf-8")
    assert not any(password in text for password in PASSWORDS.values())
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no user"),
        ("# nobody\n", "holds no user"),
        ("wang\n", "line 1: found no NAME:SALT:HASH"),
        ("\nwang:zz:00\n", "line 2: found no NAME:SALT:HASH"),
        ("../x:00:00\n", "line 1: name '../x' will not do"),
        (".x:00:00\n", "line 1: name '.x' will not do"),
        ("wang:00:00\nwang:00:00\n", "line 2: name 'wang' stands twice"),
    ],
)
def test_a_bad_file_of_users_is_told_with_its_line(tmp_path, text, said):
    (tmp_path / "users.txt").write_text(text, "utf-8")
    with pytest.raises(UsersError, match=said):
        read_users(tmp_path / "users.txt")


@pytest.mark.parametrize(("name", "password"), [("a/b", "long enough it is"), ("wang", "short")])
def test_a_bad_name_or_password_changes_nothing(file, name, password):
    before = file.read_bytes()
    with pytest.raises(UsersError):
        add_user(file, name, password)
    assert file.read_bytes() == before


def test_the_command_says_what_an_office_needs(tmp_path, file):
    def said(*arguments):
        done = CliRunner().invoke(commands, ["workbench", *arguments])
        assert done.exit_code == 2
        return done.output

    assert "need --users" in said("--serve", "127.0.0.1:0")
    assert "without --serve" in said("--users", str(file))
    everywhere = said("--serve", "0.0.0.0:0", "--users", str(file))
    assert "--name" in everywhere
    missing = said("--serve", "127.0.0.1:0", "--users", str(tmp_path / "no.txt"))
    assert "cannot be read" in missing


def test_the_command_adds_a_user(tmp_path):
    file = tmp_path / "users.txt"
    done = CliRunner().invoke(
        commands,
        ["workbench", "--users", str(file), "--add-user", "wang"],
        input="a long password\na long password\n",
    )
    assert done.exit_code == 0, done.output
    assert read_users(file).admit("wang", "a long password")


def test_the_server_calls_the_office_as_it_is_meant(tmp_path, file, monkeypatch):
    served = []
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: served.append(server.config))
    said = []
    serve_office(tmp_path / "o", "127.0.0.1:0", file, ["qipan.example"], 1, 1, said.append)
    served[0].load()
    assert served[0].interface == "asgi3"
    assert "http://qipan.example:" in said[0]


@pytest.mark.parametrize("address", ["8600", "127.0.0.1", ":1", "h:99999", "h:x"])
def test_an_address_without_host_and_port_is_refused(tmp_path, address):
    with pytest.raises(ServeError, match="ADDRESS:PORT"):
        serve_office(tmp_path, address, tmp_path / "u", [], 1, 1, print)
    assert split_address("[::1]:80") == ("::1", 80)
