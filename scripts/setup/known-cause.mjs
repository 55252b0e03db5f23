const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network timeout/

/** @returns one plain sentence when the output of npm shows a known cause, otherwise undefined. */
export function knownCause(output) {
  if (/ENOSPC|no space left/i.test(output)) {
    return 'The disk is full: free about 3 GB and run the command again.'
  }
  if (unreachable.test(output)) {
    return 'The npm registry cannot be reached: connect this machine to the network and run the command again.'
  }
  return undefined
}
