// SPDX-License-Identifier: MIT
// Charts, by uPlot: a chunk of its own, since no page needs them for its first picture. Each is drawn once, and given new data
// when there are any.

import uPlot from "uplot";
import { clockOf } from "./day_state.js";

const HEIGHT = 220;
/** Charts by the element that they stand in: {plot, data}. @type {WeakMap<Element, {plot: uPlot, data: any}>} */
const drawn = new WeakMap();
const resized = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) drawn.get(target)?.plot.setSize({ width: contentRect.width, height: HEIGHT });
});

/** The colours are the style sheet's. */
const colour = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

/** @param {Element} element @param {string[]} words the data's names @param {(value: number) => string} write an amount, short */
function turnover(element, words, write) {
  // The narrow bars stand before the wide ones, whichever are higher.
  const bars = (label, name, width, most) => ({
    label,
    fill: colour(element, name),
    stroke: colour(element, name),
    paths: uPlot.paths.bars({ size: [width, most] }),
    points: { show: false },
  });
  return {
    ...frame(element, write, true),
    series: [{}, bars(words[0], "--chart-one", 0.8, 40), bars(words[1], "--chart-two", 0.4, 20)],
  };
}

/** What was kept, what should have been, and between which two lines it is chance. */
function kept(element, words, write) {
  const line = (label, name, width, dash) => ({ label, stroke: colour(element, name), width, dash, points: { show: false } });
  return {
    ...frame(element, write, false),
    // What comes later lies over it: the band is behind the lines.
    series: [
      {},
      line(words[2], "--chart-band", 1),
      line(words[2], "--chart-band", 1),
      line(words[1], "--chart-ink", 2, [6, 4]),
      line(words[0], "--chart-one", 3),
    ],
    bands: [{ series: [1, 2], fill: colour(element, "--chart-band") }],
  };
}

/** @returns {any} what uPlot takes, but for the series */
function frame(element, write, fromZero) {
  const axis = {
    stroke: colour(element, "--chart-ink"),
    grid: { stroke: colour(element, "--rule"), width: 1 },
    ticks: { show: false },
  };
  const hours = (_plot, values) => values.map(clockOf);
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: hoursAround },
      ...(fromZero && { y: { range: (_plot, _low, high) => [0, high * 1.05 || 1] } }),
    },
    axes: [
      { ...axis, size: 28, values: hours, incrs: [60, 120, 180, 240, 360] },
      { ...axis, size: 70, values: (_plot, values) => values.map(write) },
    ],
  };
}

/** Whole hours, four at least, so that a young day does not fill the picture with one bar. */
function hoursAround({ data: [minutes] }) {
  const from = Math.floor(minutes[0] / 60) * 60;
  return [from, Math.max(from + 240, Math.ceil((minutes[minutes.length - 1] + 15) / 60) * 60)];
}

const KINDS = { turnover, kept };

/**
 * @param {Element} element
 * @param {{kind: keyof KINDS, data: any, words: string[], write: (value: number) => string}} chart
 */
export function drawChart(element, { kind, data, words, write }) {
  const before = drawn.get(element);
  if (!element.clientWidth || before?.data === data) return;
  if (before) {
    before.plot.setData(data);
    before.data = data;
    return;
  }
  const plot = new uPlot(KINDS[kind](element, words, write), data, /** @type {HTMLElement} */ (element));
  drawn.set(element, { plot, data });
  resized.observe(element);
}
