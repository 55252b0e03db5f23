import { request as plainRequest } from 'node:http'
import { request } from 'node:https'

const PATIENCE_MS = 10_000

export interface Posted {
  readonly status: number
  /** What the server asks to wait before the next one; null where it says nothing. */
  readonly retryAfterMs: number | null
}

export type PostJson = (address: string, body: string) => Promise<Posted>

const retryAfter = (header: string | undefined): number | null => {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}

/** One POST, without redirects; what the server answers is not read. Rejects without an answer. */
export const postJson: PostJson = (address, body) =>
  new Promise((resolve, reject) => {
    const open = address.startsWith('https:') ? request : plainRequest
    const asked = open(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    asked.once('response', (response) => {
      const { statusCode = 0, headers } = response
      resolve({ status: statusCode, retryAfterMs: retryAfter(headers['retry-after']) })
      response.destroy()
    })
    asked.once('error', reject)
    asked.end(body)
  })
