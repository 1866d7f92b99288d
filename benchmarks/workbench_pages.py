"""How long a planner waits for the workbench: first page, and an edit of a large city's table.

::

    python -m benchmarks.workbench_pages

The first page is timed in Chromium from asking for it until it has painted; an edit from sending
the table of 1,671 communities until it is answered, checked and on the disk. What was measured is
said with the load of the machine.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS, EDITS = 5, 10
EDIT = """async (n) => {
  const rows = qipanTable.getData().map(({ n, ...row }) => row);
  rows[rows.length - 1].residents += n;
  const token = document.querySelector("meta[name=token]").content;
  const begun = performance.now();
  const answer = await fetch(document.getElementById("table").dataset.source, {
    method: "POST",
    headers: { "X-Qipan-Token": token, "Content-Type": "application/json" },
    body: JSON.stringify({ rows }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return performance.now() - begun;
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def main() -> None:
    """Measure, and print."""
    from playwright.sync_api import sync_playwright

    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    command = [sys.executable, "-m", "qipan.cli", "workbench", "--no-open", "--folder"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        server = subprocess.Popen(
            [*command, str(Path(folder))],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        chromium = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(found.group())
        root = page.url
        painted = []
        for _ in range(RUNS):
            page.goto(root)
            page.wait_for_function(f"() => {PAINTED} !== null")
            painted.append(page.evaluate(PAINTED))
        page.click('[data-post="/cities/dalian/ask"]')
        page.wait_for_url("**/city")
        page.click("[data-post$='/own']")
        page.wait_for_selector("input[type=file]", state="attached")
        page.wait_for_selector(".tabulator-row")
        edits = [page.evaluate(EDIT, n) for n in range(1, EDITS + 1)]
        chromium.close()
        server.kill()
        server.wait(timeout=60)
    _say("first page painted", painted)
    _say("edit of 1,671 rows answered", edits)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _say(what: str, milliseconds: list[float]) -> None:
    middle, most = statistics.median(milliseconds), max(milliseconds)
    print(f"{what}: median {middle:.0f} ms, most {most:.0f} ms of {len(milliseconds)}")


if __name__ == "__main__":
    main()
