import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '#core/engine/events.ts'
import { canonicalJson } from '#core/model/canonical-json.ts'
import type { ClientOrderId } from '#core/model/ids.ts'
import type { Order } from '#core/model/order.ts'
import type { CloseTerms } from '#core/model/terms.ts'
import { termsDigest } from '#core/model/terms-digest.ts'
import { parseMoney, parsePrice, parseQuantity } from '#core/money/decimal.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { bracket, dayOpened, deskCreated, inputAt, passed } from './desk-events.test-support.ts'
import { openStore } from './open-store.ts'
import { SUBMISSION_RULES } from './projections/submission-guard.ts'
import { hasSqliteCommandLine, runInCommandLine } from './sqlite-command-line.test-support.ts'
import { temporaryFolder } from './temporary-folder.test-support.ts'

const clock = new ManualClock(1_700_000_000_000)
const NOTHING = parseMoney('0')
const one = bracket(1)
const two = bracket(2)
const three = bracket(3, 'ETH')
const opening = [deskCreated, dayOpened()]
const halted: EventBody = {
  type: 'RiskStateChanged',
  state: 'halted',
  change: 'raised',
  cause: 'killSwitch',
  reason: 'a test',
  untilMs: null,
}

/** A close with everything that comes before its send; `order` plays tricks with its order. */
function closeOf(order: Partial<Order> = {}): EventBody[] {
  const exitId = '0x00000000000000000000000000000c01' as ClientOrderId
  const { ticketId } = two
  const terms: CloseTerms = {
    kind: 'close',
    coin: 'BTC',
    side: 'sell',
    quantity: parseQuantity('0.05'),
    limitPrice: parsePrice('36000'),
    exitId,
  }
  const digest = termsDigest(terms)
  const decision = passed({ result: 'notNeeded', worstCaseLoss: NOTHING, numbers: {} })
  const { quantity, limitPrice: price } = terms
  return [
    {
      type: 'OrderInitialized',
      ticketId,
      ticketNumber: 2,
      origin: { from: 'person' },
      coin: 'BTC',
      wish: null,
    },
    {
      type: 'ApprovalRequested',
      ticketId,
      terms,
      digest,
      figures: { lossAtStop: NOTHING, gainAtTarget: null, fees: NOTHING, margin: NOTHING },
      decision,
      band: null,
      offerExpiresMs: 1_700_000_121_000,
      sentence: 'Sell 0.05 BTC to close.',
      orders: [
        {
          clientOrderId: exitId,
          ticketId,
          role: 'exit',
          coin: 'BTC',
          side: 'sell',
          quantity,
          price,
          isReduceOnly: true,
          timeInForce: 'Ioc',
          status: 'Initialized',
          venueOrderId: null,
          filledQuantity: parseQuantity('0'),
          reason: null,
          ...order,
        },
      ],
    },
    two.approved({ digest, decision }),
    two.prepared(),
    two.signed(),
  ]
}

const ready = [...opening, ...one.road.slice(0, -1)]

function fileWith(before: readonly EventBody[]): string {
  const file = join(temporaryFolder(), 'desk.db')
  const store = openStore({ file, mode: 'paper', clock })
  store.commit(inputAt(0), [], before, [])
  store.close()
  return file
}

const FALSE_HASH = 'f'.repeat(64)
const values = (payload: string, type = 'OrderSubmitted'): string =>
  `SELECT seq + 1, 1, 1, '${type}', '${payload.replaceAll("'", "''")}', hash, '${FALSE_HASH}' FROM anchor`
const insert = (body: EventBody | string, verb = 'INSERT'): string =>
  `${verb} INTO events ${values(typeof body === 'string' ? body : canonicalJson(body))}`

const adding = one.submitted()
/** The same row, with one member written as given. */
const claiming = (member: string, value: string): string =>
  canonicalJson(adding).replace(new RegExp(`"${member}":("[^"]*"|[^,}]*)`), `"${member}":${value}`)

interface Trick {
  readonly name: string
  readonly before: readonly EventBody[]
  readonly sql: string
  /** Null: the last statement is taken. */
  readonly reason: string | null
}

const tricks: readonly Trick[] = [
  {
    name: 'a close that closes, while halted',
    before: [...opening, halted, ...closeOf()],
    sql: insert(two.submitted({ addsRisk: false, worst: '0' })),
    reason: null,
  },
  {
    name: 'a close whose order is not reduce-only',
    before: [...opening, halted, ...closeOf({ isReduceOnly: false })],
    sql: insert(two.submitted({ addsRisk: false, worst: '0' })),
    reason: SUBMISSION_RULES.notActive,
  },
  {
    name: 'a close by hand of a ticket that nobody opened',
    before: [...opening, halted],
    sql: insert(three.submitted({ addsRisk: false, worst: '0' })),
    reason: SUBMISSION_RULES.notActive,
  },
  {
    name: 'a bracket whose row of tickets was made a close',
    before: [...ready, halted],
    sql: `UPDATE tickets SET kind = 'close'; ${insert(one.submitted({ addsRisk: false }))}`,
    reason: SUBMISSION_RULES.notActive,
  },
  ...['false', '0', 'null', '"no"', '"false"', '-0.0', '[]'].map((value) => ({
    name: `a bracket whose addsRisk is ${value}`,
    before: [...ready, halted],
    sql: insert(claiming('addsRisk', value)),
    reason: SUBMISSION_RULES.notActive,
  })),
  {
    name: 'a row that is two things at once',
    before: [...ready, halted],
    sql: `INSERT INTO events ${values(`{"type":"SignalEmitted",${canonicalJson(adding).slice(1)}`, 'SignalEmitted')}`,
    reason: 'each name once',
  },
  {
    name: 'a row that says twice whether it adds risk',
    before: [...opening, ...closeOf()],
    sql: insert(`{"addsRisk":false,${canonicalJson(two.submitted()).slice(1)}`),
    reason: 'each name once',
  },
  ...['INSERT OR REPLACE', 'INSERT OR IGNORE', 'INSERT OR FAIL', 'REPLACE'].map((verb) => ({
    name: `${verb} while halted`,
    before: [...ready, halted],
    sql: insert(adding, verb),
    reason: SUBMISSION_RULES.notActive,
  })),
  {
    name: 'the same attempt in two rows of one statement',
    before: ready,
    sql:
      `INSERT INTO events ${values(canonicalJson(adding))} UNION ALL SELECT seq + 2, 1, 1, ` +
      `'OrderSubmitted', '${canonicalJson(adding)}', '${FALSE_HASH}', '${'e'.repeat(64)}' FROM anchor`,
    reason: SUBMISSION_RULES.twice,
  },
  {
    name: 'the same attempt in two statements',
    before: ready,
    sql: `${insert(adding)}; ${insert(adding)}`,
    reason: SUBMISSION_RULES.twice,
  },
  {
    name: 'a worst case below nothing in the row of decisions',
    before: ready,
    sql: `UPDATE decisions SET worst_case_loss = -100000000000; UPDATE days SET realised = -25000000000; ${insert(one.submitted({ worst: '0' }))}`,
    reason: SUBMISSION_RULES.overDayCap,
  },
  {
    name: 'a passed decision with a worst case below nothing',
    before: ready.map((body) =>
      body.type === 'OrderApproved'
        ? one.approved({ decision: passed({ worstCaseLoss: parseMoney('-500') }) })
        : body,
    ),
    sql: insert(one.submitted({ worst: '-500' })),
    reason: SUBMISSION_RULES.noCaps,
  },
  {
    name: 'no worst case in the row, and none of the decision',
    before: ready,
    sql: `UPDATE decisions SET worst_case_loss = 0; UPDATE days SET realised = -25000000000; ${insert(claiming('worstCaseLoss', 'null'))}`,
    reason: SUBMISSION_RULES.overDayCap,
  },
  {
    name: 'a cap that is nothing',
    before: ready,
    sql: `UPDATE decisions SET day_loss_cap = NULL; ${insert(adding)}`,
    reason: SUBMISSION_RULES.noCaps,
  },
  {
    name: 'a cap in words',
    before: ready,
    sql: "UPDATE decisions SET day_loss_cap = 'much'",
    reason: 'cannot store TEXT value in INTEGER column',
  },
  {
    name: 'a loss of the day in words',
    before: ready,
    sql: "UPDATE days SET realised = 'none'",
    reason: 'cannot store TEXT value in INTEGER column',
  },
  {
    name: 'an attempt that is none',
    before: ready,
    sql: insert(claiming('attempt', 'null')),
    reason: SUBMISSION_RULES.noDecision,
  },
  {
    name: 'an UPDATE that makes another event an OrderSubmitted',
    before: ready,
    sql: "UPDATE OR REPLACE events SET type = 'OrderSubmitted' WHERE seq = 3",
    reason: 'never changed',
  },
]

describe('a forged row', () => {
  test.each(tricks)('through the driver: $name', ({ before, sql, reason }) => {
    const db = new Database(fileWith(before))
    const write = () => db.exec(sql)
    if (reason === null) expect(write).not.toThrow()
    else expect(write).toThrow(reason)
    db.close()
  })

  test('through the sqlite3 command line', () => {
    if (!hasSqliteCommandLine()) return
    for (const { name, before, sql, reason } of tricks) {
      const complaint = runInCommandLine(fileWith(before), `${sql};`)
      if (reason === null) expect(complaint, name).toBe('')
      else expect(complaint, name).toContain(reason)
    }
  })
})
