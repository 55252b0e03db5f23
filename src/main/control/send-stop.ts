import { createConnection } from 'node:net'
import type { StopAnswer, StopRequest } from './control-message.ts'
import { LINE_BYTES_MAX, readLine, stopAnswer } from './control-message.ts'

const PATIENCE_MS = 10_000

/** Nobody listens there: no desk runs on this folder. */
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED'])

const isAbsent = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && ABSENT.has(String(cause.code))

/**
 * Tells the desk at `address` to stop entries. Null when no desk runs there. Rejects with a sentence
 * when one does and did not answer, or when it may not be asked.
 */
export function sendStop(address: string, request: StopRequest): Promise<StopAnswer | null> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = createConnection(address)
    socket.setEncoding('utf8')
    socket.setTimeout(PATIENCE_MS, () => {
      reject(new Error('The desk did not answer within 10 s. Use its window.'))
      socket.destroy()
    })
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`))
    socket.on('data', (part: string) => {
      text = (text + part).slice(0, LINE_BYTES_MAX)
    })
    socket.once('end', () => {
      try {
        resolve(readLine(stopAnswer, text))
      } catch (cause) {
        reject(new Error('The desk answered something else. Use its window.', { cause }))
      }
    })
    socket.once('error', (cause) => {
      if (isAbsent(cause)) resolve(null)
      else reject(new Error(`The desk cannot be reached: ${cause.message}`, { cause }))
    })
  })
}
