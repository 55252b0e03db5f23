import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSummaryView, RunView } from '#contract/research.ts'

const SUMMARY = '.summary.json'

/**
 * Runs that are done: a report with everything that is needed to repeat the run, and a summary for
 * the list. The summary is written last: a run that is listed is whole.
 */
export class RunStore {
  readonly #folder: string
  readonly #known = new Map<string, RunSummaryView>()

  constructor(researchFolder: string) {
    this.#folder = join(researchFolder, 'runs')
    mkdirSync(this.#folder, { recursive: true })
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }

  #write(name: string, value: object): void {
    writeFileSync(this.#path(`${name}.new`), JSON.stringify(value))
    renameSync(this.#path(`${name}.new`), this.#path(name))
  }

  add(run: RunView): void {
    this.#write(`${run.runId}.json`, run)
    this.#write(`${run.runId}${SUMMARY}`, summaryOf(run))
  }

  /** The report as it was written. Rejects with a sentence where there is none. */
  async text(runId: string): Promise<string> {
    try {
      return await readFile(this.#path(`${runId}.json`), 'utf8')
    } catch (cause) {
      throw new Error(`The run ${runId} cannot be read: ${(cause as Error).message}`, { cause })
    }
  }

  /** Newest first. A summary is read once; runs never change. */
  list(): readonly RunSummaryView[] {
    const ids = readdirSync(this.#folder)
      .filter((name) => name.endsWith(SUMMARY))
      .map((name) => name.slice(0, -SUMMARY.length))
    for (const runId of ids) {
      if (this.#known.has(runId)) continue
      const text = readFileSync(this.#path(`${runId}${SUMMARY}`), 'utf8')
      this.#known.set(runId, JSON.parse(text) as RunSummaryView)
    }
    return [...this.#known.values()]
      .filter(({ runId }) => ids.includes(runId))
      .sort((a, b) => b.createdMs - a.createdMs)
  }

  remove(runId: string): void {
    this.#known.delete(runId)
    rmSync(this.#path(`${runId}${SUMMARY}`), { force: true })
    rmSync(this.#path(`${runId}.json`), { force: true })
  }
}

export const summaryOf = (run: RunSummaryView): RunSummaryView => ({
  runId: run.runId,
  spec: run.spec,
  coin: run.coin,
  createdMs: run.createdMs,
  state: run.state,
  progress: run.progress,
  problem: run.problem,
  figures: run.figures,
})
