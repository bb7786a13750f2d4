// SPDX-License-Identifier: MIT
// A browser that keeps its disk: started, killed as by a power cut, and started again on the same profile.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, PROGRAM } from "./browser.mjs";
import { Program } from "./program.mjs";
import { patience } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

export class Profile {
  /** @param {string} folder of its own */
  constructor(folder, { locale = "fr-HT", viewport = { width: 1280, height: 800 } } = {}) {
    this.folder = folder;
    this.locale = locale;
    this.viewport = viewport;
    mkdirSync(folder, { recursive: true });
  }

  /** A browser with one empty page. */
  async open() {
    const port = join(this.folder, "DevToolsActivePort");
    rmSync(port, { force: true });
    this.program = new Program({
      name: "chromium",
      command: [PROGRAM, ...FLAGS, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${this.folder}`, `--lang=${this.locale}`,
        "--disable-background-timer-throttling", "--hide-crash-restore-bubble", "about:blank"],
      env: { HOME: this.folder, XDG_RUNTIME_DIR: this.folder },
      log: join(this.folder, "chromium.log"),
    });
    await waitFor("the browser listens", () => /^\d+\n\/./.test(existsSync(port) && readFileSync(port, "utf8")), 30_000);
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${parseInt(readFileSync(port, "utf8"), 10)}`);
    [this.context] = this.browser.contexts();
    return this.newPage();
  }

  async newPage() {
    const page = await this.context.newPage();
    page.setDefaultTimeout(patience(15_000));
    await page.setViewportSize(this.viewport);
    return page;
  }

  /** As if its plug were pulled. */
  async kill() {
    await this.program.stop("SIGKILL");
    await this.browser?.close().catch(() => {});
  }

  async close() {
    if (!this.program?.isRunning) return;
    await this.browser?.close().catch(() => {});
    await this.program.stop("SIGKILL");
  }
}
