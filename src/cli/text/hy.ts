import type { Catalogue } from "./catalogue.ts";
import { formatOf } from "./format.ts";
import { errors } from "./hy/errors.ts";
import { help } from "./hy/help.ts";
import { usage } from "./hy/usage.ts";
import { views } from "./hy/views.ts";

export const hy: Catalogue = { language: "hy", format: formatOf("hy"), help, usage, errors, views };
