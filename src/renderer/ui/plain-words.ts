/** "riskPerTrade" as people write it: "risk per trade". */
export function plainWords(code: string): string {
  return code
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
