import type { ReactNode } from 'react'
import type { PerpSumsView, TaxPreviewView, TaxSumsView } from '#contract/records.ts'
import { Amount } from '../../ui/Amount.tsx'
import { Panel } from '../../ui/Panel.tsx'

interface FigureProps {
  readonly title: string
  readonly value: string
  readonly unit: string
  readonly name: string
  readonly isSigned?: boolean
}

function Figure({ title, value, unit, name, isSigned = false }: FigureProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <Amount
          value={value}
          places={2}
          after={` ${unit}`}
          name={name}
          isSigned={isSigned}
          isPrivate
        />
      </dd>
    </div>
  )
}

function Count({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Spot({ sums, unit }: { readonly sums: TaxSumsView; readonly unit: string }) {
  const figure = (title: string, name: keyof TaxSumsView, isSigned = false) => (
    <Figure
      title={title}
      value={String(sums[name])}
      unit={unit}
      name={`spot-${name}`}
      isSigned={isSigned}
    />
  )
  return (
    <dl className="figure-list">
      <Count title="Disposals">{sums.disposals.toLocaleString('en-US')}</Count>
      {figure('Proceeds', 'proceeds')}
      {figure('Cost', 'basis')}
      {figure('Gain', 'gain', true)}
      {figure('of it short-term', 'shortTermGain', true)}
      {figure('of it long-term', 'longTermGain', true)}
      {sums.denied === '0' ? null : figure('Losses denied', 'denied')}
      {figure('Income in coins', 'income')}
    </dl>
  )
}

function Perps({ sums, unit }: { readonly sums: PerpSumsView; readonly unit: string }) {
  const figure = (title: string, name: keyof PerpSumsView, isSigned = false) => (
    <Figure
      title={title}
      value={String(sums[name])}
      unit={unit}
      name={`perps-${name}`}
      isSigned={isSigned}
    />
  )
  return (
    <dl className="figure-list">
      <Count title="Closes">
        {sums.closes.toLocaleString('en-US')}
        {sums.forcedCloses === 0 ? '' : `, ${sums.forcedCloses} forced`}
      </Count>
      {figure('Realised', 'realisedPnl', true)}
      {figure('The venue says', 'venuePnl', true)}
      {figure('Fees', 'fees')}
      {figure('Funding', 'funding', true)}
      {figure('Net of fees and funding', 'net', true)}
      <Count title="Funding payments">{sums.fundingPayments.toLocaleString('en-US')}</Count>
      <Count title="Closes unlike the venue's">
        {sums.differences.toLocaleString('en-US')}
        {sums.roundings === 0
          ? ''
          : `, and ${sums.roundings.toLocaleString('en-US')} by its rounding`}
      </Count>
    </dl>
  )
}

/** The year in figures: spot and perpetuals never in one sum. */
export function TaxTotals({ preview }: { readonly preview: TaxPreviewView }) {
  const { spot, perps, currency, perpCurrency } = preview
  return (
    <div className="tax-totals">
      {perps === null ? null : (
        <Panel title="Perpetuals" className="tax-panel">
          <Perps sums={perps} unit={perpCurrency} />
        </Panel>
      )}
      {spot === null ? null : (
        <Panel title="Spot" className="tax-panel">
          <Spot sums={spot} unit={currency} />
        </Panel>
      )}
    </div>
  )
}
