import type { Mode } from '#core/model/signature.ts'

/** Switches that belong to one venue and are left behind, with whether they take a value. */
const LEFT_BEHIND: Readonly<Record<string, boolean>> = {
  mode: true,
  replay: true,
  'replay-from': true,
  speed: true,
  seed: true,
  smoke: true,
  'manual-clock': true,
  autopilot: false,
}
/** On mainnet a Ledger on USB signs, and nobody looks into the program. */
const NOT_ON_MAINNET = /^--(?:signer|inspect|remote-debugging-|js-flags|disable-web-security)/

/**
 * The words to start the program with again on another venue: folder, driver and Chromium's own
 * switches stay, what belongs to the venue of before goes.
 *
 * @param words those behind the program, the folder of the application included.
 */
export function restartWords(words: readonly string[], mode: Mode): string[] {
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const name = word.replace(/^--/, '').replace(/=.*$/s, '')
    const isForeign = word.startsWith('--') && Object.hasOwn(LEFT_BEHIND, name)
    const isRefused = mode === 'mainnet' && NOT_ON_MAINNET.test(word)
    if (!isForeign && !isRefused) {
      kept.push(word)
      continue
    }
    const takesValue = LEFT_BEHIND[name] ?? name === 'signer'
    if (takesValue && !word.includes('=')) index += 1
  }
  return mode === 'paper' ? kept : [...kept, '--mode', mode]
}
