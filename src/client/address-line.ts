/** An address on one line: one line of a cell is one address. */
export function addressLine(address: string): string {
  return address.replace(/\s*[\r\n]+\s*/g, ", ").trim();
}

/** Whether two spellings say the same address: line ends, commas and case tell nothing. */
export function isSameAddress(one: string, other: string): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(address: string): string {
  return (
    address
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(" ");
}
