import type { Catalogue } from "./catalogue.ts";
import { errors } from "./en/errors.ts";
import { help } from "./en/help.ts";
import { usage } from "./en/usage.ts";
import { views } from "./en/views.ts";
import { formatOf } from "./format.ts";

export const en: Catalogue = { language: "en", format: formatOf("en"), help, usage, errors, views };
