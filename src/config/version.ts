import description from "../../package.json" with { type: "json" };

/** The program's version, as package.json says. */
export const version: string = description.version;
