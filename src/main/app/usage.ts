/** What --help prints. */
export const usage = `Countersign: a trading desk whose orders only your Ledger can sign.

  --data FOLDER              databases, logs and settings (default: your user's own)
  --mode paper|testnet|mainnet   default paper
  --signer practice|usb|tcp:HOST:PORT|http:URL   default practice on paper, else usb
  --driver automatic|kit|ledgerjs   which library speaks to the Ledger (default: the setting)
  --smoke FILE               save a picture once live prices are shown, then exit

On paper only:
  --replay FILE              replay a candle file (CSV or CSV.gz) instead of synthetic prices
  --replay-from MOMENT       begin there, such as 2023-03-10T00:00:00Z
  --speed N                  times real time
  --seed N                   seed of the synthetic prices
  --autopilot                the practice Ledger presses its buttons by itself

For tests:
  --timeframe 5m             timeframe of the default strategy
  --manual-clock EPOCHMS     time stands still until it is moved on; refused on mainnet
`
