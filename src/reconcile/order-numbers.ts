/** A typed number further above the sequence than this is a slip of the finger (a phone, a price) and doesn't move it. */
const FURTHEST = 1000;

/** The sequence after taking in numbers that people typed: above every one of them that can be an order's number. */
export function raisedBy(last: number, typed: Iterable<number>): number {
  let floor = last;
  for (const number of [...typed].sort((a, b) => a - b)) {
    if (number > floor && number <= floor + FURTHEST) floor = number;
  }
  return floor;
}
