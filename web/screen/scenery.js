// SPDX-License-Identifier: MIT
// The race night around the track: dusk over the hills and their lights, stands, palms, floodlights, turf.
// Everything is painted once per size into its own picture; a frame only copies.

import { newCanvas } from "./sprite.js";

/** A small repeatable random source: every screen shows the same night. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function fillGradient(ctx, x, y, width, height, stops) {
  const gradient = ctx.createLinearGradient(0, y, 0, y + height);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  ctx.fillStyle = gradient;
  ctx.fillRect(x, y, width, height);
}

/** Sky, hills and the lights of the town on them. */
export function paintSky(width, height) {
  const canvas = newCanvas(Math.ceil(width), Math.ceil(height));
  const ctx = canvas.getContext("2d");
  const random = seeded(7);
  fillGradient(ctx, 0, 0, width, height, [
    [0, "#150b26"],
    [0.34, "#3a1647"],
    [0.62, "#8c2f50"],
    [0.82, "#e0683c"],
    [1, "#ffbe6b"],
  ]);
  for (let i = 0; i < 130; i += 1) {
    const y = random() ** 1.6 * height * 0.6;
    ctx.globalAlpha = 0.25 + random() * 0.6 * (1 - y / height);
    ctx.fillStyle = "#fff3dc";
    const r = height * (0.0012 + random() * 0.0022);
    ctx.fillRect(random() * width, y, r * 2, r * 2);
  }
  ctx.globalAlpha = 1;
  glow(ctx, width * 0.78, height * 0.26, height * 0.5, "rgba(255,224,178,0.35)");
  ctx.fillStyle = "#ffe9c4";
  ctx.beginPath();
  ctx.arc(width * 0.78, height * 0.26, height * 0.075, 0, 7);
  ctx.fill();
  hills(ctx, random, width, height, 0.66, 0.2, "#5a1f4d", 0);
  hills(ctx, random, width, height, 0.8, 0.16, "#361440", 240);
  hills(ctx, random, width, height, 0.93, 0.1, "#220d2e", 90);
  return canvas;
}

function hills(ctx, random, width, height, base, swing, color, lamps) {
  const a = random() * 6;
  const b = random() * 6;
  const ridge = (x) => {
    const u = (x / height) * 0.9;
    return height * (base - swing * (0.55 * Math.sin(u + a) + 0.3 * Math.sin(u * 2.3 + b) + 0.12 * Math.sin(u * 5.1)));
  };
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(0, height);
  for (let x = 0; x <= width + 8; x += 8) ctx.lineTo(x, ridge(x));
  ctx.lineTo(width + 8, height);
  ctx.closePath();
  ctx.fill();
  for (let i = 0; i < lamps; i += 1) {
    const x = random() * width;
    const y = ridge(x) + (height - ridge(x)) * (0.08 + random() * 0.8);
    ctx.globalAlpha = 0.35 + random() * 0.6;
    ctx.fillStyle = random() > 0.75 ? "#ffe7bd" : "#ffb968";
    const size = Math.max(1, height * 0.005 * (0.5 + random()));
    ctx.fillRect(x, y, size, size);
  }
  ctx.globalAlpha = 1;
}

function glow(ctx, x, y, radius, color) {
  const light = ctx.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, color);
  light.addColorStop(1, "rgba(0,0,0,0)");
  ctx.fillStyle = light;
  ctx.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

/** Room over the stands for the halo of their masts, as a part of their height. */
export const STANDS_HEADROOM = 0.36;

/** Stands, palms, masts and bunting: a strip that repeats seamlessly. */
export function paintStands(height) {
  const width = Math.ceil(height * 7.2);
  const canvas = newCanvas(width, Math.ceil(height * (1 + STANDS_HEADROOM)));
  const ctx = canvas.getContext("2d");
  ctx.translate(0, height * STANDS_HEADROOM);
  const random = seeded(21);
  const h = height;
  trees(ctx, random, width, h);
  grandstand(ctx, random, h * 0.55, h, h * 2.5);
  grandstand(ctx, random, h * 4.35, h, h * 1.35);
  for (const at of [0.24, 3.42, 3.62, 6.12, 6.75]) palm(ctx, random, h * at, h, h * (0.62 + random() * 0.3));
  for (const at of [0.44, 3.2, 5.9]) mast(ctx, h * at, h);
  /** @type {[number, string][]} */
  const tents = [
    [3.75, "#e0533d"],
    [4.02, "#17a398"],
    [6.3, "#f2b134"],
    [6.52, "#d1495b"],
  ];
  for (const [at, color] of tents) tent(ctx, h * at, h, color);
  hoarding(ctx, width, h);
  return canvas;
}

function trees(ctx, random, width, h) {
  for (let x = -h * 0.2; x < width; x += h * 0.13) {
    const r = h * (0.1 + random() * 0.09);
    ctx.fillStyle = random() > 0.5 ? "#1b2b2a" : "#16231f";
    for (const shift of [-width, 0, width]) {
      ctx.beginPath();
      ctx.ellipse(x + shift, h * 0.86, r * 1.2, r, 0, 0, 7);
      ctx.fill();
    }
  }
}

function grandstand(ctx, random, x, h, width) {
  const top = h * 0.26;
  const roof = h * 0.08;
  ctx.fillStyle = "#2b1830";
  ctx.fillRect(x, top + roof, width, h * 0.62);
  fillGradient(ctx, x + h * 0.03, top + roof, width - h * 0.06, h * 0.2, [
    [0, "#ffdf9e"],
    [1, "#b8673f"],
  ]);
  for (let i = 0; i < 9; i += 1) {
    const y = top + roof + h * 0.2 + i * h * 0.042;
    ctx.fillStyle = i % 2 ? "#3b2340" : "#472a4a";
    ctx.fillRect(x, y, width, h * 0.042);
    crowd(ctx, random, x, y, width, h);
  }
  ctx.fillStyle = "#f4e6cf";
  ctx.beginPath();
  ctx.moveTo(x - h * 0.09, top + roof);
  ctx.lineTo(x + h * 0.02, top);
  ctx.lineTo(x + width - h * 0.02, top);
  ctx.lineTo(x + width + h * 0.09, top + roof);
  ctx.closePath();
  ctx.fill();
  ctx.fillStyle = "#c1413f";
  ctx.fillRect(x - h * 0.09, top + roof, width + h * 0.18, h * 0.018);
  for (let p = 0; p <= width; p += h * 0.31) {
    ctx.fillStyle = "#d9c3a3";
    ctx.fillRect(x + p, top + roof, h * 0.014, h * 0.2);
    pennant(ctx, x + p, top, h, ["#f2b134", "#17a398", "#e0533d"][Math.round(p / h / 0.31) % 3]);
  }
}

function crowd(ctx, random, x, y, width, h) {
  const colors = ["#e8c9a0", "#d8774f", "#7fb7be", "#f2d479", "#b95f89", "#efe6dd", "#6b8f71"];
  for (let px = 0; px < width - h * 0.02; px += h * 0.026) {
    if (random() < 0.2) continue;
    const cx = x + px + random() * h * 0.012;
    ctx.globalAlpha = 0.55 + random() * 0.35;
    ctx.fillStyle = colors[Math.floor(random() * colors.length)];
    ctx.fillRect(cx, y + h * 0.014, h * 0.016, h * 0.026);
    ctx.fillStyle = "#5b3726";
    ctx.fillRect(cx + h * 0.003, y + h * 0.002, h * 0.01, h * 0.012);
  }
  ctx.globalAlpha = 1;
}

function pennant(ctx, x, y, h, color) {
  ctx.fillStyle = "#d9c3a3";
  ctx.fillRect(x, y - h * 0.1, h * 0.008, h * 0.1);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x + h * 0.008, y - h * 0.1);
  ctx.lineTo(x + h * 0.09, y - h * 0.08);
  ctx.lineTo(x + h * 0.008, y - h * 0.055);
  ctx.closePath();
  ctx.fill();
}

function palm(ctx, random, x, h, tall) {
  const base = h * 0.95;
  const lean = (random() - 0.5) * h * 0.18;
  const topX = x + lean;
  const topY = base - tall;
  ctx.strokeStyle = "#1a1018";
  ctx.lineCap = "round";
  ctx.lineWidth = h * 0.024;
  ctx.beginPath();
  ctx.moveTo(x, base);
  ctx.quadraticCurveTo(x + lean * 0.2, base - tall * 0.6, topX, topY);
  ctx.stroke();
  for (let i = 0; i < 9; i += 1) {
    const angle = Math.PI * (0.95 + (i / 8) * 1.1);
    const length = h * (0.2 + random() * 0.07);
    const tipX = topX + Math.cos(angle) * length;
    const tipY = topY + Math.sin(angle) * length * 0.62 + h * 0.07;
    ctx.fillStyle = i % 2 ? "#14241d" : "#1d3326";
    ctx.beginPath();
    ctx.moveTo(topX, topY);
    ctx.quadraticCurveTo((topX + tipX) / 2, Math.min(topY, tipY) - h * 0.1, tipX, tipY);
    ctx.quadraticCurveTo((topX + tipX) / 2, Math.min(topY, tipY) - h * 0.035, topX, topY + h * 0.012);
    ctx.closePath();
    ctx.fill();
  }
}

function mast(ctx, x, h) {
  glow(ctx, x, h * 0.08, h * 0.42, "rgba(255,240,205,0.5)");
  ctx.fillStyle = "#1c1420";
  ctx.fillRect(x - h * 0.009, h * 0.08, h * 0.018, h * 0.85);
  ctx.fillRect(x - h * 0.1, h * 0.05, h * 0.2, h * 0.065);
  ctx.fillStyle = "#fff6dd";
  for (let i = 0; i < 4; i += 1) {
    ctx.beginPath();
    ctx.arc(x - h * 0.072 + i * h * 0.048, h * 0.083, h * 0.018, 0, 7);
    ctx.fill();
  }
}

function tent(ctx, x, h, color) {
  const base = h * 0.93;
  const width = h * 0.22;
  ctx.fillStyle = "#f6e7cc";
  ctx.fillRect(x + h * 0.015, base - h * 0.13, width - h * 0.03, h * 0.13);
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x - h * 0.015, base - h * 0.12);
  ctx.quadraticCurveTo(x + width * 0.4, base - h * 0.16, x + width / 2, base - h * 0.27);
  ctx.quadraticCurveTo(x + width * 0.6, base - h * 0.16, x + width + h * 0.015, base - h * 0.12);
  ctx.closePath();
  ctx.fill();
}

function hoarding(ctx, width, h) {
  const panels = ["#7d1d3f", "#0f6a63", "#b5472f", "#3d2a6d"];
  const top = h * 0.855;
  const count = 12;
  const panel = width / count;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `800 ${h * 0.075}px "Liberation Sans",Arial,sans-serif`;
  for (let i = 0; i < count; i += 1) {
    ctx.fillStyle = panels[i % panels.length];
    ctx.fillRect(i * panel, top, panel + 1, h - top);
    ctx.fillStyle = "rgba(255,240,214,0.85)";
    if (i % 2 === 0) ctx.fillText("HIPPODROME", i * panel + panel / 2, top + (h - top) * 0.45);
    else horseshoe(ctx, i * panel + panel / 2, top + (h - top) * 0.43, h * 0.036);
  }
  ctx.fillStyle = "rgba(255,236,200,0.75)";
  ctx.fillRect(0, top, width, Math.max(1, h * 0.008));
}

function horseshoe(ctx, x, y, r) {
  ctx.strokeStyle = "rgba(255,240,214,0.85)";
  ctx.lineWidth = r * 0.5;
  ctx.lineCap = "butt";
  ctx.beginPath();
  ctx.arc(x, y, r, Math.PI * 0.75, Math.PI * 2.25);
  ctx.stroke();
}

/** Turf in the floodlights; the mowing bands move with the track and are drawn by the frame. */
export function paintTurf(width, height) {
  const canvas = newCanvas(Math.ceil(width), Math.ceil(height));
  const ctx = canvas.getContext("2d");
  const random = seeded(3);
  fillGradient(ctx, 0, 0, width, height, [
    [0, "#2c6b3c"],
    [0.5, "#2f7a41"],
    [1, "#1d5330"],
  ]);
  ctx.globalAlpha = 0.1;
  for (let i = 0; i < 1400; i += 1) {
    ctx.fillStyle = random() > 0.5 ? "#0c2b16" : "#b6e08c";
    ctx.fillRect(random() * width, random() * height, 2 + random() * 5, 1);
  }
  ctx.globalAlpha = 1;
  return canvas;
}

/** Darker corners: the eye stays in the light. */
export function paintVignette(width, height) {
  const canvas = newCanvas(Math.ceil(width), Math.ceil(height));
  const ctx = canvas.getContext("2d");
  const shade = ctx.createRadialGradient(
    width * 0.5,
    height * 0.55,
    Math.min(width, height) * 0.35,
    width * 0.5,
    height * 0.55,
    Math.max(width, height) * 0.72,
  );
  shade.addColorStop(0, "rgba(16,8,26,0)");
  shade.addColorStop(1, "rgba(16,8,26,0.62)");
  ctx.fillStyle = shade;
  ctx.fillRect(0, 0, width, height);
  return canvas;
}
