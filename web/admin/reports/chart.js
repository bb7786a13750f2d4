// SPDX-License-Identifier: MIT
// A report's column by day, by uPlot: a chunk of its own, which is loaded when there is something to draw.

import uPlot from "uplot";

const HEIGHT = 220;
/** Steps of an axis that counts. */
const WHOLE = Array.from({ length: 12 }, (_each, i) => [1, 2, 5].map((step) => step * 10 ** i)).flat();
/** @type {WeakMap<Element, {plot: uPlot, data: any}>} */
const drawn = new WeakMap();
const resized = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) drawn.get(target)?.plot.setSize({ width: contentRect.width, height: HEIGHT });
});

/** @returns {[number, number]} */
const fromZero = (_plot, low, high) => [Math.min(low, 0), Math.max(high * 1.05, 1)];

/** The colours are the style sheet's. */
const colour = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

/**
 * @param {HTMLElement} element
 * @param {any} data
 * @param {{write: (value: number) => string, isCount: boolean}} options how a value is written; whether it is always whole
 */
export function drawChart(element, data, { write, isCount }) {
  const before = drawn.get(element);
  if (!element.clientWidth || before?.data === data) return;
  before?.plot.destroy();
  const axis = {
    stroke: colour(element, "--faint"),
    grid: { stroke: colour(element, "--rule"), width: 1 },
    ticks: { show: false },
  };
  const days = (_plot, values) => values.map((seconds) => new Date(seconds * 1000).toISOString().slice(5, 10));
  const options = {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: fromZero } },
    // A day of the house is a name, not a moment: it is the same everywhere.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    axes: [
      { ...axis, values: days, incrs: [1, 2, 7, 14, 31, 92].map((count) => count * 86_400) },
      { ...axis, size: 80, values: (_plot, values) => values.map(write), ...(isCount && { incrs: WHOLE }) },
    ],
    series: [
      {},
      { stroke: colour(element, "--pick"), fill: colour(element, "--pick-soft"), width: 2, points: { show: true, size: 6 } },
    ],
  };
  drawn.set(element, { plot: new uPlot(options, data, element), data });
  resized.observe(element);
}
