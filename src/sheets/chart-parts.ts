/** A native chart as the parts of a workbook (DrawingML, ECMA-376 part 1, 20.5 and 21.2), drawn by Excel and LibreOffice from the cells. Pure. */

export type Chart = {
  title: string;
  /** Bars lie, columns stand. */
  shape: "bar" | "column";
  /** Rows from 1, first and last; columns from 0. */
  rows: [first: number, last: number];
  labels: number;
  values: number;
  /** What the cells hold, for programs that draw without reading them. */
  data: { label: string; value: number }[];
  /** Where it stands: its upper left cell, and its size in cells of about 64 × 20 pixels; all from 0. */
  at: { column: number; row: number; width: number; height: number };
};

const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const COLOUR = "1F4E79";
const GREY = "D0D7DE";

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

export function chartXml(sheet: string, chart: Chart): string {
  const { title, shape, data } = chart;
  const labels = data.map(({ label }, index) => `<c:pt idx="${index}"><c:v>${escapeXml(label)}</c:v></c:pt>`).join("");
  const values = data.map(({ value }, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join("");
  const count = `<c:ptCount val="${data.length}"/>`;
  const series =
    `<c:ser><c:idx val="0"/><c:order val="0"/><c:spPr><a:solidFill><a:srgbClr val="${COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>` +
    `<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>` +
    `<c:cat><c:strRef><c:f>${rangeOf(sheet, chart.labels, chart.rows)}</c:f><c:strCache>${count}${labels}</c:strCache></c:strRef></c:cat>` +
    `<c:val><c:numRef><c:f>${rangeOf(sheet, chart.values, chart.rows)}</c:f><c:numCache><c:formatCode>#,##0</c:formatCode>${count}${values}</c:numCache></c:numRef></c:val></c:ser>`;
  // Bars are drawn from below: the first row belongs on top.
  const order = shape === "bar" ? "maxMin" : "minMax";
  const [across, up] = shape === "bar" ? ["l", "t"] : ["b", "l"];
  return (
    `${HEAD}<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}"><c:roundedCorners val="0"/><c:chart>` +
    `<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr sz="1200" b="1"/><a:t>${escapeXml(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>` +
    `<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="${shape === "bar" ? "bar" : "col"}"/><c:grouping val="clustered"/><c:varyColors val="0"/>${series}<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="112"/></c:barChart>` +
    `<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="${order}"/></c:scaling><c:delete val="0"/><c:axPos val="${across}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:solidFill><a:srgbClr val="${GREY}"/></a:solidFill></a:ln></c:spPr><c:crossAx val="112"/><c:crosses val="autoZero"/></c:catAx>` +
    `<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="${up}"/><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="autoZero"/></c:valAx>` +
    `</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:solidFill><a:srgbClr val="${GREY}"/></a:solidFill></a:ln></c:spPr></c:chartSpace>`
  );
}

/** `'Figures'!$B$2:$B$9` */
function rangeOf(sheet: string, column: number, [first, last]: Chart["rows"]): string {
  const letter = String.fromCharCode(65 + column);
  return escapeXml(`'${sheet.replaceAll("'", "''")}'!$${letter}$${first}:$${letter}$${last}`);
}

/** The drawing of a sheet, which says where its charts stand; chart `n` has the relation `rIdn`. */
export function drawingXml(charts: Chart[]): string {
  const anchors = charts.map(({ title, at }, index) => {
    const corner = (tag: string, column: number, row: number) =>
      `<xdr:${tag}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${tag}>`;
    return (
      `<xdr:twoCellAnchor editAs="oneCell">${corner("from", at.column, at.row)}${corner("to", at.column + at.width, at.row + at.height)}` +
      `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" descr="${escapeXml(title)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>` +
      `<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${DRAWING}/chart"><c:chart xmlns:c="${DRAWING}/chart" r:id="rId${index + 1}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>`
    );
  });
  return `${HEAD}<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}">${anchors.join("")}</xdr:wsDr>`;
}

export function relationsXml(relations: { id: string; kind: "chart" | "drawing"; target: string }[]): string {
  const lines = relations.map(
    ({ id, kind, target }) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join("")}</Relationships>`;
}

/** The list of parts with the new ones in it. */
export function withContentTypes(types: string, parts: { name: string; kind: "chart" | "drawing" }[]): string {
  const kinds = {
    chart: "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    drawing: "application/vnd.openxmlformats-officedocument.drawing+xml",
  };
  const lines = parts.map(({ name, kind }) => `<Override PartName="/${name}" ContentType="${kinds[kind]}"/>`);
  return types.replace("</Types>", `${lines.join("")}</Types>`);
}

/** The sheet with its drawing, which stands behind everything that our sheets have (CT_Worksheet). */
export function withDrawing(sheet: string, relation: string): string {
  return sheet.replace(/<\/worksheet>\s*$/, `<drawing xmlns:r="${OFFICE}" r:id="${relation}"/></worksheet>`);
}
