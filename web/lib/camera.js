// SPDX-License-Identifier: MIT
// A tablet's camera as a scanner: the browser's own detector, else the `qr` library, which is loaded when it is wanted. A code
// counts once: until it has left the view it is the same paper.

const LOOK_MS = 150;
/** So many looks without the code: a hand that trembles is no other paper. */
const GONE_AFTER = 4;

/** Says what of the looks is news. @returns {(text: string|null) => string|null} */
export function createView() {
  let current = null;
  let missed = 0;
  return (text) => {
    if (text === null || text === "") {
      missed += 1;
      if (missed >= GONE_AFTER) current = null;
      return null;
    }
    missed = 0;
    if (text === current) return null;
    current = text;
    return text;
  };
}

/** @returns {Promise<(video: HTMLVideoElement) => Promise<string|null>>} what is in the picture */
async function createReader() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  const formats = Detector ? await Detector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new Detector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
    if (!canvas.width) return null;
    pen.drawImage(video, 0, 0);
    try {
      return decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return null; // no code in the picture, or a torn one
    }
  };
}

/**
 * Shows the camera in a <video> and tells each code that comes into view, until the function that it gives is called.
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} onCode
 * @returns {Promise<() => void>} rejects when there is no camera, or the person does not allow it
 */
export async function watchCamera(video, onCode) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  const see = createView();
  let isWatching = true;
  video.srcObject = stream;
  await video.play();
  const read = await createReader();
  const look = async () => {
    if (!isWatching) return;
    const text = see(await read(video).catch(() => null));
    if (text !== null && isWatching) onCode(text);
    setTimeout(look, LOOK_MS);
  };
  look();
  return () => {
    isWatching = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
