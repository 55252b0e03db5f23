import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'

/** An order as the venue's own history has it. */
export interface WitnessedOrder {
  readonly oid: number
  readonly cloid: string | null
  readonly status: string
}

/** What the venue says of an account, asked by nobody but the test. */
export interface VenueTestimony {
  /** Signed size by coin. */
  readonly positions: ReadonlyMap<string, string>
  readonly orders: readonly WitnessedOrder[]
  /** Trade ids. */
  readonly trades: readonly string[]
}

interface Clearinghouse {
  readonly assetPositions: readonly {
    readonly position: { readonly coin: string; readonly szi: string }
  }[]
}
interface Historical {
  readonly order: { readonly oid: number; readonly cloid: string | null }
  readonly status: string
}

/** On a line of its own: a kept one may be closed by the venue at the moment it is used again. */
async function ask<T>(url: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const question = request(`${url}/info`, { method: 'POST', headers, agent: false })
  question.end(JSON.stringify(body))
  const [answer] = (await once(question, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`the exchange answered ${answer.statusCode}`)
  return (await json(answer)) as T
}

/** The venue tells no more than so many in one answer. */
const ANSWER_MAX = 2_000

/** A list as long as an answer may be has left something out: what is missing proves nothing then. */
function whole<T>(what: string, list: readonly T[]): readonly T[] {
  if (list.length < ANSWER_MAX) return list
  throw new Error(`the venue has ${list.length} ${what} or more: it tells no more at once`)
}

export async function askVenue(url: string, user: string): Promise<VenueTestimony> {
  const [state, history, fills] = await Promise.all([
    ask<Clearinghouse>(url, { type: 'clearinghouseState', user }),
    ask<readonly Historical[]>(url, { type: 'historicalOrders', user }),
    ask<readonly { readonly tid: number }[]>(url, { type: 'userFills', user }),
  ])
  return {
    positions: new Map(
      state.assetPositions.map(({ position }) => [position.coin, position.szi] as const),
    ),
    orders: whole('orders', history).map(({ order, status }) => ({
      oid: order.oid,
      cloid: order.cloid,
      status,
    })),
    trades: whole('fills', fills).map(({ tid }) => String(tid)),
  }
}
