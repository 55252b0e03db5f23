import type { PlantedBug } from './planted-bug.ts'

/** Twelve bugs that a trading program must not have; each has to be found by the rules. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a fill that is told twice counts twice',
    firstSeed: 1,
    file: 'src/core/engine/reports.ts',
    find: 'if (book.tradeIds.has(report.tradeId) || !isAfterAdoption(book, report.tsEventMs)) return',
    put: 'if (!isAfterAdoption(book, report.tsEventMs)) return',
    caughtBy: /was booked twice/,
  },
  {
    name: 'an error of the venue is believed at once',
    firstSeed: 2,
    file: 'src/core/engine/submissions.ts',
    find:
      '  const isRefused = isSurelyRefused(ticket, stamp)\n' +
      '  if (!isRefused && !isProvablyOver(ticket, stamp)) return\n' +
      '  if (!isSeenToBeOver(state, clientOrderId, stamp)) return\n',
    put:
      "  const isRefused = ticket.problem?.code === 'refused'\n" +
      '  if (!isRefused && !isSeenToBeOver(state, clientOrderId, stamp)) return\n',
    caughtBy: /ended as|gave? up as|given up as|still/,
  },
  {
    name: 'an order that was not seen yet counts as expired',
    firstSeed: 2,
    file: 'src/core/engine/submissions.ts',
    find: 'ticket.expiresAfterMs !== null && stamp.tsWallMs > ticket.expiresAfterMs + EXPIRY_MARGIN_MS',
    put: 'ticket.expiresAfterMs !== null',
    caughtBy: /given up as|ended as/,
  },
  {
    name: 'nothing is judged again when the signature comes back',
    firstSeed: 7,
    file: 'src/core/engine/approvals.ts',
    find: 'const again = judgeAgain(state, ticket)',
    put: "const again = null ?? { result: 'passed', message: '' }",
    caughtBy: /was sent (while|on an old price|after)|more than|could lose|too many/,
  },
  {
    name: 'a signature is used although its action has nearly expired',
    firstSeed: 2,
    file: 'src/core/engine/approvals.ts',
    find: 'if (leftMs < TIME_LEFT_MS_MIN) {',
    put: 'if (leftMs < -600_000) {',
    caughtBy: /after its expiry/,
  },
  {
    name: 'two actions get the same nonce',
    firstSeed: 1,
    file: 'src/core/engine/exit-tickets.ts',
    find: 'Math.max(stamp.tsWallMs, state.book.lastNonce + 1)',
    put: 'stamp.tsWallMs - (stamp.tsWallMs % 60_000)',
    caughtBy: /is not a new one/,
  },
  {
    name: 'the stop of a partly filled entry is taken for one that is awake',
    firstSeed: 39,
    file: 'src/core/engine/position-alerts.ts',
    find: 'if (isAtVenue(order.status) && !isAsleep(book, order)) found.push(order)',
    put: 'if (isAtVenue(order.status)) found.push(order)',
    caughtBy: /has no stop and nobody was told|nothing was done/,
  },
  {
    name: 'a position without a stop is only talked about',
    firstSeed: 1,
    file: 'src/core/engine/heartbeat.ts',
    find: '  repairProtection(state, draft, stamp)\n',
    put: '',
    caughtBy: /nothing was done/,
  },
  {
    name: 'an entry that lands after the kill switch stays',
    firstSeed: 8,
    file: 'src/core/engine/heartbeat.ts',
    find: '  followKill(state, draft, stamp)\n',
    put: '',
    caughtBy: /rests after the kill switch/,
  },
  {
    name: 'the order is sent before it is written down',
    firstSeed: 5,
    file: 'src/main/runtime/loop.ts',
    find: '    const ids = this.#options.store.commit(input, this.#records(), events, effects)\n',
    put:
      '    for (const effect of effects)\n' +
      "      if (effect.kind === 'submitAction') this.#options.runEffect({ id: 0, effect })\n" +
      '    const ids = this.#options.store.commit(input, this.#records(), events, effects)\n',
    caughtBy: /the log does not know|doubled|had given up|differ|still|nonce/,
  },
  {
    name: 'the live state changes without an event',
    firstSeed: 1,
    file: 'src/core/engine/observe.ts',
    find: "  if (body.kind === 'quoteTick') {\n    observeQuote(market, body, stamp.tsWallMs)\n",
    put:
      "  if (body.kind === 'quoteTick') {\n" +
      '    if (book.lastEquityMarkMs > 0) book.lastEquityMarkMs = stamp.tsMarketMs\n' +
      '    observeQuote(market, body, stamp.tsWallMs)\n',
    caughtBy: /is not the fold of the log|replay/,
  },
  {
    name: 'the log forgets what the quiet inputs told',
    firstSeed: 1,
    file: 'src/main/runtime/loop.ts',
    find: '    if (!REPEATED_REPORTS.has(kind)) this.#recordQuotes()\n    this.#quiet.push(input)\n',
    put: '',
    caughtBy: /the replay/,
  },
]
