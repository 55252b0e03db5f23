import { useId } from 'react'
import {
  Area,
  AreaChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { RunView } from '#contract/research.ts'
import { momentText } from '../../ui/time-text.ts'
import { timeTicks } from './time-ticks.ts'

/** One time with what each run had then, in per cent of its own beginning. */
interface CurveRow {
  readonly timeMs: number
  readonly first: number | null
  readonly second: number | null
  readonly fall: number
}

/** The points of both runs by time; a run that has none at a moment leaves its line as it is. */
export function curveRows(run: RunView, other: RunView | null): readonly CurveRow[] {
  const share = (of: RunView, equity: number): number =>
    (equity / (of.curve[0]?.equity ?? equity) - 1) * 100
  const rows = run.curve.map(
    ({ timeMs, equity, drawdown }): CurveRow => ({
      timeMs,
      first: share(run, equity),
      second: null,
      fall: drawdown * 100,
    }),
  )
  const others = (other?.curve ?? []).map(
    ({ timeMs, equity }): CurveRow => ({
      timeMs,
      first: null,
      second: share(other as RunView, equity),
      fall: 0,
    }),
  )
  return [...rows, ...others].sort((a, b) => a.timeMs - b.timeMs)
}

const percentTick = (value: number): string => `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} %`

const AXIS = { fill: 'var(--text-faint)', fontSize: 11 }

function Note(props: { readonly active?: boolean; readonly payload?: readonly unknown[] }) {
  const entry = props.payload?.[0] as { readonly payload: CurveRow } | undefined
  if (props.active !== true || entry === undefined) return null
  const { first, second, fall, timeMs } = entry.payload
  return (
    <div className="run-note">
      {first === null ? null : <strong>{percentTick(first)}</strong>}
      {second === null ? null : <strong>{percentTick(second)}</strong>}
      {fall < 0 ? <span>{percentTick(fall)} from the top</span> : null}
      <span>{momentText(timeMs)} UTC</span>
    </div>
  )
}

function timeAxis(rows: readonly CurveRow[]) {
  const { ticks, label } = timeTicks(rows[0]?.timeMs ?? 0, rows.at(-1)?.timeMs ?? 0)
  return (
    <XAxis
      dataKey="timeMs"
      type="number"
      scale="time"
      domain={['dataMin', 'dataMax']}
      ticks={[...ticks]}
      tickFormatter={label}
      minTickGap={24}
      stroke="var(--line)"
      tick={AXIS}
      tickLine={false}
    />
  )
}

function summary(run: RunView): string {
  const last = run.curve.at(-1)
  const first = run.curve[0]
  if (first === undefined || last === undefined) return 'No equity.'
  const change = percentTick((last.equity / first.equity - 1) * 100)
  const deepest = Math.min(...run.curve.map(({ drawdown }) => drawdown)) * 100
  return `Equity from ${momentText(first.timeMs)} to ${momentText(last.timeMs)}: ${change}, deepest fall ${percentTick(deepest)}.`
}

/** Equity, of two runs if there are two, and below it how far it is from its top. */
export function RunCurves({
  run,
  other,
}: {
  readonly run: RunView
  readonly other: RunView | null
}) {
  const rows = curveRows(run, other) as CurveRow[]
  const falls = rows.filter(({ first }) => first !== null)
  const id = useId()
  return (
    <figure className="run-curves" role="img" aria-label={summary(run)} id={id}>
      <div className="run-curve-equity">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            {timeAxis(rows)}
            <YAxis
              width={58}
              domain={['auto', 'auto']}
              tickFormatter={percentTick}
              tickCount={5}
              stroke="none"
              tick={AXIS}
            />
            <Tooltip content={<Note />} isAnimationActive={false} />
            <Line
              dataKey="first"
              stroke="var(--ink)"
              strokeWidth={1.6}
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
            {other === null ? null : (
              <Line
                dataKey="second"
                stroke="var(--warning)"
                strokeWidth={1.6}
                strokeDasharray="5 3"
                dot={false}
                connectNulls
                isAnimationActive={false}
              />
            )}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <div className="run-curve-fall">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={falls} margin={{ top: 0, right: 12, bottom: 0, left: 0 }}>
            {timeAxis(falls)}
            <YAxis
              width={58}
              domain={['auto', 0]}
              tickFormatter={percentTick}
              tickCount={3}
              stroke="none"
              tick={AXIS}
            />
            <Tooltip content={<Note />} isAnimationActive={false} />
            <Area
              dataKey="fall"
              type="stepAfter"
              stroke="var(--loss)"
              strokeWidth={1}
              fill="var(--loss-wash)"
              fillOpacity={0.9}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
    </figure>
  )
}
