import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back what a long reading has left behind. V8 lets the heap grow with the log that is folded
 * at a start and would keep the room for as long as the desk is open. Takes about a tenth of a
 * second, so it is for a moment at which nobody waits.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
