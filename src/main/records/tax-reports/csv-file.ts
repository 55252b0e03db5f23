import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { RowEncoder, TableShape } from '#core/tax/reports/csv-row.ts'
import { encodeHeader, rowEncoder } from '#core/tax/reports/csv-row.ts'

const CHUNK_ROWS = 2_048

/** Writes the whole buffer, however many calls the system needs for it. */
function writeAll(descriptor: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written)
  }
}

/**
 * A CSV that grows on disk in chunks beside its final place and moves there when it is whole, so
 * that a failed or cancelled report leaves nothing. Synchronous: it belongs in a worker.
 */
export class CsvFile {
  readonly #encode: RowEncoder
  readonly #file: string
  readonly #partial: string
  readonly #descriptor: number
  readonly #onChunk: (rows: number) => void
  #pending: string[]
  #rows = 0
  #isOpen = true

  constructor(file: string, shape: TableShape, onChunk: (rows: number) => void) {
    this.#file = file
    this.#partial = `${file}.partial`
    this.#encode = rowEncoder(shape)
    this.#onChunk = onChunk
    this.#pending = [encodeHeader(shape)]
    this.#descriptor = openSync(this.#partial, 'w', 0o600)
  }

  get rows(): number {
    return this.#rows
  }

  write(cells: string[]): void {
    this.#pending.push(this.#encode(cells))
    this.#rows += 1
    if (this.#pending.length >= CHUNK_ROWS) this.#flush()
  }

  /** Makes the file durable under its own name. */
  commit(): void {
    this.#flush()
    fsyncSync(this.#descriptor)
    this.#close()
    renameSync(this.#partial, this.#file)
  }

  /** Leaves no trace; harmless after a commit. */
  discard(): void {
    if (!this.#isOpen) return
    this.#close()
    rmSync(this.#partial, { force: true })
  }

  #flush(): void {
    if (this.#pending.length === 0) return
    writeAll(this.#descriptor, Buffer.from(this.#pending.join(''), 'utf8'))
    this.#pending = []
    this.#onChunk(this.#rows)
  }

  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeSync(this.#descriptor)
  }
}
