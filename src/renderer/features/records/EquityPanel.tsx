import { use, useMemo } from 'react'
import {
  Area,
  AreaChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { AccountView } from '#contract/views.ts'
import { useSlice } from '../../state/desk-store.ts'
import { Dollars } from '../../ui/Amount.tsx'
import { Discreet } from '../../ui/discreet.ts'
import { Empty } from '../../ui/Panel.tsx'
import { momentText } from '../../ui/time-text.ts'
import type { CurvePoint } from './equity-curve.ts'
import { curveSummary, thinned } from './equity-curve.ts'

function PointNote(props: { readonly active?: boolean; readonly payload?: readonly unknown[] }) {
  const first = props.payload?.[0] as { readonly payload: CurvePoint } | undefined
  if (props.active !== true || first === undefined) return null
  return (
    <div className="equity-note">
      <strong>
        <Dollars value={first.payload.exact} />
      </strong>
      <span>{momentText(first.payload.tsMs)} UTC</span>
    </div>
  )
}

/** Cents only where the curve is so flat that dollars would repeat. */
function dollarTick(points: readonly CurvePoint[]): (value: number) => string {
  const values = points.map((point) => point.value)
  const places = Math.max(...values) - Math.min(...values) < 12 ? 2 : 0
  const format = { minimumFractionDigits: places, maximumFractionDigits: places }
  return (value) => `$${value.toLocaleString('en-US', format)}`
}

function Curve({
  points,
  start,
}: {
  readonly points: readonly CurvePoint[]
  readonly start: number
}) {
  const isHidden = use(Discreet)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={points as CurvePoint[]} margin={{ top: 8, right: 12, bottom: 0, left: 4 }}>
        <XAxis
          dataKey="tsMs"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={momentText}
          tickCount={5}
          minTickGap={48}
          stroke="var(--line)"
          tick={{ fill: 'var(--text-faint)', fontSize: 11 }}
          tickLine={false}
        />
        <YAxis
          domain={['auto', 'auto']}
          width={68}
          tickFormatter={isHidden ? () => '•••' : dollarTick(points)}
          tickCount={4}
          stroke="none"
          tick={{ fill: 'var(--text-faint)', fontSize: 11 }}
          tickLine={false}
        />
        <ReferenceLine y={start} stroke="var(--line-strong)" strokeDasharray="3 4" />
        <Tooltip
          content={<PointNote />}
          cursor={{ stroke: 'var(--line-strong)' }}
          isAnimationActive={false}
        />
        <Area
          type="stepAfter"
          dataKey="value"
          stroke="var(--ink)"
          strokeWidth={1.5}
          fill="var(--ink-wash)"
          fillOpacity={0.7}
          isAnimationActive={false}
          baseValue="dataMin"
        />
      </AreaChart>
    </ResponsiveContainer>
  )
}

const ROWS: readonly {
  readonly name: keyof AccountView
  readonly title: string
  readonly isSigned?: boolean
}[] = [
  { name: 'equity', title: 'Equity' },
  { name: 'cash', title: 'Cash' },
  { name: 'unrealised', title: 'Unrealised', isSigned: true },
  { name: 'realisedTotal', title: 'Realised, all time', isSigned: true },
  { name: 'feesTotal', title: 'Fees, all time' },
  { name: 'fundingTotal', title: 'Funding, all time', isSigned: true },
  { name: 'realisedToday', title: 'Realised today', isSigned: true },
  { name: 'feesToday', title: 'Fees today' },
  { name: 'dayStartEquity', title: 'Equity at day start' },
]

const HIDDEN = 'Equity over time; its amounts are hidden.'

/** The account to the last decimal, and its equity over time. */
export function EquityPanel() {
  const account = useSlice('account')
  const equity = useSlice('equity')
  const points = useMemo(() => thinned(equity), [equity])
  const isHidden = use(Discreet)
  const first = points[0]
  return (
    <div className="equity">
      <dl className="equity-figures">
        {ROWS.map((row) => (
          <div key={row.name}>
            <dt>{row.title}</dt>
            <dd>
              <Dollars
                value={account?.[row.name] ?? null}
                isSigned={row.isSigned ?? false}
                name={row.name}
              />
            </dd>
          </div>
        ))}
      </dl>
      {first === undefined || points.length < 2 ? (
        <Empty title="The curve begins with the first change of equity.">
          Each fill, fee and funding payment adds a point.
        </Empty>
      ) : (
        <figure
          className="equity-curve"
          role="img"
          aria-label={isHidden ? HIDDEN : curveSummary(points)}
        >
          <Curve points={points} start={first.value} />
        </figure>
      )}
    </div>
  )
}
