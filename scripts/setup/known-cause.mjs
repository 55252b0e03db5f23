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

/**
 * Retries for seconds, not minutes, and says why it failed even under a silent npm: the words of
 * npm are where the cause is found.
 */
export const npmPatience = [
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]
