/** RFC 3339 in UTC with six fractional digits (BEHAVIOUR 3). The clock counts milliseconds, so the last three are zeros. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
