/**
 * One subject of `npm run bench -- NAME`. It lives in bench/NAME.bench.ts and is exported there as
 * `bench`. What is measured first is the yardstick: the others are shown as multiples of it.
 */
export interface Bench {
  readonly title: string
  /** How a figure is written, where it is no time. */
  readonly format?: (figure: number) => string
  /** Takes the measurements in turn; each appears as one row of the table. */
  run(): Promise<readonly Measurement[]>
}

export interface Measurement {
  readonly name: string
  /** One number a repetition, in milliseconds; another unit where the bench has a `format`. */
  readonly samplesMs: readonly number[]
}

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * Times `work` in `samples` batches of `batch` calls, after one batch to warm up. A batch makes the
 * work long enough for the clock; each sample is the mean of its batch.
 */
export function timeBatches(
  name: string,
  { samples, batch }: { readonly samples: number; readonly batch: number },
  work: () => void,
): Measurement {
  const samplesMs: number[] = []
  for (let sample = -1; sample < samples; sample += 1) {
    const started = nowMs()
    for (let call = 0; call < batch; call += 1) work()
    if (sample >= 0) samplesMs.push((nowMs() - started) / batch)
  }
  return { name, samplesMs }
}

/** Times asynchronous work, one sample a call, after `warmUp` calls that do not count. */
export async function timeEach(
  name: string,
  { samples, warmUp }: { readonly samples: number; readonly warmUp: number },
  work: () => Promise<unknown>,
): Promise<Measurement> {
  const samplesMs: number[] = []
  for (let sample = -warmUp; sample < samples; sample += 1) {
    const started = nowMs()
    await work()
    if (sample >= 0) samplesMs.push(nowMs() - started)
  }
  return { name, samplesMs }
}
