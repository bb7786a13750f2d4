// SPDX-License-Identifier: MIT
// A camera sees the same paper in many pictures: it is one scan.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createView } from "../../web/lib/camera.js";

test("a code counts once, until it has left the view", () => {
  const see = createView();
  const looks = (text, count) => Array.from({ length: count }, () => see(text)).filter((seen) => seen !== null);
  assert.deepEqual(looks("one", 50), ["one"]);
  assert.deepEqual([...looks(null, 2), ...looks("one", 5)], [], "a hand that trembles");
  assert.deepEqual(looks("two", 3), ["two"], "another paper, at once");
  assert.deepEqual([...looks(null, 4), ...looks("two", 3)], ["two"], "the same paper, shown again");
  assert.deepEqual(looks("", 10), []);
});
