// Kaoto's catalogue of Camel, and in it the component gpio and the Kamelets of Pi Routes: node catalogue.mjs OUT [KAMELET.yaml…]
// Kaoto in VS Code takes it, served by HTTP, as the setting kaoto.catalog.url.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "yaml";

const require = createRequire(import.meta.url);
/** The repository's folder: this one, or one above it. */
let ROOT = new URL(".", import.meta.url);
while (!existsSync(new URL("mvnw", ROOT))) {
  ROOT = new URL("..", ROOT);
}
const GPIO = "modules/camel-gpio/src/generated/resources/META-INF/dev/piroutes/gpio/gpio.json";
const KAMELETS = ["gpio-button-source", "gpio-led-sink", "gpio-relay-sink"].map((name) =>
  new URL(`src/main/resources/kamelets/${name}.kamelet.yaml`, ROOT));

export async function makeCatalogue(out, ownKamelets = []) {
  const from = join(dirname(require.resolve("@kaoto/camel-catalog/package.json")), "dist", "camel-catalog");
  const library = await json(join(from, "index.json"));
  // Camel's own, not a product's; the newest comes first.
  const newest = library.definitions.find((one) => one.runtime === "Main" && !one.name.includes("redhat"));
  const folder = dirname(newest.fileName);
  await cp(join(from, folder), join(out, folder), { recursive: true });
  const { catalogs } = await json(join(out, newest.fileName));

  await add(join(out, folder, catalogs.components.file), async (components) => {
    const gpio = JSON.parse(await readFile(new URL(GPIO, ROOT), "utf8"));
    components.gpio = { ...gpio, propertiesSchema: schema(gpio.component, gpio.properties) };
  });
  await add(join(out, folder, catalogs.kamelets.file), async (kamelets) => {
    for (const file of [...KAMELETS, ...ownKamelets]) {
      const kamelet = parse(await readFile(file, "utf8"));
      kamelets[kamelet.metadata.name] = { ...kamelet, propertiesSchema: kamelet.spec.definition };
    }
  });
  await writeFile(join(out, "index.json"), JSON.stringify({ ...library, definitions: [newest] }));
}

const json = async (file) => JSON.parse(await readFile(file, "utf8"));

async function add(file, change) {
  const catalogue = await json(file);
  await change(catalogue);
  await writeFile(file, JSON.stringify(catalogue));
}

/** The form of a component: what Camel's description says of its options, as a JSON schema. */
function schema(component, options) {
  const TYPES = { integer: "integer", boolean: "boolean", number: "number" };
  const properties = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, {
    title: option.displayName,
    description: option.description,
    type: TYPES[option.type] ?? "string",
    $comment: `group:${option.group}`,
    ...(option.enum && { enum: option.enum }),
    ...(option.type === "duration" && { format: "duration" }),
    ...(option.defaultValue !== undefined && { default: option.defaultValue }),
  }]));
  const required = Object.keys(options).filter((name) => options[name].required);
  return { $schema: "http://json-schema.org/draft-07/schema#", type: "object", title: component.title, properties, required };
}

if (basename(process.argv[1]) === "catalogue.mjs") {
  const [out, ...own] = process.argv.slice(2);
  await mkdir(out, { recursive: true });
  await makeCatalogue(out, own);
}
