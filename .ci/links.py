"""Checks links of the built book and of the Markdown files beside it.

Every link that does not lead out of the repository must lead to a file, and
its fragment to an id on that page. Every page of docs/src must be in SUMMARY.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "docs" / "book"
SOURCE = ROOT / "docs" / "src"
OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)


class Page(HTMLParser):
    """Links and ids of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in ("id", "name"):
                self.ids.add(value)
            if value and (tag, name) in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src")):
                self.links.append(value)


def book_faults() -> list[str]:
    # The page to print repeats all others; 404 is served from any folder.
    left_out = {"print.html", "404.html", "toc.html"}
    pages = {path: Page(path) for path in sorted(BOOK.rglob("*.html")) if path.name not in left_out}
    faults = []
    for path, page in pages.items():
        for link in page.links:
            if OUTSIDE.match(link):
                continue
            target, fragment = urldefrag(unquote(link))
            to = (path.parent / target).resolve() if target else path
            if to.is_dir():
                to = to / "index.html"
            where = f"{path.relative_to(BOOK)}: {link}"
            if not to.exists():
                faults.append(f"{where}: no such file")
            elif fragment and to in pages and fragment not in pages[to].ids:
                faults.append(f"{where}: no such heading")
    return faults


def markdown_faults() -> list[str]:
    faults = []
    for path in [*sorted(ROOT.glob("*.md")), ROOT / "docs" / "architecture.md", ROOT / "benches" / "README.md"]:
        if not path.exists():
            continue
        text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            target = urldefrag(unquote(link))[0]
            if target and not OUTSIDE.match(link) and not (path.parent / target).exists():
                faults.append(f"{path.relative_to(ROOT)}: {link}: no such file")
    return faults


def unlisted() -> list[str]:
    listed = set(re.findall(r"\]\(([^)]+\.md)\)", (SOURCE / "SUMMARY.md").read_text(encoding="utf-8")))
    pages = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.md")} - {"SUMMARY.md"}
    return [f"docs/src/{page}: not in SUMMARY.md" for page in sorted(pages - listed)]


def main() -> int:
    faults = book_faults() + markdown_faults() + unlisted()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"links of the documentation: {len(faults)} broken" if faults else "links of the documentation: all lead somewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
