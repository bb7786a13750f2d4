// SPDX-License-Identifier: MIT
// What moves money goes through here, each with a key of its own.

import { newKey } from "./api.js";

/** @param {{api: {post: Function}}} parts */
export function createOutbox({ api }) {
  return {
    /** @param {{kind: string, path: string, body: object}} request */
    submit: ({ path, body }) => api.post(path, body, { key: newKey() }),
    open: () => [],
  };
}
