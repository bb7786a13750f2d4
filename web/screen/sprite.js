// SPDX-License-Identifier: MIT
// A galloping horse with its jockey, drawn from curves: a box of 300 by 220 units, facing right, the nose
// near x = 286 and the ground at y = 204. Angles are in degrees from straight down, forward positive.

import { tinted } from "../lib/silks.js";

export const BOX = { width: 330, height: 232, nose: 288, ground: 206, left: 14 };
/** Pictures of one stride. */
export const FRAMES = 24;

const FORE = { lengths: [36, 33, 15], widths: [13, 8, 5.6, 5] };
const HIND = { lengths: [34, 37, 34, 15], widths: [26, 15, 8, 6, 5] };

/** Angles of each bone over one stride that begins when the hoof strikes. */
const FORE_KEYS = [
  [0.0, 34, 31, 52],
  [0.1, 6, 4, 46],
  [0.22, -30, -33, 4],
  [0.3, -38, -58, -60],
  [0.42, -12, -104, -128],
  [0.56, 40, -72, -104],
  [0.7, 74, -6, -30],
  [0.84, 74, 52, 44],
  [0.93, 56, 50, 66],
];
const HIND_KEYS = [
  [0.0, 62, 12, 34, 58],
  [0.1, 44, -14, 14, 44],
  [0.22, 12, -48, -22, 10],
  [0.3, -6, -66, -52, -46],
  [0.42, 2, -78, -58, -100],
  [0.56, 36, -66, -14, -84],
  [0.7, 64, -42, 14, -24],
  [0.84, 76, -8, 38, 34],
  [0.93, 72, 8, 44, 62],
];
const FORE_STANDING = [4, 1, 34];
const HIND_STANDING = [34, -26, 3, 34];
/** When in the stride each leg strikes: hind pair, then fore pair, then all four are in the air. */
const STRIKES = { hindFar: 0.0, hindNear: 0.1, foreFar: 0.36, foreNear: 0.48 };

/** Periodic Catmull-Rom through the keys. */
function angles(keys, phase) {
  const p = phase - Math.floor(phase);
  const n = keys.length;
  let i = n - 1;
  while (i > 0 && keys[i][0] > p) i -= 1;
  const at = (k) => keys[((k % n) + n) % n];
  const time = (k) => at(k)[0] + Math.floor(k / n);
  const span = time(i + 1) - time(i);
  const t = (p - time(i)) / span;
  return keys[0].slice(1).map((_, bone) => {
    const [a, b, c, d] = [i - 1, i, i + 1, i + 2].map((k) => at(k)[bone + 1]);
    const m0 = ((c - a) / (time(i + 1) - time(i - 1))) * span;
    const m1 = ((d - b) / (time(i + 2) - time(i))) * span;
    return b + t * (m0 + t * (3 * (c - b) - 2 * m0 - m1 + t * (m0 + m1 - 2 * (c - b))));
  });
}

/**
 * @param {CanvasRenderingContext2D} ctx with the origin at the box's upper left corner
 * @param {object} silks from silksOf
 * @param {number|null} phase 0 to 1 of a stride, null for a horse standing still
 */
export function drawHorse(ctx, silks, phase) {
  const running = phase !== null;
  const turn = running ? phase * 2 * Math.PI : 0;
  const bob = running ? -6 - 5 * Math.cos(turn - 5.3) : 0;
  const pitch = running ? 0.05 * Math.sin(turn - 0.6) : 0;
  const nod = running ? 5 * Math.sin(turn + 0.4) : 0;
  ctx.save();
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.translate(BOX.left + 150, 112 + bob);
  ctx.rotate(pitch);
  ctx.translate(-150, -112);
  const far = tinted(silks.coat, -0.5);
  const leg = (name, keys, standing) =>
    running ? angles(keys, phase - STRIKES[name] + 1) : standing.map((a) => a + (name.endsWith("Far") ? 7 : 0));
  drawLeg(ctx, 92, 112, HIND, leg("hindFar", HIND_KEYS, HIND_STANDING), far, 1);
  drawLeg(ctx, 204, 128, FORE, leg("foreFar", FORE_KEYS, FORE_STANDING), far, 0);
  drawTail(ctx, silks, turn, running);
  drawBody(ctx, silks, nod);
  drawLeg(ctx, 96, 112, HIND, leg("hindNear", HIND_KEYS, HIND_STANDING), silks.coat, 1, true);
  drawLeg(ctx, 210, 128, FORE, leg("foreNear", FORE_KEYS, FORE_STANDING), silks.coat, 0, true);
  drawCloth(ctx, silks);
  drawJockey(ctx, silks, running ? 2 * Math.sin(turn - 1.2) : 0, nod);
  ctx.restore();
}

/** A chain of tapering bones; the first of a hind leg is the thigh, half hidden in the body. */
function drawLeg(ctx, x, y, { lengths, widths }, bend, coat, thigh, near = false) {
  /** @type {[number, number][]} */
  const points = [[x, y]];
  bend.forEach((degrees, bone) => {
    const [px, py] = points[bone];
    const angle = (degrees * Math.PI) / 180;
    points.push([px + lengths[bone] * Math.sin(angle), py + lengths[bone] * Math.cos(angle)]);
  });
  const sock = near ? tinted(coat, -0.42) : tinted(coat, -0.3);
  for (let bone = 0; bone < bend.length; bone += 1) {
    const hoof = bone === bend.length - 1;
    const upper = near ? coatShade(ctx, coat) : coat;
    const shade = bone <= thigh ? upper : bone === thigh + 1 ? tinted(coat, -0.18) : sock;
    taper(ctx, points[bone], points[bone + 1], widths[bone], widths[bone + 1], hoof ? sock : shade);
    if (hoof) drawHoof(ctx, points[bone], points[bone + 1]);
  }
}

function taper(ctx, [x0, y0], [x1, y1], w0, w1, color) {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const nx = -(y1 - y0) / length / 2;
  const ny = (x1 - x0) / length / 2;
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x0 + nx * w0, y0 + ny * w0);
  ctx.lineTo(x1 + nx * w1, y1 + ny * w1);
  ctx.arc(x1, y1, w1 / 2, 0, 7);
  ctx.lineTo(x1 - nx * w1, y1 - ny * w1);
  ctx.lineTo(x0 - nx * w0, y0 - ny * w0);
  ctx.closePath();
  ctx.fill();
  ctx.beginPath();
  ctx.arc(x0, y0, w0 / 2, 0, 7);
  ctx.fill();
}

function drawHoof(ctx, [x0, y0], [x1, y1]) {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  ctx.save();
  ctx.translate(x1, y1);
  ctx.rotate(angle);
  ctx.fillStyle = "#1b1418";
  ctx.beginPath();
  ctx.moveTo(-4, -3.4);
  ctx.lineTo(5, -5);
  ctx.lineTo(6, 4.6);
  ctx.lineTo(-4, 3.4);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}

function drawTail(ctx, silks, turn, running) {
  const hair = tinted(silks.coat, -0.68);
  const lift = running ? 0 : 62;
  const wave = (shift) => (running ? 7 * Math.sin(turn + shift) : 0);
  ctx.fillStyle = hair;
  ctx.beginPath();
  ctx.moveTo(80, 82);
  ctx.bezierCurveTo(56, 76 + lift / 4, 44 + lift / 3, 96 + wave(0) + lift / 2, 4 + lift, 92 + wave(1) + lift);
  ctx.bezierCurveTo(22 + lift / 2, 104 + wave(1.6) + lift, 40 + lift / 3, 116 + wave(2) + lift / 2, 76, 102);
  ctx.closePath();
  ctx.fill();
}

/** The floodlights come from above: the same light on barrel and thighs joins them into one body. */
function coatShade(ctx, coat) {
  const shade = ctx.createLinearGradient(0, 40, 0, 150);
  shade.addColorStop(0, tinted(coat, 0.3));
  shade.addColorStop(0.45, coat);
  shade.addColorStop(1, tinted(coat, -0.42));
  return shade;
}

function drawBody(ctx, silks, nod) {
  drawNeck(ctx, silks, nod);
  ctx.fillStyle = coatShade(ctx, silks.coat);
  ctx.beginPath();
  ctx.moveTo(196, 76);
  ctx.bezierCurveTo(176, 84, 158, 86, 138, 83);
  ctx.bezierCurveTo(118, 76, 96, 72, 80, 82);
  ctx.bezierCurveTo(68, 90, 64, 108, 70, 124);
  ctx.bezierCurveTo(76, 138, 94, 146, 112, 141);
  ctx.bezierCurveTo(134, 138, 152, 148, 182, 149);
  ctx.bezierCurveTo(204, 149, 222, 142, 228, 122);
  ctx.bezierCurveTo(232, 106, 222, 88, 212, 80);
  ctx.bezierCurveTo(206, 76, 202, 74, 196, 76);
  ctx.closePath();
  ctx.fill();
  // Muscles: two soft shades are enough to give the barrel its roundness.
  ctx.save();
  ctx.clip();
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = "#000";
  ctx.beginPath();
  ctx.ellipse(206, 122, 13, 24, 0.35, 0, 7);
  ctx.fill();
  ctx.beginPath();
  ctx.ellipse(128, 128, 12, 20, -0.5, 0, 7);
  ctx.fill();
  ctx.globalAlpha = 0.2;
  ctx.fillStyle = "#ffdca8";
  ctx.beginPath();
  ctx.ellipse(92, 90, 18, 8, -0.25, 0, 7);
  ctx.fill();
  ctx.restore();
}

function drawNeck(ctx, silks, nod) {
  ctx.save();
  ctx.translate(0, nod * 0.5);
  const coat = ctx.createLinearGradient(0, 30, 0, 125);
  coat.addColorStop(0, tinted(silks.coat, 0.28));
  coat.addColorStop(0.6, silks.coat);
  coat.addColorStop(1, tinted(silks.coat, -0.3));
  ctx.fillStyle = coat;
  ctx.beginPath();
  ctx.moveTo(186, 84);
  ctx.bezierCurveTo(204, 62, 226, 44, 248, 37);
  ctx.bezierCurveTo(256, 36, 262, 42, 262, 52);
  ctx.bezierCurveTo(256, 72, 244, 92, 230, 116);
  ctx.bezierCurveTo(222, 128, 200, 126, 192, 110);
  ctx.closePath();
  ctx.fill();
  drawMane(ctx, silks, nod);
  drawHead(ctx, silks, coat);
  ctx.restore();
}

function drawMane(ctx, silks, nod) {
  ctx.fillStyle = tinted(silks.coat, -0.68);
  ctx.beginPath();
  ctx.moveTo(252, 34);
  ctx.bezierCurveTo(230, 38, 206, 54, 190, 78);
  const locks = [
    [182, 76],
    [196, 66],
    [188, 60],
    [206, 54],
    [199, 47],
    [219, 43],
    [213, 36],
    [234, 35],
    [231, 28],
    [250, 31],
  ];
  for (const [i, [x, y]] of locks.entries()) ctx.lineTo(x - (i % 2 ? 0 : 4), y + (i % 2 ? 0 : nod * 0.3));
  ctx.closePath();
  ctx.fill();
}

function drawHead(ctx, silks, coat) {
  ctx.fillStyle = tinted(silks.coat, -0.1);
  ctx.beginPath();
  ctx.moveTo(250, 37);
  ctx.quadraticCurveTo(251, 25, 257, 22);
  ctx.quadraticCurveTo(261, 29, 260, 38);
  ctx.closePath();
  ctx.fill();
  ctx.fillStyle = coat;
  ctx.beginPath();
  ctx.moveTo(247, 38);
  ctx.bezierCurveTo(256, 32, 264, 36, 270, 43);
  ctx.bezierCurveTo(277, 51, 284, 59, 288, 67);
  ctx.bezierCurveTo(290, 73, 287, 79, 281, 79);
  ctx.bezierCurveTo(275, 79, 270, 75, 264, 72);
  ctx.bezierCurveTo(254, 70, 245, 64, 243, 54);
  ctx.bezierCurveTo(242, 47, 243, 41, 247, 38);
  ctx.closePath();
  ctx.fill();
  ctx.fillStyle = tinted(silks.coat, -0.5);
  ctx.beginPath();
  ctx.ellipse(284, 73, 5.6, 4.6, 0.7, 0, 7);
  ctx.fill();
  ctx.fillStyle = "#0d080c";
  ctx.beginPath();
  ctx.ellipse(263, 47, 2.5, 2.1, 0.4, 0, 7);
  ctx.fill();
  // The bridle wears the silks' colour: it helps to follow a head in the pack.
  ctx.strokeStyle = silks.base;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(256, 37);
  ctx.lineTo(272, 74);
  ctx.moveTo(270, 74);
  ctx.lineTo(279, 58);
  ctx.stroke();
}

function drawCloth(ctx, silks) {
  ctx.save();
  ctx.transform(1, 0.05, -0.12, 1, 12, -4);
  ctx.fillStyle = silks.base;
  ctx.strokeStyle = silks.accent;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(127, 85, 42, 34, 5);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = silks.ink;
  ctx.font = '900 25px "Liberation Sans",Arial,sans-serif';
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(String(silks.number), 148, 103.5, 36);
  ctx.restore();
}

function drawJockey(ctx, silks, sway, nod) {
  ctx.save();
  ctx.translate(0, sway);
  // The far arm and the reins, then leg, trunk, near arm and head.
  ctx.strokeStyle = tinted(silks.base, -0.45);
  ctx.lineWidth = 8;
  line(ctx, 205, 56, 216, 70, 234, 66);
  ctx.strokeStyle = "#2a1a14";
  ctx.lineWidth = 1.8;
  line(ctx, 232, 68, 252, 66, 274, 72 + nod * 0.5);
  ctx.strokeStyle = "#f4efe6";
  ctx.lineWidth = 13;
  line(ctx, 166, 66, 182, 74, 193, 87);
  ctx.lineWidth = 9;
  line(ctx, 193, 88, 186, 99, 178, 106);
  ctx.strokeStyle = "#14101a";
  ctx.lineWidth = 8.5;
  line(ctx, 184, 101, 178, 112, 173, 120);
  ctx.lineWidth = 6;
  line(ctx, 172, 121, 178, 123, 184, 122);
  drawTrunk(ctx, silks);
  ctx.strokeStyle = silks.base;
  ctx.lineWidth = 9;
  line(ctx, 203, 58, 209, 76, 222, 76);
  ctx.strokeStyle = silks.accent;
  ctx.lineWidth = 9;
  ctx.lineCap = "butt";
  line(ctx, 211, 76, 215, 77, 219, 76.5);
  ctx.lineCap = "round";
  ctx.strokeStyle = "#f4efe6";
  ctx.lineWidth = 6.5;
  line(ctx, 225, 75, 228, 74, 231, 71);
  drawCap(ctx, silks);
  ctx.restore();
}

function drawTrunk(ctx, silks) {
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(156, 64);
  ctx.bezierCurveTo(160, 48, 182, 40, 204, 45);
  ctx.bezierCurveTo(214, 48, 214, 62, 206, 67);
  ctx.bezierCurveTo(192, 70, 180, 74, 168, 76);
  ctx.bezierCurveTo(160, 76, 154, 72, 156, 64);
  ctx.closePath();
  const shade = ctx.createLinearGradient(0, 42, 0, 78);
  shade.addColorStop(0, tinted(silks.base, 0.22));
  shade.addColorStop(0.5, silks.base);
  shade.addColorStop(1, tinted(silks.base, -0.35));
  ctx.fillStyle = shade;
  ctx.fill();
  ctx.clip();
  ctx.fillStyle = silks.accent;
  ctx.strokeStyle = silks.accent;
  TRUNK_PATTERNS[silks.pattern](ctx);
  ctx.restore();
}

const TRUNK_PATTERNS = {
  plain() {},
  sash(ctx) {
    ctx.lineWidth = 8;
    line(ctx, 164, 40, 184, 60, 196, 82);
  },
  hoops(ctx) {
    ctx.lineWidth = 6;
    line(ctx, 168, 40, 171, 60, 175, 82);
    line(ctx, 186, 38, 189, 60, 193, 82);
  },
  halves(ctx) {
    ctx.fillRect(184, 36, 34, 46);
  },
  chevron(ctx) {
    ctx.lineWidth = 6;
    line(ctx, 172, 38, 188, 58, 174, 80);
    line(ctx, 188, 38, 204, 58, 190, 80);
  },
  spots(ctx) {
    for (const [x, y] of [
      [168, 62],
      [180, 52],
      [184, 67],
      [196, 54],
      [200, 65],
      [171, 74],
    ]) {
      ctx.beginPath();
      ctx.arc(x, y, 3.4, 0, 7);
      ctx.fill();
    }
  },
};

function drawCap(ctx, silks) {
  ctx.fillStyle = "#8d5a3c";
  ctx.beginPath();
  ctx.ellipse(220, 49, 8.5, 9, 0.2, 0, 7);
  ctx.fill();
  ctx.fillStyle = silks.base;
  ctx.beginPath();
  ctx.moveTo(207, 47);
  ctx.bezierCurveTo(205, 33, 224, 28, 231, 40);
  ctx.bezierCurveTo(236, 41, 238, 43, 238, 46);
  ctx.bezierCurveTo(228, 46, 218, 46, 207, 47);
  ctx.closePath();
  ctx.fill();
  ctx.fillStyle = silks.accent;
  ctx.beginPath();
  ctx.ellipse(218, 34.4, 3, 2.2, 0, 0, 7);
  ctx.fill();
  ctx.strokeStyle = "#140f18";
  ctx.lineWidth = 4.5;
  line(ctx, 220, 49, 225, 48.5, 229, 48.5);
}

function line(ctx, x0, y0, x1, y1, x2, y2) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.quadraticCurveTo(x1, y1, x2, y2);
  ctx.stroke();
}

/**
 * The pictures of one stride (and one standing), each drawn when first asked for, so that a frame of the
 * film only copies.
 * @param {number} height pixels of one picture
 */
export function createSprite(silks, height, makeCanvas = newCanvas) {
  const scale = height / BOX.height;
  const width = Math.ceil(BOX.width * scale);
  const pictures = new Array(FRAMES + 1);
  const draw = (frame) => {
    const canvas = makeCanvas(width, Math.ceil(height));
    const ctx = canvas.getContext("2d");
    ctx.scale(scale, scale);
    drawHorse(ctx, silks, frame < FRAMES ? frame / FRAMES : null);
    return canvas;
  };
  return {
    width,
    height: Math.ceil(height),
    noseX: (BOX.nose + BOX.left) * scale,
    groundY: BOX.ground * scale,
    /** @param {number|null} phase of the stride, null to stand */
    picture(phase) {
      const frame = phase === null ? FRAMES : Math.floor((phase - Math.floor(phase)) * FRAMES) % FRAMES;
      pictures[frame] ??= draw(frame);
      return pictures[frame];
    },
  };
}

export function newCanvas(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
