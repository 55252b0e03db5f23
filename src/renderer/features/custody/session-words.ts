import type { SessionView } from '#contract/custody-views.ts'

/** 7 h 40 min, 12 min, 40 s */
export function leftText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** Where the session stands, in one sentence. */
export function sessionSentence({ stage, isEnding, lastEnding }: SessionView): string {
  switch (stage) {
    case 'onDevice':
      return 'Your Ledger shows the approval. Compare the address of the key and its name, then confirm there.'
    case 'sending':
      return 'Approved on the Ledger. Telling the venue.'
    case 'active':
      return isEnding
        ? 'Ending: what the kill switch sent is still being signed.'
        : 'Closes, cancels and tighter stops are signed at once, without the Ledger.'
    default:
      return lastEnding === null
        ? 'No session. Every action is asked on the Ledger.'
        : `No session. The last one ended: ${lastEnding}`
  }
}

export const shortAddress = (address: string): string =>
  `${address.slice(0, 6)}…${address.slice(-4)}`
