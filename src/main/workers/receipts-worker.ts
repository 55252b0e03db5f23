import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { ReceiptsVerdictView, ReceiptView } from '#contract/custody.ts'
import { faultText } from '#core/model/fault-text.ts'
import { openReader } from '../store/open-reader.ts'
import type { ReceiptRow } from '../store/receipts/receipt-row.ts'
import { verifyReceipts } from '../store/receipts/verify-receipts.ts'

/** What the desk asks of this thread, once; then the thread ends. */
export type ReceiptsTask =
  | { readonly kind: 'page'; readonly beforeSeq: number | null }
  | { readonly kind: 'verify' }
  | { readonly kind: 'export'; readonly path: string }

const PAGE_ROWS = 50

const kindOf = (row: ReceiptRow): string => {
  const { kind } = JSON.parse(row.terms) as { readonly kind?: unknown }
  return typeof kind === 'string' ? kind : 'unknown'
}

const decisionOf = (row: ReceiptRow): string => {
  const { message } = JSON.parse(row.decision) as { readonly message?: unknown }
  return typeof message === 'string' ? message : row.decision
}

const toView = (row: ReceiptRow): ReceiptView => ({
  seq: row.seq,
  ticketId: row.ticket_id,
  attempt: row.attempt,
  sentence: row.sentence,
  kind: kindOf(row),
  digest: row.digest,
  connectionId: row.connection_id,
  nonce: row.nonce,
  expiresAfterMs: row.expires_after_ms,
  recoveredAddress: row.recovered_address,
  isBySession: row.recovered_address.toLowerCase() !== row.account.toLowerCase(),
  signature: `${row.r}${row.s.slice(2)}${row.v.toString(16)}`,
  actionHex: row.action_hex,
  decision: decisionOf(row),
  approvedWallMs: row.approved_wall_ms,
  signedWallMs: row.signed_wall_ms,
  hash: row.hash,
})

function verify(file: string): ReceiptsVerdictView {
  const verdict = verifyReceipts(file)
  if (verdict.ok) {
    const sentence =
      verdict.receipts === 0
        ? 'There are no receipts yet; the chain is at its beginning.'
        : `All ${verdict.receipts} receipts hold: every hash and every signer was derived again.`
    return { isWhole: true, sentence, wrongSeq: null }
  }
  const sentence = `Broken at receipt ${verdict.seq}: ${verdict.what}.`
  return { isWhole: false, sentence, wrongSeq: verdict.seq }
}

async function exportTo(file: string, path: string): Promise<string> {
  const reader = openReader(file)
  const stream = createWriteStream(path, { mode: 0o600 })
  try {
    for (const line of reader.receiptLines()) {
      if (!stream.write(`${line}\n`)) await once(stream, 'drain')
    }
    stream.end()
    await once(stream, 'finish')
    return path
  } finally {
    reader.close()
  }
}

function page(file: string, beforeSeq: number | null): readonly ReceiptView[] {
  const reader = openReader(file)
  try {
    return reader.receiptsPage(beforeSeq, PAGE_ROWS).map(toView)
  } finally {
    reader.close()
  }
}

async function run(file: string, task: ReceiptsTask): Promise<unknown> {
  switch (task.kind) {
    case 'page':
      return page(file, task.beforeSeq)
    case 'verify':
      return verify(file)
    default:
      return exportTo(file, task.path)
  }
}

const { file, task } = workerData as { readonly file: string; readonly task: ReceiptsTask }
run(file, task).then(
  (value) => parentPort?.postMessage({ ok: true, value }),
  (cause: unknown) => {
    parentPort?.postMessage({ ok: false, message: faultText(cause) })
  },
)
