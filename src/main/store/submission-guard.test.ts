import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '#core/engine/events.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import { parseMoney, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import {
  bracket,
  dayOpened,
  deskCreated,
  filled,
  inputAt,
  passed,
  STRANGER,
} from './desk-events.test-support.ts'
import { openStore } from './open-store.ts'
import { SUBMISSION_RULES } from './projections/submission-guard.ts'
import { hasSqliteCommandLine, runInCommandLine } from './sqlite-command-line.test-support.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const clock = new ManualClock(1_700_000_000_000)
const NOTHING = parseMoney('0')
const one = bracket(1)
const two = bracket(2)
const opening = [deskCreated, dayOpened()]
const [initialized, requested, approved, prepared, signed] = one.road as [
  EventBody,
  EventBody,
  EventBody,
  EventBody,
  EventBody,
]
const ready = [...opening, initialized, requested, approved, prepared, signed]

const risk = (
  change: 'raised' | 'ended',
  state: 'active' | 'reducing' | 'halted',
  cause: 'killSwitch' | 'lossesInRow' = 'killSwitch',
): EventBody => ({
  type: 'RiskStateChanged',
  state,
  change,
  cause,
  reason: 'a test',
  untilMs: cause === 'lossesInRow' ? inputAt(60).stamp.tsMarketMs : null,
})
const halted = risk('raised', 'halted')
const position = (coin: string, quantity: string): EventBody => ({
  type: 'PositionChanged',
  coin,
  quantity: parseQuantity(quantity),
  entryPrice: parsePrice('100'),
  tsEventMs: 1,
})
const without = (...left: EventBody[]): EventBody[] => ready.filter((body) => !left.includes(body))
const replaced = (body: EventBody, by: EventBody): EventBody[] =>
  ready.map((other) => (other === body ? by : other))
const lost = (pnl: string): EventBody[] => [
  ...opening,
  ...two.road,
  filled(two, 7, { closedPnl: parseMoney(pnl), fee: NOTHING }),
  ...ready.slice(2),
]

interface Case {
  readonly name: string
  readonly before: readonly EventBody[]
  readonly row?: EventBody
  /** Null: the row is taken. */
  readonly reason: string | null
}

const cases: readonly Case[] = [
  { name: 'everything is there', before: ready, reason: null },
  {
    name: 'no decision at all',
    before: [...opening, initialized, requested],
    reason: SUBMISSION_RULES.noDecision,
  },
  {
    name: 'the second decision is a denial',
    before: replaced(approved, one.approved({ decision: passed({ result: 'denied' }) })),
    reason: SUBMISSION_RULES.noDecision,
  },
  {
    name: 'a decision that was not needed is no passed one',
    before: replaced(approved, one.approved({ decision: passed({ result: 'notNeeded' }) })),
    reason: SUBMISSION_RULES.noDecision,
  },
  {
    name: 'the decision is another attempt’s',
    before: ready,
    row: one.submitted({ attempt: 2 }),
    reason: SUBMISSION_RULES.noDecision,
  },
  {
    name: 'the approval is of other terms',
    before: replaced(approved, one.approved({ digest: 'ab'.repeat(32) })),
    reason: SUBMISSION_RULES.noApproval,
  },
  { name: 'no signature', before: without(signed), reason: SUBMISSION_RULES.noSignature },
  {
    name: 'somebody else’s signature',
    before: replaced(signed, one.signed(STRANGER)),
    reason: SUBMISSION_RULES.noSignature,
  },
  {
    name: 'the signature was discarded',
    before: [
      ...without(signed),
      { type: 'SignatureDiscarded', ticketId: one.ticketId, attempt: 1, reason: 'too late' },
    ],
    reason: SUBMISSION_RULES.noSignature,
  },
  { name: 'the day has exactly enough left', before: lost('-200'), reason: null },
  {
    name: 'the day has 1e-8 too little left',
    before: lost('-200.00000001'),
    reason: SUBMISSION_RULES.overDayCap,
  },
  { name: 'a day that is ahead extends nothing', before: lost('500'), reason: null },
  {
    name: 'the row’s own worst case is over the cap',
    before: ready,
    row: one.submitted({ worst: '300.00000001' }),
    reason: SUBMISSION_RULES.overDayCap,
  },
  {
    name: 'the decision’s worst case counts where the row plays it down',
    before: replaced(
      approved,
      one.approved({ decision: passed({ worstCaseLoss: parseMoney('301') }) }),
    ),
    row: one.submitted({ worst: '1' }),
    reason: SUBMISSION_RULES.overDayCap,
  },
  {
    name: 'a new day starts from nothing',
    before: [...lost('-299'), dayOpened('2023-11-15')],
    reason: null,
  },
  {
    name: 'the decision does not say the cap of the day',
    before: replaced(
      approved,
      one.approved({ decision: passed({ numbers: { positionsMax: '3' } }) }),
    ),
    reason: SUBMISSION_RULES.noCaps,
  },
  {
    name: 'the decision does not say how many positions there may be',
    before: replaced(
      approved,
      one.approved({ decision: passed({ numbers: { dayLossCap: '300' } }) }),
    ),
    reason: SUBMISSION_RULES.noCaps,
  },
  {
    name: 'the decision says a cap that is no number',
    before: replaced(
      approved,
      one.approved({ decision: passed({ numbers: { dayLossCap: '3e2', positionsMax: '3' } }) }),
    ),
    reason: SUBMISSION_RULES.noCaps,
  },
  {
    name: 'as many positions as may be, and one of them in the same coin',
    before: [...ready, ...['ETH', 'SOL', 'XRP', 'BTC'].map((coin) => position(coin, '1'))],
    reason: null,
  },
  {
    name: 'two positions elsewhere and one in the same coin',
    before: [...ready, position('ETH', '1'), position('SOL', '-2'), position('BTC', '1')],
    reason: null,
  },
  {
    name: 'three positions elsewhere',
    before: [...ready, position('ETH', '1'), position('SOL', '-2'), position('XRP', '5')],
    reason: SUBMISSION_RULES.overPositionCount,
  },
  {
    name: 'a closed position does not count',
    before: [
      ...ready,
      ...['ETH', 'SOL', 'XRP'].map((coin) => position(coin, '1')),
      position('SOL', '0'),
    ],
    reason: null,
  },
  { name: 'halted', before: [...ready, halted], reason: SUBMISSION_RULES.notActive },
  {
    name: 'reducing',
    before: [...ready, risk('raised', 'reducing', 'lossesInRow')],
    reason: SUBMISSION_RULES.notActive,
  },
  { name: 'active again', before: [...ready, halted, risk('ended', 'active')], reason: null },
  {
    name: 'one of two causes has ended',
    before: [...ready, halted, risk('raised', 'halted', 'lossesInRow'), risk('ended', 'reducing')],
    reason: SUBMISSION_RULES.notActive,
  },
  {
    name: 'a cause still holds, whatever the state says',
    before: [...ready, halted, risk('raised', 'active', 'lossesInRow')],
    reason: SUBMISSION_RULES.notActive,
  },
  {
    name: 'the same attempt was sent before',
    before: [...ready, one.submitted()],
    reason: SUBMISSION_RULES.twice,
  },
  {
    name: 'a bracket that says it adds nothing',
    before: without(signed),
    row: one.submitted({ addsRisk: false }),
    reason: SUBMISSION_RULES.noSignature,
  },
]

function prepare(before: readonly EventBody[]): string {
  const file = join(temporaryFolder(), 'desk.db')
  const store = openStore({ file, mode: 'paper', clock })
  store.commit(inputAt(0), [], before, [])
  store.close()
  return file
}

const insertion = (body: EventBody): string =>
  `INSERT INTO events SELECT seq + 1, ${inputAt(1).stamp.tsWallMs}, ` +
  `${inputAt(1).stamp.tsMarketMs}, 'OrderSubmitted', '${canonicalJson(body)}', hash, ` +
  `'${'f'.repeat(64)}' FROM anchor;`

describe('an OrderSubmitted row', () => {
  test.each(cases)('committed: $name', ({ before, row = one.submitted(), reason }) => {
    const file = prepare(before)
    const store = openStore({ file, mode: 'paper', clock })
    const commit = () => store.commit(inputAt(1), [], [row], [])
    if (reason === null) expect(commit).not.toThrow()
    else expect(commit).toThrow(reason)
    store.close()
  })

  test.each(cases)('written by hand through the driver: $name', ({ before, row, reason }) => {
    const db = new Database(prepare(before))
    const write = () => db.exec(insertion(row ?? one.submitted()))
    if (reason === null) expect(write).not.toThrow()
    else expect(write).toThrow(reason)
    db.close()
  })

  test('written by hand through the sqlite3 command line', () => {
    if (!hasSqliteCommandLine()) return
    for (const { name, before, row, reason } of cases) {
      const complaint = runInCommandLine(prepare(before), insertion(row ?? one.submitted()))
      if (reason === null) expect(complaint, name).toBe('')
      else expect(complaint, name).toContain(reason)
    }
  })

  test('one that does not say whether it adds risk is held for one that does', () => {
    const db = new Database(prepare(opening))
    const row = canonicalJson({ type: 'OrderSubmitted', ticketId: 't-9', attempt: 1 })
    expect(() =>
      db.exec(
        `INSERT INTO events SELECT seq + 1, 1, 1, 'OrderSubmitted', '${row}', hash, ` +
          `'${'f'.repeat(64)}' FROM anchor`,
      ),
    ).toThrow(SUBMISSION_RULES.noDecision)
    db.close()
  })
})

describe('rows written by hand', () => {
  test('cannot change, remove, replace or squeeze in an event', () => {
    const file = prepare(ready)
    const db = new Database(file)
    const zeros = '0'.repeat(64)
    const payload = canonicalJson(risk('ended', 'active'))
    const row = (seq: string, previous: string) =>
      `INSERT OR REPLACE INTO events SELECT ${seq}, 1, 1, 'RiskStateChanged', '${payload}', ` +
      `${previous}, '${zeros}' FROM anchor`
    const refused: [string, string][] = [
      ["UPDATE events SET payload = '{}' WHERE seq = 2", 'never changed'],
      ['DELETE FROM events WHERE seq = 2', 'never removed'],
      [row('2', 'hash'), 'never replaced'],
      [row('seq + 2', 'hash'), 'does not follow'],
      [row('seq + 1', `'${zeros}'`), 'does not follow'],
      ['UPDATE anchor SET seq = seq - 1', 'only with the log'],
      ['DELETE FROM anchor', 'never removed'],
      [
        "INSERT INTO events SELECT seq + 1, 1, 1, 'DayOpened', '{}', hash, hash FROM anchor",
        'CHECK',
      ],
      ['UPDATE receipts SET nonce = 1', 'never changed'],
      ['DELETE FROM receipts', 'never removed'],
      ['INSERT OR REPLACE INTO receipts SELECT * FROM receipts', 'never replaced'],
    ]
    for (const [sql, reason] of refused) expect(() => db.exec(sql), sql).toThrow(reason)
    db.close()
    if (!hasSqliteCommandLine()) return
    for (const [sql, reason] of refused) {
      expect(runInCommandLine(file, `${sql};`), sql).toContain(reason)
    }
  })

  test('a guard that was dropped is back at the next start', () => {
    const file = prepare(without(signed))
    const db = new Database(file)
    db.exec('DROP TRIGGER submission_guard')
    db.close()
    const store = openStore({ file, mode: 'paper', clock })
    expect(() => store.commit(inputAt(1), [], [one.submitted()], [])).toThrow(
      SUBMISSION_RULES.noSignature,
    )
    store.close()
  })
})
