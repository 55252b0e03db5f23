import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { openReadOnly } from '../open-read-only.ts'
import type { Db } from '../statements.ts'
import { createStatements } from '../statements.ts'
import { asStoreError, StoreError } from '../store-error.ts'
import type { ReceiptAnchor, ReceiptLook, ReceiptVerdict } from './receipt-chain.ts'
import { verifyReceiptChain } from './receipt-chain.ts'
import {
  anchorSchema,
  EXPORT_HEADER,
  readAnchor,
  readReceipts,
  receiptSchema,
} from './receipt-lines.ts'
import type { ReceiptRow } from './receipt-row.ts'

const EXPORT_BYTES_MAX = 512 * 1024 * 1024

/**
 * Checks the receipts of a database or of an export (JSON lines) offline: the chain, and for each
 * receipt the hash, the signer and the digest from its own bytes; `look` may find more. Throws StoreError when the file
 * is neither or cannot be read.
 */
export function verifyReceipts(file: string, look: ReceiptLook | null = null): ReceiptVerdict {
  try {
    return isDatabase(file) ? verifyDatabase(file, look) : verifyExport(file, look)
  } catch (cause) {
    throw asStoreError(cause, file)
  }
}

function isDatabase(file: string): boolean {
  const handle = openSync(file, 'r')
  try {
    const start = Buffer.alloc(15)
    readSync(handle, start, 0, 15, 0)
    return start.toString('latin1') === 'SQLite format 3'
  } finally {
    closeSync(handle)
  }
}

function verifyDatabase(file: string, look: ReceiptLook | null): ReceiptVerdict {
  const db = openReadOnly(file)
  try {
    return db.transaction(() => {
      const sql = createStatements(db)
      const verdict = verifyReceiptChain(readReceipts(sql), () => readAnchor(sql), look)
      return verdict.ok ? (compareWithLog(db) ?? verdict) : verdict
    })()
  } finally {
    db.close()
  }
}

/** Every signature in the log has its receipt, and the receipt holds that very signature. */
function compareWithLog(db: Db): ReceiptVerdict | null {
  const unmatched = db
    .prepare(
      `SELECT e.seq AS event_seq, COALESCE(r.seq, 0) AS seq
       FROM events AS e LEFT JOIN receipts AS r ON r.event_seq = e.seq
       WHERE e.type = 'OrderSigned' AND (r.seq IS NULL
         OR json_extract(e.payload, '$.ticketId') <> r.ticket_id
         OR json_extract(e.payload, '$.attempt') <> r.attempt
         OR json_extract(e.payload, '$.connectionId') <> r.connection_id
         OR json_extract(e.payload, '$.signature.r') <> r.r
         OR json_extract(e.payload, '$.signature.s') <> r.s)
       ORDER BY e.seq LIMIT 1`,
    )
    .get() as { event_seq: number; seq: number } | undefined
  if (!unmatched) return null
  const what = `event ${unmatched.event_seq} of the log has a signature without this receipt`
  return { ok: false, seq: unmatched.seq, what }
}

function verifyExport(file: string, look: ReceiptLook | null): ReceiptVerdict {
  if (statSync(file).size > EXPORT_BYTES_MAX) {
    throw new StoreError('E208', `${file} is larger than 512 MB. Verify the database itself.`)
  }
  const lines = readFileSync(file, 'utf8').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const first = lines.shift()
  if (first !== JSON.stringify(EXPORT_HEADER)) {
    throw new StoreError(
      'E001',
      `${file} is neither a Countersign database nor an export of receipts. Check the path.`,
    )
  }
  const anchor = parseAnchor(lines.at(-1))
  if (anchor !== null) lines.pop()
  let broken: ReceiptVerdict | null = null
  const verdict = verifyReceiptChain(
    parseLines(lines, (seq, what) => {
      broken = { ok: false, seq, what }
    }),
    () => anchor,
    look,
  )
  return broken ?? verdict
}

/** Stops at the first line that is no receipt and says which. */
function* parseLines(
  lines: readonly string[],
  onBroken: (seq: number, what: string) => void,
): Generator<ReceiptRow> {
  for (const [index, line] of lines.entries()) {
    const parsed = receiptSchema.safeParse(parseJson(line))
    if (!parsed.success) {
      onBroken(index + 1, `line ${index + 2} of the file is not a receipt`)
      return
    }
    yield parsed.data
  }
}

function parseAnchor(line: string | undefined): ReceiptAnchor | null {
  const parsed = anchorSchema.safeParse(line === undefined ? null : parseJson(line))
  return parsed.success ? parsed.data.anchor : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
