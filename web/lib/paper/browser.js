// SPDX-License-Identifier: MIT
// The browser's own printing. A browser cuts the roll where the page ends, so the page is as long as the paper was measured;
// with --kiosk-printing no dialog asks. It never says whether anything came out.

const PX_A_MM = 96 / 25.4;
const AFTER_MS = 3000; // browsers that do not say when they are done

let pageRule = null;

/** `size: 58mm auto` is no size: a browser drops it and takes A4. */
function setPage(document, width, height) {
  if (pageRule) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== pageRule);
  pageRule = new CSSStyleSheet();
  pageRule.replaceSync(`@page { size: ${width}mm ${height}mm; margin: 0 }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageRule];
}

/** Puts a paper into the page and makes the page's printed form that paper: what takes it away again. */
export function stage(node, roll, document) {
  for (const old of document.querySelectorAll("body > .paper")) old.remove();
  document.body.append(node);
  const height = Math.ceil((node.getBoundingClientRect().height / PX_A_MM) * 10) / 10;
  setPage(document, roll, height);
  document.documentElement.classList.add("prints-paper");
  return () => {
    node.remove();
    document.documentElement.classList.remove("prints-paper");
  };
}

/** Prints, and takes the paper away, so that nobody prints it again with the browser's own key. */
export async function printInBrowser(node, roll, window) {
  const clear = stage(node, roll, window.document);
  try {
    const done = new Promise((resolve) => {
      window.addEventListener("afterprint", resolve, { once: true });
      window.setTimeout(resolve, AFTER_MS);
    });
    window.print();
    await done;
  } finally {
    clear();
  }
}
