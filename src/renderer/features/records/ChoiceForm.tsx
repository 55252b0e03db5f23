import type { TaxChoice, TaxPreviewView, WalletView } from '#contract/records.ts'
import { presetChoice } from '#contract/tax-presets.ts'
import type { Choice } from '../../ui/ChoiceField.tsx'
import { ChoiceField } from '../../ui/ChoiceField.tsx'
import { LineField } from '../../ui/LineField.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { RateFields } from './RateFields.tsx'
import {
  COUNTRIES,
  FEES,
  FUNDING,
  LONG_BOXES,
  METHODS,
  PNL,
  ROUNDING,
  SCOPES,
  SHORT_BOXES,
  walletText,
} from './tax-words.ts'
import { useDraft } from './use-draft.ts'

const ALL = 'all'
const ZONE = /^[A-Za-z][A-Za-z0-9_+\-/]{0,60}$/

interface ChoiceFormProps {
  readonly choice: TaxChoice
  readonly preview: TaxPreviewView | null
  readonly wallets: readonly WalletView[]
  readonly onChange: (choice: TaxChoice) => void
}

/** Years that have something in them, and the chosen one even if it has nothing. */
function yearChoices(choice: TaxChoice, preview: TaxPreviewView | null): Choice<string>[] {
  const years = [...(preview?.years ?? [])]
  if (choice.year !== null && !years.some(({ year }) => year === choice.year)) {
    years.unshift({ year: choice.year, label: String(choice.year) })
  }
  return [
    { key: ALL, text: 'All years' },
    ...years.map(({ year, label }) => ({ key: String(year), text: label })),
  ]
}

function Wallets({ choice, wallets, onChange }: Omit<ChoiceFormProps, 'preview'>) {
  if (wallets.length < 2) return null
  const chosen = choice.wallets ?? wallets.map(({ account }) => account)
  const set = (account: string, isOn: boolean): void => {
    const next = wallets
      .map((wallet) => wallet.account)
      .filter((one) => (one === account ? isOn : chosen.includes(one)))
    onChange({ ...choice, wallets: next.length === wallets.length ? null : next })
  }
  return (
    <fieldset className="tax-wallets">
      <legend className="field-label">Wallets</legend>
      {wallets.map(({ account, isDesk }) => (
        <Toggle
          key={account}
          isOn={chosen.includes(account)}
          onChange={(isOn) => set(account, isOn)}
        >
          {isDesk ? `${walletText(account)} (this desk)` : walletText(account)}
        </Toggle>
      ))}
    </fieldset>
  )
}

function Treatment({ choice, preview, onChange }: Omit<ChoiceFormProps, 'wallets'>) {
  return (
    <details className="tax-more">
      <summary>Perpetuals and their treatment</summary>
      <div className="tax-fields">
        <ChoiceField
          label="Gains of closes"
          choices={PNL}
          value={choice.pnl}
          onChange={(pnl) => onChange({ ...choice, pnl })}
        />
        <ChoiceField
          label="Funding"
          choices={FUNDING}
          value={choice.funding}
          onChange={(funding) => onChange({ ...choice, funding })}
        />
        <ChoiceField
          label="Fees"
          choices={FEES}
          value={choice.fees}
          onChange={(fees) => onChange({ ...choice, fees })}
        />
        <RateFields choice={choice} preview={preview} onChange={onChange} />
      </div>
    </details>
  )
}

function Form8949({ choice, onChange }: Pick<ChoiceFormProps, 'choice' | 'onChange'>) {
  if (choice.country !== 'us') return null
  return (
    <details className="tax-more">
      <summary>Form 8949</summary>
      <div className="tax-fields">
        <ChoiceField
          label="Short-term box"
          choices={SHORT_BOXES}
          value={choice.shortBox}
          onChange={(shortBox) => onChange({ ...choice, shortBox })}
        />
        <ChoiceField
          label="Long-term box"
          choices={LONG_BOXES}
          value={choice.longBox}
          onChange={(longBox) => onChange({ ...choice, longBox })}
        />
        <ChoiceField
          label="Rounding"
          choices={ROUNDING}
          value={choice.rounding}
          onChange={(rounding) => onChange({ ...choice, rounding })}
        />
      </div>
    </details>
  )
}

/** Everything that a figure depends on, with a country's preset to begin with. */
export function ChoiceForm({ choice, preview, wallets, onChange }: ChoiceFormProps) {
  const zone = useDraft(choice.zone, ZONE, (text) => onChange({ ...choice, zone: text }))
  const { year, wallets: chosen } = choice
  return (
    <section className="form-box" aria-label="Settings of the figures">
      <ChoiceField
        label="Tax year"
        choices={yearChoices(choice, preview)}
        value={year === null ? ALL : String(year)}
        onChange={(key) => onChange({ ...choice, year: key === ALL ? null : Number(key) })}
      />
      <ChoiceField
        label="Country"
        choices={COUNTRIES}
        value={choice.country}
        onChange={(country) => onChange({ ...presetChoice(country), year, wallets: chosen })}
      />
      <ChoiceField
        label="Method for spot"
        choices={METHODS}
        value={choice.method}
        onChange={(method) => onChange({ ...choice, method, isRetroactiveAcknowledged: false })}
      />
      <ChoiceField
        label="Stock"
        choices={SCOPES}
        value={choice.scope}
        onChange={(scope) => onChange({ ...choice, scope })}
      />
      <LineField
        label="Days are counted in"
        value={zone.text}
        onChange={zone.change}
        lengthMax={60}
        problem={zone.isGood ? null : 'A zone such as Europe/London'}
      />
      {choice.method === 'acb' ? (
        <Toggle
          isOn={choice.superficialLoss}
          onChange={(superficialLoss) => onChange({ ...choice, superficialLoss })}
        >
          Superficial losses are denied
        </Toggle>
      ) : null}
      <Wallets choice={choice} wallets={wallets} onChange={onChange} />
      <Treatment choice={choice} preview={preview} onChange={onChange} />
      <Form8949 choice={choice} onChange={onChange} />
    </section>
  )
}
