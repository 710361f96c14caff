"""What hosts read says what is there: settings, links, versions."""

import re
from pathlib import Path

import pytest

from bot.config import Settings

ROOT = Path(__file__).parent.parent
NEEDED = {"DISCORD_TOKEN": "token", "MUSIC_API_KEY": "key"}
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def example() -> dict[str, str]:
    """Every setting of `.env.example`, as if all of its lines were switched on."""
    found = re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert len(dict(found)) == len(found), "a setting stands there twice"
    return dict(found)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(example()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults() -> None:
    assert Settings.load(example() | NEEDED, None) == Settings.load(NEEDED, None)


def test_every_setting_of_the_example_is_explained() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    settings = [number for number, line in enumerate(lines) if re.match(r"#?[A-Z_]+=", line)]
    assert all(lines[number - 1].startswith("#") for number in settings)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_links_lead_to_files(paper: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", paper.read_text())
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_settings_that_are_spoken_of_exist(paper: Path) -> None:
    spoken = set(re.findall(r"^([A-Z]+_[A-Z_]+)=|^\| `([A-Z]+_[A-Z_]+)`", paper.read_text(), re.MULTILINE))
    assert {name for pair in spoken for name in pair if name} <= set(example())


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_pinned_by_hash_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[a-z0-9.\-_\[\],]+==", package) and "--hash=sha256:" in package for package in packages)
    assert not re.search(r"https?:|--index|--find-links|@ ", text)


def test_locks_are_installed_as_they_stand() -> None:
    """pip would look for newer releases of what another package wants with an extra, and then miss their hashes."""
    for name in ("Makefile", "Dockerfile"):
        assert "--no-deps --require-hashes -r" in (ROOT / name).read_text()


def test_the_container_needs_no_root_and_no_writable_files() -> None:
    dockerfile, compose = (ROOT / "Dockerfile").read_text(), (ROOT / "compose.yaml").read_text()
    assert re.search(r"^USER minstrel$", dockerfile, re.MULTILINE)
    assert all(line in compose for line in ("read_only: true", "no-new-privileges:true", "- data:/data"))


def test_the_container_takes_a_database_of_the_settings_before_its_own() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    assert "DATABASE_URL: ${DATABASE_URL:-sqlite:////data/minstrel.db}" in compose
