import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSummaryView, RunView } from '#contract/research.ts'

/** Runs that are done, one file each with everything that is needed to repeat it. */
export class RunStore {
  readonly #folder: string
  readonly #known = new Map<string, RunSummaryView>()

  constructor(researchFolder: string) {
    this.#folder = join(researchFolder, 'runs')
    mkdirSync(this.#folder, { recursive: true })
  }

  #path(runId: string): string {
    return join(this.#folder, `${runId}.json`)
  }

  add(run: RunView): void {
    writeFileSync(`${this.#path(run.runId)}.new`, JSON.stringify(run))
    renameSync(`${this.#path(run.runId)}.new`, this.#path(run.runId))
  }

  /** Throws with a sentence where there is no such run. */
  load(runId: string): RunView {
    try {
      return JSON.parse(readFileSync(this.#path(runId), 'utf8')) as RunView
    } catch (cause) {
      throw new Error(`The run ${runId} cannot be read: ${(cause as Error).message}`, { cause })
    }
  }

  /** Newest first. A file is read once; runs never change. */
  list(): readonly RunSummaryView[] {
    const ids = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
    for (const runId of ids) {
      if (!this.#known.has(runId)) this.#known.set(runId, summaryOf(this.load(runId)))
    }
    return [...this.#known.values()]
      .filter(({ runId }) => ids.includes(runId))
      .sort((a, b) => b.createdMs - a.createdMs)
  }

  remove(runId: string): void {
    this.#known.delete(runId)
    rmSync(this.#path(runId), { force: true })
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
