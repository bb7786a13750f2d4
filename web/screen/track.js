// SPDX-License-Identifier: MIT
// The film on its canvas. Everything drawn is a function of (film, film time, size): nothing moves by
// itself, so a screen that skipped a second, or joined late, draws the same picture as the others.

import { cameraAt } from "./camera.js";
import { drawnPosition, firstCrossedMs, runningOrder } from "../lib/film.js";
import { STANDS_HEADROOM, paintSky, paintStands, paintTurf, paintVignette } from "./scenery.js";
import { createSprite, newCanvas } from "./sprite.js";

/** One stride covers this much ground: with the sprite's leg sweep, hooves then do not slide. */
const STRIDE_MM = 7_100;
/** Pixels of the widest canvas; beyond that a television only loses frames. */
const MAX_WIDTH = 1920;
/** Width of a mown band. */
const BAND_MM = 12_000;
/** Lanes lean with the view: x moves by this much per pixel of depth. */
const SHEAR = 0.17;
/** An element smaller than this is hidden or being laid out: nothing sensible can be drawn in it. */
const SEEN_MIN = 60;
/** The size to photograph in when the film was never on screen here. */
const UNSEEN = [1280, 640];
const PHOTO_MS = 3_200;
const FLASH_MS = 260;
const FONT = '"Liberation Sans",Arial,sans-serif';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{text: (key: string, values?: object) => string, metres: (mm: number) => string}} words
 */
export function createTrack(canvas, words) {
  const ctx = canvas.getContext("2d", { alpha: false });
  let size = null;
  let scene = null;
  let cast = null;
  let castKey = "";
  let photo = null;

  /** Follows the element's box; a changed size repaints the scenery and the cast. A hidden element keeps its size. */
  function fit() {
    const hidden = Math.min(canvas.clientWidth, canvas.clientHeight) < SEEN_MIN;
    if (hidden && size) return;
    const [boxWidth, boxHeight] = hidden ? UNSEEN : [canvas.clientWidth, canvas.clientHeight];
    const ratio = Math.min(window.devicePixelRatio || 1, MAX_WIDTH / boxWidth, 2);
    const width = Math.round(boxWidth * ratio);
    const height = Math.round(boxHeight * ratio);
    if (size && size.width === width && size.height === height) return;
    canvas.width = width;
    canvas.height = height;
    size = layout(width, height);
    scene = null;
    castKey = "";
    photo = null;
  }

  function prepare(film, silks) {
    scene ??= {
      sky: paintSky(size.width * 1.2, size.turfTop + 2),
      stands: paintStands(size.standHeight),
      turf: paintTurf(size.width, size.height - size.turfTop),
      vignette: paintVignette(size.width, size.height),
    };
    const key = `${film.startTime}/${silks.map((s) => s.number + s.base).join()}`;
    if (key === castKey) return;
    castKey = key;
    photo = null;
    cast = silks.map((silk, k) => {
      const lane = laneAt(size, k, silks.length);
      return { silk, lane, sprite: createSprite(silk, lane.height) };
    });
  }

  return {
    /** Draws the film at a film time. silks: one per row of the film. */
    draw(film, silks, ms, { simple = false } = {}) {
      fit();
      if (simple) {
        drawLanes(ctx, size, film, silks, ms, words);
        return;
      }
      prepare(film, silks);
      drawScene(ctx, size, scene, cast, film, ms, words);
      const line = firstCrossedMs(film);
      if (line !== null && ms >= line && ms < line + PHOTO_MS) {
        photo ??= takePhoto(size, scene, cast, film, line, words);
        drawPhoto(ctx, size, photo, ms - line, words);
      }
    },

    /** The photograph of the line, for the result page; null when the film does not reach it. */
    photograph(film, silks) {
      fit();
      const line = firstCrossedMs(film);
      if (line === null) return null;
      prepare(film, silks);
      photo ??= takePhoto(size, scene, cast, film, line, words);
      return photo;
    },

    /** Lets the pictures of a race go: a kiosk runs for days. */
    release() {
      cast = null;
      castKey = "";
      photo = null;
    },
  };
}

/** Where things are on a canvas of this size, in its own pixels. */
function layout(width, height) {
  const portrait = width < height * 1.15;
  const turfTop = Math.round(height * (portrait ? 0.36 : 0.4));
  return {
    width,
    height,
    portrait,
    turfTop,
    turfBottom: Math.round(height * 0.945),
    standHeight: Math.round(turfTop * 0.72),
    anchor: portrait ? 0.8 : 0.7,
    unit: Math.min(height / 100, width / 130),
  };
}

function laneAt(size, k, count) {
  const part = (k + 0.5) / count;
  const room = size.turfBottom - size.turfTop;
  const full = Math.min(room * 0.46, Math.max(room * 0.22, (room / count) * 3.1), size.width * 0.26);
  return {
    y: size.turfTop + room * (0.1 + 0.86 * part),
    height: Math.round(full * (0.86 + 0.22 * part)),
    part,
  };
}

/** Marks each `gap` mm of the track that are on the picture at depth y, with `margin` pixels to spare. */
function* marks(size, view, y, gap, margin) {
  const from = Math.floor(view.left(y, margin) / gap);
  const count = Math.ceil((((size.width + 2 * margin) / view.perMetre) * 1000) / gap) + 1;
  for (let i = from; i <= from + count; i += 1) yield [i, view.x(i * gap, y)];
}

/** The view at a film time: from millimetres of track to pixels. */
function viewAt(size, film, ms, reach) {
  const { focus, spread } = cameraAt(film, ms);
  const wide = reach / 11;
  const near = reach / 4.8;
  const wanted = (size.width * 0.62) / Math.max(1, spread / 1000);
  const perMetre = Math.min(near, Math.max(wide, wanted));
  const middle = (size.turfTop + size.turfBottom) / 2;
  return {
    perMetre,
    x: (mm, y) => size.width * size.anchor + ((mm - focus) / 1000) * perMetre + (middle - y) * SHEAR,
    /** Track position at the left edge (shift: pixels further left). */
    left: (y, shift = 0) => focus - ((size.width * size.anchor + (middle - y) * SHEAR + shift) / perMetre) * 1000,
    focus,
  };
}

function drawScene(ctx, size, scene, cast, film, ms, words, plain = false) {
  const reach = cast[cast.length - 1].sprite.width;
  const view = viewAt(size, film, ms, reach);
  drawBackdrop(ctx, size, scene, film, view);
  drawTurf(ctx, size, scene, view, cast.length);
  drawRail(ctx, size, view, size.turfTop + size.unit * 3, size.unit * 3, 6_000);
  drawPosts(ctx, size, film, view, words);
  drawLine(ctx, size, film, view);
  drawGate(ctx, size, view, words);
  const late = [];
  for (const [k, member] of cast.entries()) drawRunner(ctx, size, film, view, member, k, ms, late);
  if (plain) return;
  drawGantry(ctx, size, film, view, words);
  drawNearRail(ctx, size, view);
  ctx.drawImage(scene.vignette, 0, 0);
  drawTags(ctx, size, film, cast, ms, late);
  drawProgress(ctx, size, film, cast, ms);
  const line = firstCrossedMs(film);
  if (line !== null && ms >= line && ms < line + FLASH_MS) {
    ctx.globalAlpha = 0.75 * (1 - (ms - line) / FLASH_MS);
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, size.width, size.height);
    ctx.globalAlpha = 1;
  }
}

function drawBackdrop(ctx, size, scene, film, view) {
  const share = Math.max(0, Math.min(1, view.focus / (film.distance + 10_000)));
  ctx.drawImage(scene.sky, -share * size.width * 0.2, 0);
  const { width } = scene.stands;
  const shift = (((view.focus / 1000) * view.perMetre * 0.36) % width) + width;
  for (let x = -(shift % width); x < size.width; x += width) {
    ctx.drawImage(scene.stands, Math.round(x), size.turfTop - size.standHeight * (1 + STANDS_HEADROOM) + 2);
  }
}

function drawTurf(ctx, size, scene, view, lanes) {
  ctx.drawImage(scene.turf, 0, size.turfTop);
  const top = size.turfTop;
  const bottom = size.height;
  const lean = (bottom - top) * SHEAR;
  const wide = (BAND_MM / 1000) * view.perMetre;
  ctx.fillStyle = "rgba(190,235,140,0.1)";
  for (const [i, x] of marks(size, view, bottom, BAND_MM, wide + lean)) {
    if (i % 2) continue;
    ctx.beginPath();
    ctx.moveTo(x, bottom);
    ctx.lineTo(x + wide, bottom);
    ctx.lineTo(x + wide + lean, top);
    ctx.lineTo(x + lean, top);
    ctx.closePath();
    ctx.fill();
  }
  ctx.fillStyle = "rgba(235,255,215,0.1)";
  for (let lane = 0; lane < lanes; lane += 1) {
    const y = laneAt(size, lane, lanes).y + size.unit * 1.1;
    ctx.fillRect(0, y, size.width, Math.max(1, size.unit * 0.22));
  }
}

function drawRail(ctx, size, view, y, tall, gap) {
  ctx.fillStyle = "#f3eadb";
  for (const [, x] of marks(size, view, y, gap, size.unit)) {
    ctx.fillRect(x, y - tall, Math.max(1.5, size.unit * 0.3), tall);
  }
  ctx.fillRect(0, y - tall - size.unit * 0.35, size.width, size.unit * 0.75);
  ctx.fillStyle = "rgba(0,0,0,0.2)";
  ctx.fillRect(0, y - tall + size.unit * 0.2, size.width, size.unit * 0.2);
}

/** A post each 100 m with what is left to run. */
function drawPosts(ctx, size, film, view, words) {
  const y = size.turfTop + size.unit * 1.5;
  for (let left = 100_000; left < film.distance; left += 100_000) {
    const x = view.x(film.distance - left, y);
    if (x < -80 || x > size.width + 80) continue;
    const r = size.unit * 3.6;
    const top = y - size.unit * 15;
    ctx.fillStyle = "#f3eadb";
    ctx.fillRect(x - size.unit * 0.4, top, size.unit * 0.8, y - top);
    ctx.fillStyle = "#c1272d";
    ctx.beginPath();
    ctx.arc(x, top, r, 0, 7);
    ctx.fill();
    ctx.lineWidth = size.unit * 0.6;
    ctx.strokeStyle = "#fff6e6";
    ctx.stroke();
    label(ctx, words.metres(left), x, top + r * 0.06, r * 0.92, "#fff6e6", 800);
    ctx.fillStyle = "rgba(255,246,230,0.28)";
    slanted(ctx, size, view, film.distance - left, size.unit * 0.9);
  }
}

/** A stripe across the turf at a track position. */
function slanted(ctx, size, view, mm, width) {
  const bottom = size.turfBottom;
  const x = view.x(mm, bottom);
  const lean = (bottom - size.turfTop) * SHEAR;
  ctx.beginPath();
  ctx.moveTo(x, bottom);
  ctx.lineTo(x + width, bottom);
  ctx.lineTo(x + lean + width, size.turfTop);
  ctx.lineTo(x + lean, size.turfTop);
  ctx.closePath();
  ctx.fill();
}

/** The chequered line on the turf. Its left edge is the line itself: noses are judged there. */
function drawLine(ctx, size, film, view) {
  const x = view.x(film.distance, size.turfBottom);
  if (x < -size.width * 0.4 || x > size.width * 1.3) return;
  const rows = 14;
  const tall = (size.turfBottom - size.turfTop) / rows;
  const wide = Math.max(4, size.unit * 1.5);
  for (let row = 0; row < rows; row += 1) {
    const y = size.turfBottom - row * tall;
    for (let column = 0; column < 3; column += 1) {
      ctx.fillStyle = (row + column) % 2 ? "#17101c" : "#fff8ec";
      const left = x + row * tall * SHEAR + column * wide;
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + wide, y);
      ctx.lineTo(left + wide + tall * SHEAR, y - tall);
      ctx.lineTo(left + tall * SHEAR, y - tall);
      ctx.closePath();
      ctx.fill();
    }
  }
}

/** The arch over the line, in front of the runners at its near foot only. */
function drawGantry(ctx, size, film, view, words) {
  const far = view.x(film.distance, size.turfTop);
  const near = view.x(film.distance, size.turfBottom);
  if (near < -size.width * 0.4 || near > size.width * 1.3) return;
  const u = size.unit;
  const top = size.turfTop - u * 21;
  const nearTop = size.turfTop - u * 12;
  ctx.fillStyle = "#efe3cf";
  ctx.fillRect(far - u * 0.5, top, u, size.turfTop - top);
  ctx.fillRect(near - u * 0.8, nearTop, u * 1.6, size.turfBottom - nearTop);
  const text = words.text("race.finishLine");
  ctx.fillStyle = "#b3202c";
  ctx.beginPath();
  ctx.moveTo(near - u * 0.8, nearTop);
  ctx.lineTo(far + u * 0.5, top);
  ctx.lineTo(far + u * 0.5, top + u * 7);
  ctx.lineTo(near - u * 0.8, nearTop + u * 9);
  ctx.closePath();
  ctx.fill();
  ctx.save();
  ctx.translate((far + near) / 2, (top + nearTop) / 2 + u * 4);
  ctx.transform(1, (top - nearTop) / (far - near || 1), 0, 1, 0, 0);
  const room = far - near - u * 2;
  ctx.font = `900 ${u * 5}px ${FONT}`;
  const fits = Math.min(1, room / (ctx.measureText(text).width || 1));
  label(ctx, text, 0, 0, u * 5 * fits, "#fff6e6", 900);
  ctx.restore();
}

/** The starting stalls; they stay behind when the field leaves. */
function drawGate(ctx, size, view, words) {
  const bottom = view.x(0, size.turfBottom);
  if (bottom < -size.width * 0.5) return;
  const u = size.unit;
  const lean = (size.turfBottom - size.turfTop) * SHEAR;
  ctx.fillStyle = "#1f3a5f";
  const top = size.turfTop - u * 18;
  ctx.fillRect(bottom + lean - u * 0.6, top, u * 1.2, size.turfTop - top + u * 2);
  ctx.fillRect(bottom + lean - u * 26, top, u * 1.2, size.turfTop - top + u * 2);
  ctx.fillRect(bottom + lean - u * 27, top - u * 4.6, u * 28, u * 6);
  label(ctx, words.text("race.start"), bottom + lean - u * 13, top - u * 1.5, u * 4, "#fff6e6", 900);
  ctx.fillStyle = "rgba(255,246,230,0.5)";
  slanted(ctx, size, view, 0, u * 0.8);
}

function drawRunner(ctx, size, film, view, member, k, ms, late) {
  const { sprite, lane } = member;
  const mm = drawnPosition(film, k, ms);
  const x = view.x(mm, lane.y);
  const left = x - sprite.noseX;
  if (x < -sprite.width * 0.08) {
    late.push(k);
    return;
  }
  if (left > size.width) return;
  const moving = ms > 0 && mm > 60;
  const phase = moving ? mm / STRIDE_MM + k * 0.37 : null;
  const ground = lane.y;
  ctx.fillStyle = "rgba(6,20,10,0.42)";
  ctx.beginPath();
  ctx.ellipse(left + sprite.width * 0.52, ground + lane.height * 0.012, sprite.width * 0.36, lane.height * 0.05, 0, 0, 7);
  ctx.fill();
  if (moving) drawTurfClods(ctx, lane, left, ground, mm, k);
  ctx.drawImage(sprite.picture(phase), Math.round(left), Math.round(ground - sprite.groundY));
}

/** Clods thrown up behind; where they fly depends on the ground covered, not on a timer. */
function drawTurfClods(ctx, lane, left, ground, mm, k) {
  ctx.fillStyle = "rgba(44,30,18,0.75)";
  for (let i = 0; i < 7; i += 1) {
    const life = (mm / 5_200 + i / 7 + k * 0.13) % 1;
    const seed = ((i * 37 + k * 11) % 10) / 10;
    const x = left + lane.height * (0.42 - life * (0.5 + seed * 0.4));
    const y = ground - lane.height * (0.02 + (0.2 + seed * 0.16) * 4 * life * (1 - life) * 0.6);
    const r = lane.height * (0.011 + seed * 0.008) * (1.1 - life);
    ctx.fillRect(x, y, r * 2, r * 1.6);
  }
}

function drawNearRail(ctx, size, view) {
  const y = size.height - size.unit * 0.4;
  const tall = size.height - size.turfBottom + size.unit * 1.2;
  ctx.fillStyle = "rgba(12,32,18,0.55)";
  ctx.fillRect(0, size.turfBottom + size.unit, size.width, size.height);
  ctx.fillStyle = "#cfc3b1";
  for (const [, x] of marks(size, view, y, 9_000, size.unit)) {
    ctx.fillRect(x, y - tall, size.unit * 0.9, tall);
  }
  ctx.fillStyle = "#f7efe2";
  ctx.fillRect(0, y - tall, size.width, size.unit * 1.3);
  ctx.fillStyle = "rgba(0,0,0,0.22)";
  ctx.fillRect(0, y - tall + size.unit * 0.95, size.width, size.unit * 0.35);
}

/** A numbered flag over each rider; those behind the picture get an arrow at its edge. */
function drawTags(ctx, size, film, cast, ms, late) {
  const reach = cast[cast.length - 1].sprite.width;
  const view = viewAt(size, film, ms, reach);
  const leader = runningOrder(film, ms)[0].index;
  cast.forEach(({ silk, lane, sprite }, k) => {
    const r = Math.max(size.unit * 2, lane.height * 0.105);
    if (late.includes(k)) {
      disc(ctx, silk, r * 1.9, lane.y - lane.height * 0.35, r);
      ctx.fillStyle = silk.base;
      ctx.beginPath();
      ctx.moveTo(r * 0.15, lane.y - lane.height * 0.35);
      ctx.lineTo(r * 0.75, lane.y - lane.height * 0.35 - r * 0.5);
      ctx.lineTo(r * 0.75, lane.y - lane.height * 0.35 + r * 0.5);
      ctx.fill();
      return;
    }
    const x = view.x(drawnPosition(film, k, ms), lane.y) - sprite.width * 0.31;
    const y = lane.y - lane.height * 0.9;
    disc(ctx, silk, x, y, k === leader && ms > 0 ? r * 1.18 : r);
  });
}

function disc(ctx, silk, x, y, r) {
  ctx.fillStyle = silk.base;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.fill();
  ctx.lineWidth = r * 0.16;
  ctx.strokeStyle = silk.ink;
  ctx.stroke();
  label(ctx, String(silk.number), x, y + r * 0.05, r * 1.12, silk.ink, 800);
}

function label(ctx, text, x, y, size, color, weight) {
  ctx.font = `${weight} ${size}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

/** The whole course as a ribbon, with everyone's place on it. */
function drawProgress(ctx, size, film, cast, ms) {
  const u = size.unit;
  const y = u * (size.portrait ? 4.5 : 5);
  const from = u * 5;
  const to = size.portrait ? size.width - u * 5 : size.width * 0.66;
  ctx.lineCap = "round";
  ctx.lineWidth = u * 1.5;
  ctx.strokeStyle = "rgba(20,10,28,0.6)";
  stroke(ctx, from, to, y);
  const order = runningOrder(film, ms);
  const share = (mm) => from + (to - from) * Math.min(1, mm / film.distance);
  ctx.strokeStyle = "#ffb627";
  ctx.lineWidth = u * 0.7;
  stroke(ctx, from, Math.max(from + 1, share(order[0].mm)), y);
  for (const { index, mm } of order.reverse()) disc(ctx, cast[index].silk, share(mm), y, u * 2);
  ctx.fillStyle = "#fff8ec";
  ctx.fillRect(to - u * 0.2, y - u * 2.6, u * 0.5, u * 5.2);
}

function stroke(ctx, from, to, y) {
  ctx.beginPath();
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  ctx.stroke();
}

/** The line at the instant of the winner, as the camera in the arch saw it. */
function takePhoto(size, scene, cast, film, line, words) {
  const shot = newCanvas(size.width, size.height);
  drawScene(shot.getContext("2d"), size, scene, cast, film, line - 1, words, true);
  const { lane } = cast[runningOrder(film, line)[0].index];
  const view = viewAt(size, film, line - 1, cast[cast.length - 1].sprite.width);
  const height = Math.min(size.height * 0.62, lane.height * 1.75);
  const width = Math.min(size.width, height * 1.6);
  const top = Math.min(size.turfBottom - height, Math.max(0, lane.y - height * 0.7));
  const left = Math.max(0, Math.min(size.width - width, view.x(film.distance, lane.y) - width * 0.76));
  const photo = newCanvas(Math.round(width), Math.round(height));
  const ctx = photo.getContext("2d");
  ctx.filter = "sepia(0.5) contrast(1.12)";
  ctx.drawImage(shot, left, top, width, height, 0, 0, photo.width, photo.height);
  ctx.filter = "none";
  // The judge's hairline stands upright on the line in the winner's lane, so that it touches the nose.
  ctx.strokeStyle = "#ff3b30";
  ctx.lineWidth = Math.max(1.5, photo.width / 200);
  ctx.beginPath();
  ctx.moveTo(view.x(film.distance, lane.y) - left, 0);
  ctx.lineTo(view.x(film.distance, lane.y) - left, photo.height);
  ctx.stroke();
  return photo;
}

/** The photograph slides in over the picture while the rest of the field comes home. */
function drawPhoto(ctx, size, photo, age, words) {
  const enter = Math.min(1, Math.max(0, (age - 350) / 300));
  const leave = Math.min(1, Math.max(0, (PHOTO_MS - age) / 250));
  const shown = Math.min(enter, leave);
  if (shown <= 0) return;
  const u = size.unit;
  const width = size.portrait ? size.width * 0.62 : size.width * 0.27;
  const height = (width * photo.height) / photo.width;
  ctx.save();
  ctx.globalAlpha = shown;
  ctx.translate(u * 4 - (1 - shown) * u * 12, u * 10);
  ctx.rotate(-0.02);
  ctx.fillStyle = "#fdf6ea";
  ctx.fillRect(0, 0, width + u * 2.4, height + u * 8);
  ctx.drawImage(photo, u * 1.2, u * 1.2, width, height);
  label(ctx, words.text("race.photo"), width / 2 + u * 1.2, height + u * 4.6, u * 3.6, "#2a1630", 800);
  ctx.restore();
}

/** For people who asked for less motion: the whole course at rest, and discs that move along it. */
function drawLanes(ctx, size, film, silks, ms, words) {
  const u = size.unit;
  const top = u * 10;
  const room = size.height - top - u * 6;
  const tall = room / silks.length;
  const from = u * 8;
  const to = size.width * (size.portrait ? 0.9 : 0.66);
  ctx.fillStyle = "#1c0f2b";
  ctx.fillRect(0, 0, size.width, size.height);
  silks.forEach((silk, k) => {
    const y = top + tall * (k + 0.5);
    ctx.fillStyle = k % 2 ? "#24673a" : "#2a7341";
    ctx.fillRect(from - u * 4, y - tall / 2, to - from + u * 8, tall);
    const mm = Math.min(film.distance, drawnPosition(film, k, ms));
    disc(ctx, silk, from + ((to - from) * mm) / film.distance, y, Math.min(tall * 0.36, u * 6));
  });
  ctx.fillStyle = "#fff8ec";
  ctx.fillRect(to, top, u * 0.8, room);
  label(ctx, words.text("race.finishLine"), to, top - u * 4, u * 3.6, "#fff6e6", 800);
}
