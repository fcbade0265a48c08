export { readSettings, type Settings, type SettingsInput } from "./settings.ts";
export { readTemplateFile } from "./template-file.ts";
export { version } from "./version.ts";
