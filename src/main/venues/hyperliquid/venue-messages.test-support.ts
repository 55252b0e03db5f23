import type { Terms } from '#core/model/terms.ts'
import {
  addressOf,
  FILE_START_MS,
  feedOf,
  MASTER,
  post,
  signedBody,
  startTest,
  TestSocket,
} from '../../paper-exchange/paper-exchange.test-support.ts'
import { longBracket, testId } from './terms.test-support.ts'

/** One message as a venue sent it, with what it answers. */
export type VenueMessage =
  | { readonly kind: 'frame'; readonly text: string }
  | { readonly kind: 'info'; readonly type: string; readonly text: string }
  | { readonly kind: 'exchange'; readonly terms: Terms; readonly text: string }

export const MESSAGES_ACCOUNT = addressOf(MASTER)
const user = MESSAGES_ACCOUNT
const KEPT_A_CHANNEL = 8

const trigger = (tpsl: 'tp' | 'sl', triggerPx: string) => ({
  trigger: { isMarket: true, triggerPx, tpsl },
})
const limit = (serial: number, b: boolean, p: string, s: string, r: boolean, tif: string) => ({
  ...{ a: 0, b, p, s, r, t: { limit: { tif } } },
  c: testId(serial),
})
const orders = (list: readonly object[], grouping = 'na') => ({
  type: 'order',
  orders: list,
  grouping,
})

const bracket = [
  limit(1, true, '20100', '0.01', false, 'Ioc'),
  { a: 0, b: false, p: '18000', s: '0.01', r: true, t: trigger('tp', '21000'), c: testId(3) },
  { a: 0, b: false, p: '18000', s: '0.01', r: true, t: trigger('sl', '19000'), c: testId(2) },
]
const cancelTwo = {
  type: 'cancelByCloid',
  cancels: [4, 9].map((serial) => ({ asset: 0, cloid: testId(serial) })),
}
const cancelTerms: Terms = {
  kind: 'cancel',
  cancels: [4, 9].map((serial) => ({ coin: 'BTC', clientOrderId: testId(serial) })),
}

const startTime = FILE_START_MS
const QUESTIONS: readonly { readonly type: string; readonly [field: string]: unknown }[] = [
  { type: 'meta' },
  { type: 'l2Book', coin: 'BTC' },
  {
    type: 'candleSnapshot',
    req: { coin: 'BTC', interval: '1m', startTime, endTime: startTime + 400_000 },
  },
  { type: 'clearinghouseState', user },
  { type: 'spotClearinghouseState', user },
  { type: 'frontendOpenOrders', user },
  { type: 'orderStatus', user, oid: testId(2) },
  { type: 'orderStatus', user, oid: testId(8) },
  { type: 'userFillsByTime', user, startTime: 0 },
  { type: 'userFunding', user, startTime: 0 },
  { type: 'userRateLimit', user },
  { type: 'userRole', user },
  { type: 'userAbstraction', user },
]

/** A session at the paper exchange, as its client heard it: every kind of message the desk reads. */
export async function recordVenueMessages(): Promise<readonly VenueMessage[]> {
  const minutes = Array.from({ length: 90 }, () => '20000,20010,19990,20000')
  const startMs = FILE_START_MS + 58 * 60_000
  const { exchange, clock } = await startTest({ feed: feedOf(minutes), startMs, speed: 10 })
  const socket = await TestSocket.open(exchange)
  const messages: VenueMessage[] = []
  const act = async (action: Record<string, unknown>, terms: Terms | null): Promise<void> => {
    const { text } = await post(exchange, '/exchange', await signedBody(action))
    if (terms !== null) messages.push({ kind: 'exchange', terms, text })
  }
  for (const type of ['orderUpdates', 'userFills', 'userFundings']) {
    await socket.subscribe({ type, user })
  }
  await socket.subscribe({ type: 'l2Book', coin: 'BTC' })
  await socket.subscribe({ type: 'activeAssetCtx', coin: 'BTC' })
  await socket.subscribe({ type: 'candle', coin: 'BTC', interval: '1m' })
  socket.say({ method: 'ping' })
  await act(orders(bracket, 'normalTpsl'), longBracket)
  await act(orders([limit(4, true, '19500', '0.01', false, 'Gtc')]), null)
  for (let step = 0; step < 180; step += 1) clock.advance(100)
  await act(orders([limit(5, false, '19900', '0.004', true, 'Ioc')]), null)
  for (const question of QUESTIONS) {
    const { text } = await post(exchange, '/info', question)
    messages.push({ kind: 'info', type: question.type, text })
  }
  await act(cancelTwo, cancelTerms)
  await act(orders(bracket.slice(1), 'normalTpsl'), longBracket)
  await socket.until(() => socket.on('userFundings').length > 1 && socket.on('pong').length > 0)
  const kept = new Map<string, string[]>()
  for (const text of socket.raw) {
    const { channel } = JSON.parse(text) as { channel: string }
    kept.set(channel, [...(kept.get(channel) ?? []), text].slice(-KEPT_A_CHANNEL))
  }
  socket.close()
  await exchange.close()
  for (const text of [...kept.values()].flat()) messages.push({ kind: 'frame', text })
  return messages
}
