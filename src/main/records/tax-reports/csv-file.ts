import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { RowEncoder, TableShape } from '#core/tax/reports/csv-row.ts'
import { encodeHeader, rowEncoder } from '#core/tax/reports/csv-row.ts'

const CHUNK_ROWS = 2_048
const CHUNK_BYTES = 1 << 20
/** UTF-8 bytes of one UTF-16 unit at most. */
const BYTES_A_UNIT = 3

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
  /** Lines are written into it at once: thousands of kept strings would have to be joined. */
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  #filled = 0
  #chunkRows = 0
  #rows = 0
  #isOpen = true

  constructor(file: string, shape: TableShape, onChunk: (rows: number) => void) {
    this.#file = file
    this.#partial = `${file}.partial`
    this.#encode = rowEncoder(shape)
    this.#onChunk = onChunk
    this.#descriptor = openSync(this.#partial, 'w', 0o600)
    this.#append(encodeHeader(shape))
  }

  get rows(): number {
    return this.#rows
  }

  write(cells: string[]): void {
    this.#append(this.#encode(cells))
    this.#rows += 1
    this.#chunkRows += 1
    if (this.#chunkRows >= CHUNK_ROWS) this.#flush()
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

  #append(line: string): void {
    const most = line.length * BYTES_A_UNIT
    if (most > CHUNK_BYTES - this.#filled) this.#flush()
    if (most > CHUNK_BYTES) writeAll(this.#descriptor, Buffer.from(line, 'utf8'))
    else this.#filled += this.#chunk.write(line, this.#filled, 'utf8')
  }

  #flush(): void {
    if (this.#filled === 0) return
    writeAll(this.#descriptor, this.#chunk.subarray(0, this.#filled))
    this.#filled = 0
    this.#chunkRows = 0
    this.#onChunk(this.#rows)
  }

  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeSync(this.#descriptor)
  }
}
