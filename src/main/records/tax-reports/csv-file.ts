import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { Cell, CellFormat, TableShape } from '#core/tax/reports/csv-row.ts'
import { CsvBytes } from './csv-bytes.ts'

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
  readonly #file: string
  readonly #partial: string
  readonly #descriptor: number
  readonly #onChunk: (rows: number) => void
  readonly #bytes: CsvBytes
  #chunkRows = 0
  #rows = 0
  #isOpen = true

  constructor(
    file: string,
    shape: TableShape,
    format: CellFormat,
    onChunk: (rows: number) => void,
  ) {
    this.#file = file
    this.#partial = `${file}.partial`
    this.#onChunk = onChunk
    this.#descriptor = openSync(this.#partial, 'w', 0o600)
    this.#bytes = new CsvBytes(shape, format, (bytes) => writeAll(this.#descriptor, bytes))
  }

  get rows(): number {
    return this.#rows
  }

  write(cells: readonly Cell[]): void {
    this.#bytes.row(cells)
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

  #flush(): void {
    this.#bytes.flush()
    this.#chunkRows = 0
    this.#onChunk(this.#rows)
  }

  #close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    closeSync(this.#descriptor)
  }
}
