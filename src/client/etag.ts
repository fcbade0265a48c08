/**
 * Whether two etags of one contact name the same version. An etag encodes the read mask beside the version (people-api reference, section 4), so
 * the strings differ between reads with different masks; the version is the 12-character hash at the end of the decoded message.
 */
export function isSameVersion(left: string | undefined, right: string | undefined): boolean {
  if (!left || !right) return false;
  return left === right || (versionOf(left) !== null && versionOf(left) === versionOf(right));
}

function versionOf(etag: string): string | null {
  if (!etag.startsWith("%")) return null;
  try {
    const decoded = atob(etag.slice(1));
    const hash = decoded.slice(-12);
    return /^[\w+/-]{11}=$/.test(hash) ? hash : null;
  } catch {
    return null;
  }
}
