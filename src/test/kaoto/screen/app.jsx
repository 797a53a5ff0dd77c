// Kaoto's editor as VS Code has it, with the file that the address names, and nobody behind it.
import { KaotoEditorApp } from "./node_modules/@kaoto/kaoto/lib/esm/multiplying-architecture/KaotoEditorApp.js";
import { LocalStorageKeys } from "./node_modules/@kaoto/kaoto/lib/esm/models/local-storage-keys.js";
import { DefaultSettingsAdapter } from "./node_modules/@kaoto/kaoto/lib/esm/models/settings/index.js";
import "@patternfly/patternfly/patternfly.css";
import { createRoot } from "react-dom/client";

const CATALOGUE = "camel-catalog/index.json";
const file = new URLSearchParams(location.search).get("file");
const [text, library] = await Promise.all([
  fetch(file).then((answer) => answer.text()),
  fetch(CATALOGUE).then((answer) => answer.json()),
]);
// By itself this Kaoto takes a catalogue of Red Hat's only.
localStorage.setItem(LocalStorageKeys.SelectedCatalog, JSON.stringify(library.definitions[0]));

const nobody = new Proxy(function () {}, {
  get: (_, name) => (name === "then" ? undefined : nobody),
  apply: () => Promise.resolve(undefined),
});
const editor = new KaotoEditorApp(
  { channelApi: nobody },
  { channel: "ONLINE", fileExtension: "camel.yaml" },
  new DefaultSettingsAdapter({ catalogUrl: CATALOGUE }),
);
editor.sendReady = async () => editor.setContent(file, text);
createRoot(document.getElementById("root")).render(editor.af_componentRoot());
editor.af_onOpen();
