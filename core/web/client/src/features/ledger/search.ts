// What the ledger is narrowed to lives in the URL, so that it can be shared.
export interface LedgerSearch { source?: string }

export const readLedgerSearch = (raw: Record<string, unknown>): LedgerSearch => ({
  source: typeof raw.source === 'string' && raw.source !== '' ? raw.source : undefined,
})
