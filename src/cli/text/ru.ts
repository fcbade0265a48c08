import type { Catalogue } from "./catalogue.ts";
import { formatOf } from "./format.ts";
import { errors } from "./ru/errors.ts";
import { help } from "./ru/help.ts";
import { usage } from "./ru/usage.ts";
import { views } from "./ru/views.ts";

export const ru: Catalogue = { language: "ru", format: formatOf("ru"), help, usage, errors, views };
