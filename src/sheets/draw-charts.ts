/** Puts charts into a workbook that is written already: the library that writes it has none. */
import { type Chart, chartXml, drawingXml, relationsXml, withContentTypes, withDrawing } from "./chart-parts.ts";
import { type NewPart, rewriteZip } from "./zip-rewrite.ts";

/** `sheets` in the order of the workbook, which is that of its parts. */
export async function drawCharts(from: string, to: string, sheets: { name: string; charts: Chart[] }[]): Promise<void> {
  await rewriteZip(from, to, async (read) => {
    const parts: NewPart[] = [];
    const types: { name: string; kind: "chart" | "drawing" }[] = [];
    const add = (name: string, text: string) => parts.push({ name, content: Buffer.from(text) });
    let count = 0;
    for (const [index, { name, charts }] of sheets.entries()) {
      if (charts.length === 0) continue;
      const page = `xl/worksheets/sheet${index + 1}.xml`;
      const drawing = `xl/drawings/drawing${index + 1}.xml`;
      const numbers = charts.map(() => ++count);
      add(page, withDrawing(await read(page), "rId1"));
      add(
        `xl/worksheets/_rels/sheet${index + 1}.xml.rels`,
        relationsXml([{ id: "rId1", kind: "drawing", target: `../drawings/drawing${index + 1}.xml` }]),
      );
      add(drawing, drawingXml(charts));
      add(
        `xl/drawings/_rels/drawing${index + 1}.xml.rels`,
        relationsXml(
          numbers.map((number, at) => ({ id: `rId${at + 1}`, kind: "chart", target: `../charts/chart${number}.xml` })),
        ),
      );
      types.push({ name: drawing, kind: "drawing" });
      for (const [at, chart] of charts.entries()) {
        const part = `xl/charts/chart${numbers[at]}.xml`;
        add(part, chartXml(name, chart));
        types.push({ name: part, kind: "chart" });
      }
    }
    const list = "[Content_Types].xml";
    add(list, withContentTypes(await read(list), types));
    return parts;
  });
}
