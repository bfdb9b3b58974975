"""A person with a browser: opens pages, drops files, takes screenshots, and hears when a page complains."""

import os
import pathlib
import re

from playwright.sync_api import Browser, Locator, Page, expect

from support.server import ROOT, Server

CHROMIUM = "/usr/bin/chromium"
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = ROOT / "test" / "journeys" / "shots"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}

WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
AT_REST = """() => document.getAnimations().every(
  (animation) => animation.playState !== "running" || animation.effect.getTiming().iterations === Infinity)"""
MAP_AT_REST = """() => {
  const map = document.querySelector(".leaflet-container");
  return map && !map.classList.contains("leaflet-zoom-anim-running") && !map.querySelector(".leaflet-zoom-anim");
}"""
SHARP = """() => {
  const images = [...document.querySelectorAll("[data-testid=tile][data-state=ready] img")];
  return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
}"""

FINGER_PX = 44
# What a finger is to hit and is smaller than a finger. A link within a text is as high as the text.
SLIM = """(least) => {
  const slim = (element) => {
    const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
    return width > 2 && height > 2 && (width < least || height < least);
  };
  const meant = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert], .hidden")
    && getComputedStyle(element).display !== "inline";
  const all = [...document.querySelectorAll("a[href], button, input, select, [role=option], [role=menuitem]")];
  return all.filter((element) => meant(element) && slim(element)).map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${Math.round(width)} x ${Math.round(height)}: ${element.outerHTML.slice(0, 160)}`;
  });
}"""

# How long a page may take for a step; raise it on a machine that is busy with other things.
PATIENCE_MS = 1000 * int(os.environ.get("LIGHTWELL_PATIENCE_SECONDS", "20"))
expect.set_options(timeout=PATIENCE_MS)

# Makes the pages so many times slower, to find what only fails on a busy machine.
SLOWDOWN = float(os.environ.get("LIGHTWELL_SLOWDOWN", "1"))


class Person:
    def __init__(self, chromium: Browser, server: Server, client=None, **context):
        context.setdefault("viewport", DESKTOP)
        self.scheme = context.setdefault("color_scheme", "light")
        self.server = server
        self.complaints: list[str] = []
        self.provoked: list[str] = []
        self.context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin", **context)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(WATCH_POLICY)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda failure: self.complaints.append(f"uncaught: {failure.error}"))
        if client:
            self.context.add_cookies([{"name": cookie.name, "value": cookie.value, "url": server.app} for cookie in client.http.cookies])
        self.another_page()

    def _hear(self, message) -> None:
        if message.type != "error":
            return
        words = f"{message.text} ({message.location.get('url', '')})"
        if not any(re.search(pattern, words) for pattern in self.provoked):
            self.complaints.append(words)

    def provokes(self, pattern: str) -> None:
        """From now on console errors that match are part of the journey."""
        self.provoked.append(pattern)

    def leave(self) -> None:
        self.context.close()

    def open(self, path: str) -> None:
        self.page.goto(self.server.app + path)

    def another_page(self) -> Page:
        """Another tab of the same browser, which takes the first one's place."""
        self.page: Page = self.context.new_page()
        self.page.bring_to_front()  # Else the window may be without the focus.
        if SLOWDOWN > 1:
            self.context.new_cdp_session(self.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        return self.page

    # --- Finding ----------------------------------------------------------------------------------------------------

    def tiles(self) -> Locator:
        return self.page.get_by_test_id("tile")

    def tile(self, name: str) -> Locator:
        return self.tiles().filter(has=self.page.get_by_role("checkbox", name=f"Select {name}", exact=True))

    def photo(self, name: str) -> Locator:
        return self.tile(name).locator("a")

    def check(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=f"Select {name}", exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def row(self, name: str) -> Locator:
        """The line of a file in the upload panel."""
        return self.page.get_by_test_id("upload-row").filter(has_text=name)

    def toast(self, words: str) -> Locator:
        return self.page.get_by_test_id("toast").filter(has_text=words)

    # --- Doing ------------------------------------------------------------------------------------------------------

    def choose(self, *paths: pathlib.Path) -> None:
        """Picks files in the browser's own chooser."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Upload", exact=True).click()
            self.page.get_by_role("menuitem", name="Photos…").click()
        chooser.value.set_files(list(paths))

    def drop(self, *paths: pathlib.Path) -> None:
        """Drags files or folders from the desktop onto the middle of the page and lets go."""
        protocol = self.context.new_cdp_session(self.page)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        where = {"x": 600, "y": 400, "data": data}
        protocol.send("Input.dispatchDragEvent", {"type": "dragEnter", **where})
        protocol.send("Input.dispatchDragEvent", {"type": "dragOver", **where})
        expect(self.page.get_by_test_id("drop-overlay")).to_be_visible()
        self.shot("drop")
        protocol.send("Input.dispatchDragEvent", {"type": "drop", **where})
        protocol.detach()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    # --- Waiting and looking ----------------------------------------------------------------------------------------

    def wait_until_sharp(self) -> None:
        """Every photo in sight shows its preview, and nothing moves."""
        self.page.wait_for_function(SHARP)
        self.wait_until_at_rest()

    def wait_until_at_rest(self) -> None:
        self.page.wait_for_function(AT_REST)

    def wait_until_map_at_rest(self) -> None:
        """The map stands still and shows what lies in sight."""
        self.page.wait_for_function(MAP_AT_REST)
        expect(self.page.get_by_test_id("map")).to_have_attribute("aria-busy", "false")

    def expect_uploaded(self, count: int) -> None:
        """The upload panel counts so many. It is asked each frame, as it leaves a while after all went well."""
        counted = "(count) => document.querySelector('[data-testid=count-added]')?.textContent === count"
        self.page.wait_for_function(counted, arg=str(count), polling="raf", timeout=3 * PATIENCE_MS)

    def expect_photos(self, count: int) -> None:
        """The library on screen holds so many."""
        words = "1 photo" if count == 1 else f"{count} photos"
        expect(self.page.locator("header").get_by_text(words, exact=True)).to_be_visible(timeout=3 * PATIENCE_MS)

    def shot(self, name: str) -> pathlib.Path:
        SHOTS.mkdir(exist_ok=True)
        path = SHOTS / f"{name}.png"
        self.page.screenshot(path=path, animations="allow")
        return path

    def expect_touchable(self) -> None:
        """Nothing on the page as it stands is too small for a finger."""
        self.wait_until_at_rest()
        slim = self.page.evaluate(SLIM, FINGER_PX)
        assert not slim, "\n".join(slim)

    def expect_accessible(self) -> None:
        """axe-core finds nothing to object to on the page as it stands, be it light or dark."""
        self.page.evaluate(AXE.read_text())
        complaints = []
        for scheme in ("dark", "light") if self.scheme == "light" else ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            self.wait_until_at_rest()
            found = self.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)")
            complaints += [
                f"{scheme}: {one['id']}: {one['help']}: {node['html'][:200]} {node.get('failureSummary', '')}" for one in found for node in one["nodes"][:4]
            ]
        assert not complaints, "\n".join(complaints)
