// Kaoto's editor in a browser, with one file: node screen.mjs FILE [PORT]. What is changed there is not saved.
import { build } from "esbuild";
import { sassPlugin } from "esbuild-sass-plugin";
import { createServer } from "node:http";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, stat, writeFile } from "node:fs/promises";
import { basename, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCatalogue } from "./catalogue.mjs";

const [file, port = "4173"] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "node_modules", ".screen");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

await mkdir(join(out, "camel-catalog"), { recursive: true });
await makeCatalogue(join(out, "camel-catalog"));
await build({
  entryPoints: [join(here, "app.jsx")],
  outfile: join(out, "app.js"),
  bundle: true,
  format: "esm",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"', NODE_ENV: '"production"', global: "globalThis" },
  loader: Object.fromEntries(["svg", "png", "jpg", "woff", "woff2", "ttf", "eot"].map((type) => [`.${type}`, "dataurl"])),
  plugins: [sassPlugin()],
  logLevel: "error",
});
await copyFile(file, join(out, basename(file)));
await writeFile(join(out, "index.html"), `<!doctype html><meta charset="utf-8"><title>Kaoto</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="app.css"><style>html, body, #root { height: 100%; margin: 0 }</style>
<div id="root"></div><script type="module" src="app.js"></script>`);

createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://here").pathname));
  const wanted = join(out, path === "/" ? "index.html" : path);
  if (wanted.startsWith(out) && (await stat(wanted).catch(() => null))?.isFile()) {
    response.setHeader("Content-Type", TYPES[extname(wanted)] ?? "text/plain; charset=utf-8");
    response.setHeader("Access-Control-Allow-Origin", "*");
    createReadStream(wanted).pipe(response);
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(port), "127.0.0.1", function () {
  const base = `http://127.0.0.1:${this.address().port}/`;
  console.log(`${basename(file)} in Kaoto: ${base}?file=${basename(file)}`);
  console.log(`the catalogue, for Kaoto in VS Code (kaoto.catalog.url): ${base}camel-catalog/index.json`);
});
