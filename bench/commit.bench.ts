import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { EventBody } from '../src/core/engine/events.ts'
import type { Input } from '../src/core/engine/inputs.ts'
import { canonicalJson } from '../src/core/model/canonical-json.ts'
import { asMoney } from '../src/core/money/amount.ts'
import { systemClock } from '../src/main/runtime/clock.ts'
import { openStore } from '../src/main/store/open-store.ts'
import type { Bench } from './bench.ts'
import { timeEach } from './bench.ts'

const OPTIONS = { samples: 300, warmUp: 30 }

const events: readonly EventBody[] = [
  { type: 'EquityMarked', equity: asMoney(1_000_000_000_000n), tsEventMs: 1_767_225_600_000 },
]
const inputAt = (tsWallMs: number): Input => ({
  stamp: { tsWallMs, tsMarketMs: tsWallMs },
  body: { kind: 'heartbeatTicked' },
})

/** As many bytes as the row of one event: its payload, its hashes, its times. */
const rowBytes = (): Buffer => Buffer.alloc(canonicalJson(events[0]).length + 200, 0x61)

export const bench: Bench = {
  title: 'One durable commit of one event (WAL, synchronous=FULL)',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
    const bytes = rowBytes()
    const raw = openSync(join(folder, 'raw'), 'w')
    const bare = new Database(join(folder, 'bare.sqlite'))
    bare.pragma('journal_mode = WAL')
    bare.pragma('synchronous = FULL')
    bare.exec('CREATE TABLE row (bytes BLOB NOT NULL) STRICT')
    const insert = bare.prepare('INSERT INTO row VALUES (?)')
    const store = openStore({
      file: join(folder, 'desk.sqlite'),
      mode: 'paper',
      clock: systemClock,
    })
    try {
      return [
        await timeEach('yardstick: write and fdatasync of the same size', OPTIONS, async () => {
          writeSync(raw, bytes)
          fdatasyncSync(raw)
        }),
        await timeEach('bare SQLite insert of the same size', OPTIONS, async () =>
          insert.run(bytes),
        ),
        await timeEach('commit: event, hash chain, projection, input', OPTIONS, async () =>
          store.commit(inputAt(Date.now()), [], events, []),
        ),
      ]
    } finally {
      store.close()
      bare.close()
      closeSync(raw)
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
