// SPDX-License-Identifier: MIT
// node web/build.mjs [FOLDER]: makes what a server of files serves (build/web). Every page of web/ is found by its html: the
// scripts and style sheets that it names by a relative path are bundled under names that carry their hash, in /assets/.
// FOLDER is replaced as a whole at the end, so that a running server never serves half of it.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { licences } from "./licences.mjs";

const WEB = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(process.argv[2] ?? join(WEB, "../build/web"));
const NEXT = `${OUT}.next`;
/** Televisions of 2018. Syntax is lowered to this; what is missing besides stands in lib/older.js. */
const TARGET = ["chrome68", "safari12.1", "firefox67"];
/** Served under their own names. */
const PLAIN = /\.(svg|png|txt|ico)$/;
const COMPRESSED = /\.(html|js|css|svg|txt)$/;
/** The verifier is a file, too, which is read without a network: its camera asks the house, which is not there. */
const SAVED = { verify: "verify.html" };
const SAVED_WITHOUT = ["*/lib/camera.js"];
/** `lit` brings its base class for elements along, a third of it, which no page uses: templates are all in lit-html. */
const templatesAlone = {
  name: "templates alone",
  setup(bundler) {
    bundler.onResolve({ filter: /^lit$/ }, ({ resolveDir, kind }) => bundler.resolve("lit/html.js", { resolveDir, kind }));
  },
};
const COMMON = {
  absWorkingDir: WEB,
  outdir: NEXT,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  charset: "utf8",
  target: TARGET,
  // Safari had faults in odd destructurings, and draws a template anew when it forgets which it was; whole numbers of any size
  // are only wanted where a race is recomputed, a chunk of its own.
  supported: { destructuring: true, bigint: true, "template-literal": true },
  entryNames: "assets/[name]-[hash]",
  chunkNames: "assets/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  // Addresses of this site, not files beside the source.
  external: ["/img/*"],
  plugins: [templatesAlone],
  logLevel: "warning",
};

const sha256 = (text, encoding) => createHash("sha256").update(text).digest(encoding);

/** The applications' pages and those without a folder: {file, at, html, refs: [{tag, path, source, isModule}]}. */
function pages() {
  const folders = readdirSync(WEB).filter((name) => existsSync(join(WEB, name, "index.html")));
  const alone = readdirSync(WEB).filter((name) => name.endsWith(".html"));
  return [...folders.map((name) => `${name}/index.html`), ...alone].map((file) => {
    const html = readFileSync(join(WEB, file), "utf8");
    const refs = [...html.matchAll(/<(?:script|link)\b[^>]*\s(?:src|href)="(?![/#])([^":]+)"[^>]*>/g)].map(([tag, path]) => ({
      tag,
      path,
      source: join(dirname(file), path),
      isModule: /\.css$/.test(path) || /type="module"/.test(tag),
    }));
    // The live screen is the front page.
    return { file, app: dirname(file), at: file.replace(/^screen\//, ""), html, refs };
  });
}

/**
 * Bundles what a page names: gives esbuild's list of what was made. Each page by itself: of a catalogue that pages share, a
 * common chunk would bring all sections to all of them.
 */
async function bundle({ app, refs }) {
  const name = (source) => (/^app\./.test(basename(source)) ? app : basename(source).replace(/\.\w+$/, ""));
  const entries = (list) => list.map(({ source }) => ({ in: source, out: name(source) }));
  const modules = build({
    ...COMMON,
    format: "esm",
    splitting: true,
    entryPoints: entries(refs.filter(({ isModule }) => isModule)),
  });
  const scripts = build({
    ...COMMON,
    format: "iife",
    target: "es5",
    entryPoints: entries(refs.filter(({ isModule }) => !isModule)),
  });
  return { ...(await modules).metafile.outputs, ...(await scripts).metafile.outputs };
}

const address = (output) => `/${relative(NEXT, resolve(WEB, output))}`;

/** Everything that an output needs at once, itself last: its imports but for those that are asked for later. */
function needs(outputs, output, found = new Set()) {
  for (const { path, kind } of outputs[output]?.imports ?? [])
    if (kind === "import-statement" && outputs[path]) needs(outputs, path, found);
  return found.add(output);
}

function writePage({ at, html, refs }, outputs) {
  const made = (source) => Object.keys(outputs).find((output) => outputs[output].entryPoint === source);
  const version = sha256(Object.keys(outputs).map(address).sort().join(), "hex").slice(0, 12);
  let text = html;
  for (const { tag, path, source } of refs) {
    const all = [...needs(outputs, made(source))].map(address);
    const ahead = all
      .slice(0, -1)
      .map((file) => `<link rel="modulepreload" href="${file}" />\n    `)
      .join("");
    text = text.replace(tag, () => ahead + tag.replace(`"${path}"`, `"${all.at(-1)}"`));
  }
  text = text.replace("</head>", `  <meta name="build" content="${version}" />\n  </head>`);
  mkdirSync(dirname(join(NEXT, at)), { recursive: true });
  writeFileSync(join(NEXT, at), text);
  return version;
}

/** The page of an application as one file for people to keep: its scripts, styles and pictures are inside, nothing is asked for. */
async function writeSaved({ html, refs }, to) {
  const { outputFiles, metafile } = await build({
    ...COMMON,
    write: false,
    format: "iife",
    entryNames: "[name]-[ext]",
    external: [...COMMON.external, ...SAVED_WITHOUT],
    entryPoints: refs.map(({ source }) => source),
  });
  const made = (source) =>
    outputFiles.find(({ path }) => basename(path) === basename(source).replace(/\.(\w+)$/, "-$1.$1")).text;
  const inside = refs.map(({ source, isModule }) => ({
    text: made(source),
    isStyle: source.endsWith(".css"),
    isLast: isModule,
  }));
  const put = ({ text, isStyle }) => (isStyle ? `<style>${text}</style>` : `<script>${text}</script>`);
  const hashes = (isStyle) =>
    inside
      .filter((each) => each.isStyle === isStyle)
      .map(({ text }) => `'sha256-${sha256(text, "base64")}'`)
      .join(" ");
  const policy = `default-src 'none'; script-src ${hashes(false)}; style-src ${hashes(true)}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html`;
  const [first, last] = [false, true].map((isLast) =>
    inside
      .filter((each) => (each.isLast && !each.isStyle) === isLast)
      .map(put)
      .join("\n"),
  );
  const bare = refs.reduce((text, { tag }) => text.replace(tag, ""), html).replace(/<\/script>|<link rel="icon"[^>]*>/g, "");
  const charset = '<meta charset="utf-8" />';
  const parts = {
    [charset]: `${charset}\n<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    "</head>": `${first}\n</head>`,
    "</body>": `${last}\n</body>`,
  };
  writeFileSync(
    join(NEXT, to),
    Object.entries(parts).reduce((text, [tag, part]) => text.replace(tag, () => part), bare),
  );
  return inputsOf(metafile.outputs);
}

/** A service worker keeps its address, and is told of all that its application may ever load. */
async function buildWorker({ app, at }, version, outputs) {
  const files = [`/${dirname(at)}/`, ...Object.keys(outputs).map(address)];
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [{ in: `${app}/sw.js`, out: `${app}/sw` }],
    entryNames: "[dir]/[name]",
    format: "iife",
    define: { BUILD_VERSION: JSON.stringify(version), BUILD_FILES: JSON.stringify(files) },
  });
  return inputsOf(metafile.outputs);
}

const inputsOf = (outputs) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !COMPRESSED.test(file) || statSync(file).size < 256) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  }
}

rmSync(NEXT, { recursive: true, force: true });
const inputs = [];
await Promise.all(
  pages().map(async (page) => {
    const outputs = await bundle(page);
    const written = writePage(page, outputs);
    if (existsSync(join(WEB, page.app, "sw.js"))) inputs.push(...(await buildWorker(page, written, outputs)));
    if (SAVED[page.app]) inputs.push(...(await writeSaved(page, SAVED[page.app])));
    inputs.push(...inputsOf(outputs));
  }),
);
for (const name of readdirSync(WEB).filter((file) => PLAIN.test(file))) cpSync(join(WEB, name), join(NEXT, name));
cpSync(join(WEB, "img"), join(NEXT, "img"), { recursive: true });
mkdirSync(join(NEXT, "licences"));
writeFileSync(join(NEXT, "licences/index.html"), licences(WEB, inputs));
compress(NEXT);
rmSync(OUT, { recursive: true, force: true });
renameSync(NEXT, OUT);
