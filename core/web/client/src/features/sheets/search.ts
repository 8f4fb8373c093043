/** The import that is looked at; none: a sheet is still to be chosen. */
export const readImport = (raw: Record<string, unknown>): { id?: string } => ({ id: typeof raw.id === 'string' ? raw.id : undefined })
