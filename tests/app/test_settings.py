"""Settings: each wrong one is named with its mend, all at once, before anything starts."""

import re
from pathlib import Path

import pytest

from bot.app.settings import (
    Configuration,
    Settings,
    WrongSettings,
    definitions,
    env_example,
    environment_with_file,
    read_configuration,
    shown,
    written,
)
from bot.domain.setting import about
from tests.app.conftest import Bot, is_refused

KEY = "a-key-of-at-least-twenty-four"
WRONG = [
    ("BOT_PORT", "http"),
    ("BOT_PORT", "-1"),
    ("BOT_PORT", "65536"),
    ("BOT_PORT", "８０８０a"),
    ("BOT_PUBLIC_URL", "farol.example.org"),
    ("BOT_PUBLIC_URL", "http://["),
    ("BOT_PUBLIC_URL", "https://farol.example.org:port"),
    ("BOT_PUBLIC_URL", "https://farol example.org"),
    ("BOT_REDIS_URL", "localhost:6379"),
    ("BOT_REDIS_URL", "redis://"),
    ("BOT_REDIS_URL", "redis://["),
    ("BOT_REDIS_URL", "redis://host:port"),
    ("BOT_REDIS_URL", "unix://redis.sock"),
    ("BOT_REDIS_URL", "redis+cluster://"),
    ("BOT_REDIS_URL", "redis+cluster://a:1,b:x"),
    ("BOT_REDIS_UNSAFE", "perhaps"),
    ("BOT_PUBLIC_STATS", "perhaps"),
    ("BOT_CONTENT_DIR", "a\0b"),
    ("BOT_SECRET_KEYS", "short"),
    ("BOT_SECRET_KEYS", f"{KEY},short"),
    ("BOT_SECRET_KEYS", ","),
    ("BOT_KEY_DAYS", "366"),
    ("BOT_PARTITIONS", "0"),
    ("BOT_PARTITIONS", "100"),
    ("BOT_PARTITIONS", "1.5"),
    ("BOT_LOG_FORMAT", "xml"),
    ("BOT_LOG_LEVEL", "loud"),
    ("BOT_TELEGRAM_TOKEN", "abc"),
    ("BOT_TELEGRAM_MODE", "pigeon"),
    ("BOT_TELEGRAM_SECRET", "with blanks in it"),
    ("BOT_TELEGRAM_API", "ftp://example.org"),
    ("BOT_WHATSAPP_PHONE_ID", "+52 664"),
    ("BOT_WHATSAPP_API", "graph"),
    ("BOT_TWILIO_SID", "SK00"),
    ("BOT_TWILIO_FROM", "me"),
    ("BOT_TWILIO_API", "twilio"),
    ("BOT_BRIDGES", "/nowhere/bridges.yaml"),
    ("BOT_BRIDGES", "/"),
    ("BOT_CASE_HOOKS", "/nowhere/hooks.yaml"),
    ("BOT_CASE_HOOKS", "/"),
    ("BOT_CASE_HOOK_SECRETS", "name=short"),
]


def problems_of(**environment: str) -> list[str]:
    with pytest.raises(WrongSettings) as wrong:
        read_configuration(environment)
    return str(wrong.value).splitlines()


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_line_with_its_mend(name: str, value: str) -> None:
    environment = {name: value} | ({"BOT_SECRET_KEYS": KEY} if name == "BOT_REDIS_URL" else {})
    (line,) = problems_of(**environment)
    assert line.startswith(f"{name} is wrong: ") and len(line) > len(name) + 20


def test_every_setting_of_the_service_that_can_be_wrong_is_tried() -> None:
    takes_anything = {"BOT_HOST", "BOT_METRICS_TOKEN", "BOT_DATA_DIR", "BOT_LOCALES_DIR"}
    untried = {name for group, name, _ in definitions() if group is Settings} - {name for name, _ in WRONG}
    assert untried <= takes_anything, f"give WRONG a value for {untried - takes_anything}"


def test_all_wrong_settings_are_told_at_once() -> None:
    lines = problems_of(BOT_PORT="x", BOT_PARTITIONS="many", BOT_TELEGRAM_TOKEN="x", BOT_REDIS_URL="x", BOT_NAME="x")
    assert [line.split()[0] for line in lines] == [
        "BOT_PORT", "BOT_REDIS_URL", "BOT_PARTITIONS", "BOT_TELEGRAM_TOKEN", "BOT_NAME",
    ]  # fmt: skip


def test_no_secret_is_repeated_in_what_is_said_of_it() -> None:
    for _, name, field in definitions():
        if about(field).secret and name not in {"BOT_BRIDGES", "BOT_CASE_HOOKS"}:  # paths
            try:
                read_configuration({name: "canary"})
            except WrongSettings as wrong:
                assert "canary" not in str(wrong)


def test_a_name_that_is_no_setting_is_refused_and_the_nearest_told() -> None:
    assert problems_of(BOT_POTR="8080") == ["BOT_POTR is not a setting of this service; did you mean BOT_PORT?"]
    assert problems_of(BOT_WEATHER="sun") == ["BOT_WEATHER is not a setting of this service; see: bot settings"]


def test_settings_that_need_each_other() -> None:
    (line,) = problems_of(BOT_REDIS_URL="redis://127.0.0.1")
    assert line.startswith("BOT_SECRET_KEYS is missing")
    (line,) = problems_of(BOT_TELEGRAM_MODE="polling")
    assert "BOT_TELEGRAM_TOKEN" in line
    lines = problems_of(BOT_WHATSAPP_TOKEN="token")
    assert {line.split()[0] for line in lines} == {
        "BOT_WHATSAPP_PHONE_ID", "BOT_WHATSAPP_APP_SECRET", "BOT_WHATSAPP_VERIFY_TOKEN",
    }  # fmt: skip
    lines = problems_of(BOT_TWILIO_TOKEN="token")
    assert {line.split()[0] for line in lines} == {"BOT_TWILIO_SID", "BOT_TWILIO_FROM"}


def test_empty_means_the_default() -> None:
    settings = read_configuration({"BOT_PORT": " ", "BOT_PARTITIONS": ""}).settings
    assert (settings.port, settings.partitions) == (8080, 16)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "must be a list"),
        ("a: b", "must be a list"),
        ("[{", "cannot be read as YAML"),
        ("- {name: sms}", "secret and callback"),
        ("- {name: a b, secret: 0123456789abcdef, callback: 'https://a.example'}", "letters, digits and -"),
        ("- {name: sms, secret: short, callback: 'https://a.example'}", "at least 16"),
        ("- {name: sms, secret: 0123456789abcdef, callback: a.example}", "https://"),
    ],
)
def test_a_wrong_list_of_bridges_is_named(tmp_path: Path, text: str, mend: str) -> None:
    path = tmp_path / "bridges.yaml"
    path.write_text(text)
    (line,) = problems_of(BOT_BRIDGES=str(path))
    assert line.startswith("BOT_BRIDGES is wrong: ") and mend in line


# the .env file


def test_the_environment_stands_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".env"
    path.write_text('\ufeff# ours\nexport BOT_PORT=9001\nBOT_HOST = "0.0.0.0"\n\nBOT_LOG_LEVEL=debug\n', "utf-8")
    monkeypatch.setenv("BOT_PORT", "9002")
    merged = environment_with_file(path)
    assert (merged["BOT_PORT"], merged["BOT_HOST"], merged["BOT_LOG_LEVEL"]) == ("9002", "0.0.0.0", "debug")


@pytest.mark.parametrize("text", [b"BOT_PORT=1\nBOT_HOST\n", b"\xff\xfe\x00"])
def test_a_broken_env_file_is_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / ".env"
    path.write_bytes(text)
    with pytest.raises(WrongSettings, match=r"\.env.* (line 2 is wrong|cannot be read)"):
        environment_with_file(path)


def test_the_service_reads_the_env_file_where_it_is_started(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_PORT=x\n")
    is_refused(bot("run"), 2, "BOT_PORT is wrong", "as 8080")


# what is shown


def test_bot_settings_masks_what_is_secret(bot: Bot) -> None:
    secrets = {
        "BOT_SECRET_KEYS": "canary-key-of-at-least-24-letters",
        "BOT_REDIS_URL": "redis://:canary-password@127.0.0.1:6379",
        "BOT_TELEGRAM_TOKEN": "123456789:AAEcanarycanarycanarycanarycanary12",
        "BOT_METRICS_TOKEN": "canary-token",
    }
    done = bot("settings", **secrets)
    assert done.returncode == 0, done.stderr
    assert "canary" not in done.stdout and done.stdout.count("(set)") == len(secrets)
    for _, name, field in definitions():
        assert re.search(rf"^{name} ", done.stdout, re.M) and about(field).meaning in done.stdout


def test_every_token_password_and_key_is_secret() -> None:
    telling = ("TOKEN", "SECRET", "KEYS", "PASSWORD", "REDIS_URL")
    for _, name, field in definitions():
        if name.endswith(telling):
            assert about(field).secret, f"{name} must be masked"


def test_the_example_can_be_used_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bridges.yaml").write_text("- {name: sms, secret: 0123456789abcdef, callback: 'https://a.example'}")
    (tmp_path / "case-hooks.yaml").write_text("- {name: name, office: tijuana, url: 'https://a.example'}")
    monkeypatch.chdir(tmp_path)
    for line in env_example().splitlines():
        if line.startswith("#BOT_"):
            name, _, value = line.removeprefix("#").partition("=")
            try:
                read_configuration({name: value})
            except WrongSettings as wrong:
                assert f"{name} is wrong" not in str(wrong)


def test_what_is_shown_reads_back(tmp_path: Path) -> None:
    given = {"BOT_SECRET_KEYS": f"{KEY},{KEY}2", "BOT_REDIS_UNSAFE": "yes", "BOT_PARTITIONS": "4"}
    configuration = read_configuration(given)
    assert isinstance(configuration, Configuration)
    assert written(configuration.settings.secret_keys) == given["BOT_SECRET_KEYS"]
    values = {name: value for name, value, _ in shown(configuration)}
    assert (values["BOT_REDIS_UNSAFE"], values["BOT_PARTITIONS"], values["BOT_SECRET_KEYS"]) == ("yes", "4", "(set)")
