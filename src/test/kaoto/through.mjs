// Opens each file as Kaoto does, and writes what Kaoto would save: node through.mjs OUT FILE…
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const [out, ...files] = process.argv.slice(2);
const require = createRequire(import.meta.url);

// What draws and edits is left out: parser, model and writer are Kaoto's own.
const withoutPictures = {
  name: "without-pictures",
  setup(build) {
    const drawn =
      /^(@patternfly\/|@dnd-kit\/|@visx\/|@kie-tools-core\/|monaco|react|usehooks|mobx|html-to-image)|\.(svg|png|jpe?g|s?css)$/;
    build.onResolve({ filter: drawn }, ({ path }) => ({ path, namespace: "nothing" }));
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
      contents: `const nothing = new Proxy(function () {}, {
        get: (_, name) => (name === Symbol.toPrimitive ? () => "" : name === "prototype" ? {} : nothing),
        apply: () => nothing,
        construct: () => ({}),
      });
      module.exports = Object.create(nothing);`,
      loader: "js",
    }));
  },
};

await build({
  stdin: {
    contents: `export { CamelResourceFactory }
      from "./node_modules/@kaoto/kaoto/lib/esm/models/camel/camel-resource-factory.js";`,
    resolveDir: fileURLToPath(new URL(".", import.meta.url)),
  },
  outfile: join(out, "kaoto.cjs"),
  bundle: true,
  platform: "node",
  format: "cjs",
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [withoutPictures],
});
// What a browser has: random numbers for ids, and a parser for Camel in XML, which is not asked for here.
Object.assign(globalThis, { window: globalThis, DOMParser: class {} });
const { CamelResourceFactory } = require(resolve(out, "kaoto.cjs"));
for (const file of files) {
  const opened = CamelResourceFactory.createCamelResource(await readFile(file, "utf8"), { path: file });
  await writeFile(join(out, basename(file)), opened.toString());
}
