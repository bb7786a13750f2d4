// SPDX-License-Identifier: MIT
// node dev/common-passwords.mjs > api/password_common.inc: the most used passwords, as the api knows them: of each that is long
// enough to be taken the first 32 bits of SHA-256 of its lower case, in order. They come from zxcvbn-ts (MIT), which has them in
// the order of their use, by tests/package-lock.json.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const LEAST = 8; // PASSWORD_LENGTH_MIN
const MOST_USED = 30_000;
const passwords = createRequire(new URL("../tests/package.json", import.meta.url))("@zxcvbn-ts/language-common/src/passwords.json");
const words = passwords.slice(0, MOST_USED).filter((password) => [...password].length >= LEAST);
const hashes = [...new Set(words.map((word) => createHash("sha256").update(word.toLowerCase()).digest().readUInt32BE()))].sort((a, b) => a - b);
const numbers = hashes.map((hash) => `0x${hash.toString(16).padStart(8, "0")},`);
console.log("/* SPDX-License-Identifier: MIT */\n/* Made by dev/common-passwords.mjs. */");
for (let i = 0; i < numbers.length; i += 10) console.log(numbers.slice(i, i + 10).join(" "));
