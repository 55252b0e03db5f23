import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { bracket, STRANGER, WALLET } from '../desk-events.test-support.ts'
import { deskFile, deskWithTrades, tamper } from '../desk-file.test-support.ts'
import { openReader } from '../open-reader.ts'
import { temporaryFolder } from '../temporary-folder.test-support.ts'
import type { ReceiptRow } from './receipt-row.ts'
import { receiptFields, receiptHash } from './receipt-row.ts'
import { verifyReceipts } from './verify-receipts.ts'

function exportOf(file: string): string[] {
  const reader = openReader(file)
  const lines = [...reader.receiptLines()]
  reader.close()
  return lines
}

function written(lines: readonly string[]): string {
  const file = join(temporaryFolder(), 'receipts.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const broken = (seq: number, what: string) => ({
  ok: false,
  seq,
  what: expect.stringContaining(what),
})

describe('receipts', () => {
  test('one is written with every signature, in the same transaction', () => {
    const { file, store } = deskWithTrades(2)
    const reader = openReader(file)
    const [newest, oldest] = reader.receiptsPage(null, 10)
    expect(oldest).toMatchObject({
      seq: 1,
      ticket_id: 't-1',
      attempt: 1,
      source: 'b',
      account: WALLET.address.toLowerCase(),
      recovered_address: WALLET.address.toLowerCase(),
      nonce: 1_700_000_001_000,
      expires_after_ms: 1_700_000_121_000,
      sentence: 'Buy 0.05 BTC, worst price 37000, stop at 36000.5.',
    })
    expect(newest?.prev_hash).toBe(oldest?.hash)
    reader.close()
    store.close()
    expect(verifyReceipts(file)).toMatchObject({ ok: true, receipts: 2 })
    expect(verifyReceipts(written(exportOf(file)))).toMatchObject({ ok: true, receipts: 2 })
  })

  test('a desk without signatures has none, and that holds', () => {
    const file = deskFile(0)
    expect(verifyReceipts(file)).toMatchObject({ ok: true, receipts: 0 })
    expect(verifyReceipts(written(exportOf(file)))).toMatchObject({ ok: true, receipts: 0 })
  })

  test.each([
    [
      'an altered byte',
      'UPDATE receipts SET action_hex = replace(action_hex, 1, 2) WHERE seq = 2',
      2,
      'do not give its hash',
    ],
    [
      'an altered sentence',
      "UPDATE receipts SET sentence = 'Sell' WHERE seq = 3",
      3,
      'do not give its hash',
    ],
    ['a removed row', 'DELETE FROM receipts WHERE seq = 2', 3, 'receipt 2 is missing'],
    [
      'two swapped rows',
      'UPDATE receipts SET seq = 9 WHERE seq = 2; UPDATE receipts SET seq = 2 WHERE seq = 3; UPDATE receipts SET seq = 3 WHERE seq = 9',
      2,
      'not chained',
    ],
    ['a cut tail', 'DELETE FROM receipts WHERE seq = 4', 3, 'the end was cut off'],
    ['a lost anchor', 'DELETE FROM receipt_anchor', 4, 'anchor'],
    [
      'a cut tail with the anchor set back',
      'DELETE FROM receipts WHERE seq = 4; UPDATE receipt_anchor SET seq = 3, hash = (SELECT hash FROM receipts WHERE seq = 3)',
      0,
      'has a signature without this receipt',
    ],
  ])('in a database, %s is found', (_name, sql, seq, what) => {
    const file = deskFile(4)
    tamper(file, sql)
    expect(verifyReceipts(file)).toEqual(broken(seq, what))
  })

  test('in an export, each of the four is found', () => {
    const lines = exportOf(deskFile(4))
    expect(lines).toHaveLength(6)
    const at = (index: number) => lines[index] as string
    const altered = lines.with(2, at(2).replace('"nonce":17', '"nonce":18'))
    expect(verifyReceipts(written(altered))).toEqual(broken(2, 'do not give its hash'))
    expect(verifyReceipts(written(lines.toSpliced(2, 1)))).toEqual(
      broken(3, 'receipt 2 is missing'),
    )
    const swapped = lines.with(2, at(3)).with(3, at(2))
    expect(verifyReceipts(written(swapped))).toEqual(broken(3, 'receipt 2 is missing'))
    expect(verifyReceipts(written(lines.slice(0, 4)))).toEqual(broken(3, 'anchor'))
    expect(verifyReceipts(written(lines.toSpliced(4, 1)))).toEqual(broken(3, 'cut off'))
    const cutInLine = written(lines)
    writeFileSync(cutInLine, readFileSync(cutInLine).subarray(0, -200))
    expect(verifyReceipts(cutInLine)).toMatchObject({ ok: false })
  })

  test('one flipped byte anywhere in an export is found', () => {
    const whole = Buffer.from(`${exportOf(deskFile(1)).join('\n')}\n`)
    const file = written([])
    for (let index = 0; index < whole.length - 1; index += 7) {
      const flipped = Buffer.from(whole)
      flipped[index] = (flipped[index] as number) ^ 0x01
      writeFileSync(file, flipped)
      let isFound = false
      try {
        isFound = !verifyReceipts(file).ok
      } catch (cause) {
        isFound = cause instanceof Error && cause.name === 'StoreError'
      }
      expect(isFound, `byte ${index}`).toBe(true)
    }
  })

  /** Somebody who recomputes the whole chain still cannot make up a signature. */
  const forged = (change: Partial<ReceiptRow>): string => {
    const lines = exportOf(deskFile(1))
    const row = { ...(JSON.parse(lines[1] as string) as ReceiptRow), ...change }
    const hash = receiptHash(row)
    return written([
      lines[0] as string,
      JSON.stringify({ ...row, hash }),
      JSON.stringify({ anchor: { seq: 1, hash } }),
    ])
  }
  const strange = bracket(1).signed(STRANGER)
  const { signature } = strange.type === 'OrderSigned' ? strange : { signature: null }

  test.each<[string, Partial<ReceiptRow>, string]>([
    ['another action', { action_hex: '80' }, 'hash that was signed'],
    ['another nonce', { nonce: 5 }, 'hash that was signed'],
    ['another expiry', { expires_after_ms: null }, 'hash that was signed'],
    ['another network', { source: 'a' }, 'not by the address'],
    [
      'another signer',
      { r: signature?.r ?? '', s: signature?.s ?? '', v: signature?.v ?? 27 },
      'not by the address',
    ],
    [
      'a stranger who says so',
      {
        r: signature?.r ?? '',
        s: signature?.s ?? '',
        v: signature?.v ?? 27,
        recovered_address: STRANGER.address.toLowerCase(),
      },
      "account's own address",
    ],
    ['other terms', { terms: '{"kind":"bracket"}' }, 'digest'],
    ['nonsense', { r: '0x', s: '0x' }, 'cannot be one of a receipt'],
  ])('a recomputed chain with %s is found', (_name, change, what) => {
    expect(verifyReceipts(forged(change))).toEqual(broken(1, what))
  })

  test('a file that is neither is refused', () => {
    expect(() => verifyReceipts(written(['{}']))).toThrow('neither a Countersign database nor')
    expect(() => verifyReceipts('/nowhere/at-all')).toThrow('Check that it exists')
  })

  test('the hash covers every column of the table', () => {
    const db = new Database(deskFile(0), { readonly: true })
    const columns = db.prepare("SELECT name FROM pragma_table_info('receipts')").pluck().all()
    expect(columns).toEqual([...receiptFields, 'hash'])
    db.close()
  })
})
