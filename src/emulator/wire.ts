/**
 * The few bytes of protobuf that etags and tokens are made of (BEHAVIOUR 4 "Anatomy of person.etag" and 5): varints and
 * length-delimited fields with field numbers below 16.
 */
export type WireField = { field: number; value: bigint | Uint8Array };

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}

export function encodeFields(fields: WireField[]): Buffer {
  const bytes: number[] = [];
  for (const { field, value } of fields) {
    if (typeof value === "bigint") bytes.push(field << 3, ...varint(value));
    else bytes.push((field << 3) | 2, ...varint(BigInt(value.length)), ...value);
  }
  return Buffer.from(bytes);
}

/** The fields in order, or `null` when the bytes are no such message. */
export function decodeFields(bytes: Uint8Array): WireField[] | null {
  const fields: WireField[] = [];
  let at = 0;
  const readVarint = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = bytes[at++]!;
    const number = readVarint();
    if (number === null || tag > 0x7f) return null;
    if ((tag & 7) === 0) fields.push({ field: tag >> 3, value: number });
    else if ((tag & 7) === 2) {
      const end = at + Number(number);
      if (end > bytes.length) return null;
      fields.push({ field: tag >> 3, value: bytes.slice(at, end) });
      at = end;
    } else return null;
  }
  return fields;
}
