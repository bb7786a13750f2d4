// SPDX-License-Identifier: MIT
// The picture at the head of the papers as a field: a file of this computer becomes black and white dots here, before anybody sends
// it, and is shown as a printer prints it.

import { html, nothing } from "lit";
import { renderPaper } from "../../lib/paper/html.js";
import { fit, pictureOf } from "../../lib/paper/picture.js";

/** The dots of a file; null: the browser can make no picture of it. @param {Blob} file */
async function read(file) {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return null;
  const { width, height } = fit(image.width, image.height);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0, width, height);
  return pictureOf(pen.getImageData(0, 0, width, height).data, width, height);
}

/** A paper with nothing but its head. */
const head = (logo, house, header) =>
  renderPaper(
    {
      title: house,
      blocks: [
        ...(logo ? [{ is: "picture", ...logo }] : []),
        { is: "row", ink: "house", centred: true, text: house },
        ...header.map((text) => ({ is: "row", ink: "text", centred: true, text })),
        { is: "rule", dashed: false },
      ],
    },
    { lang: document.documentElement.lang, roll: 58, document },
  );

/**
 * @param {{logo: any, isBad: boolean, house: string, header: readonly string[]}} shown
 * @param {any} context
 * @param {(change: any) => void} type
 */
export function logoView({ logo, isBad, house, header }, { t }, type) {
  const choose = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const picture = await read(file);
    type(picture ? { logo: picture, bad: false } : { bad: true });
  };
  return html`<label for="logo-file">${t("paperset.file")}</label>
    <input id="logo-file" type="file" accept="image/*" aria-describedby="logo-hint" @change=${choose} />
    <p class="muted" id="logo-hint">${t("paperset.file_hint")}</p>
    ${isBad ? html`<p class="field-problem" role="alert">${t("paperset.file_bad")}</p>` : nothing}
    ${logo ? html`<button type="button" @click=${() => type({ logo: null, bad: false })}>${t("paperset.remove")}</button>` : nothing}
    <div class="paper-preview">${head(logo, house, header)}</div>`;
}
